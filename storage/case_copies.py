"""Messages of the bot that show a case. A reply to one of them belongs to the case."""

from storage.database import Queries
from storage.records import Record, read


class CaseCopy(Record, frozen=True):
    """`for_operator`: it shows the case to an operator, and not to the person whose case it is."""

    case_id: int
    for_operator: bool


async def put(db: Queries, user_id: int, message_id: int, case_id: int, *, for_operator: bool) -> None:
    """Note that a message of the chat with a person shows a case. Idempotent."""
    await db.execute(
        """
        INSERT INTO case_copies (user_id, message_id, case_id, for_operator) VALUES ($1, $2, $3, $4)
        ON CONFLICT (user_id, message_id) DO UPDATE SET
            case_id = excluded.case_id, for_operator = excluded.for_operator
        """,
        user_id, message_id, case_id, int(for_operator),
    )  # fmt: skip


async def get(db: Queries, user_id: int, message_id: int) -> CaseCopy | None:
    row = await db.fetch_one(
        "SELECT case_id, for_operator FROM case_copies WHERE user_id = $1 AND message_id = $2",
        user_id, message_id,
    )  # fmt: skip
    return read(row, CaseCopy) if row else None


async def delete_in_chat(db: Queries, user_id: int) -> None:
    """Delete what is noted of the chat with a person who is being forgotten."""
    await db.execute("DELETE FROM case_copies WHERE user_id = $1", user_id)


async def delete_closed_before(db: Queries, before: int) -> None:
    """Delete what is noted of cases that were closed before a moment (epoch ms)."""
    await db.execute(
        "DELETE FROM case_copies WHERE case_id IN (SELECT id FROM cases WHERE closed_at < $1)", before
    )
