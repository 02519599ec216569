"""Conversations: the meaning of a person's next text. They survive a restart."""

from storage.database import Queries
from storage.records import Json, Record, dump, read


class Conversation(Record, frozen=True):
    """`state` names the expected answer; `data` has its subject and the id of the menu message."""

    state: str | None
    data: Json


async def get(db: Queries, user_id: int) -> Conversation:
    row = await db.fetch_one("SELECT state, data FROM conversations WHERE user_id = $1", user_id)
    return read(row, Conversation) if row else Conversation(None, Json())


async def keep(db: Queries, user_id: int, state: str | None, data: dict[str, str | int]) -> None:
    await db.execute(
        """
        INSERT INTO conversations (user_id, state, data) VALUES ($1, $2, $3)
        ON CONFLICT (user_id) DO UPDATE SET state = excluded.state, data = excluded.data
        """,
        user_id, state, dump(data),
    )  # fmt: skip


async def forget(db: Queries, user_id: int) -> None:
    """Expect nothing in particular of the next text."""
    await db.execute("DELETE FROM conversations WHERE user_id = $1", user_id)
