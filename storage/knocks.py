"""Strangers who ask to be let in, and the messages that show them to the operators."""

from collections.abc import Collection

from storage.database import Queries
from storage.records import Record, read, read_all
from storage.users import USER_COLUMNS, Role, User, without

WAITING = """
    role IS NULL AND knocked_at IS NOT NULL AND (refused_at IS NULL OR refused_at < knocked_at)
    """


class Card(Record, frozen=True):
    """A message in an operator's chat: it shows who knocked between two moments (epoch ms)."""

    message_id: int
    since: int
    until: int


async def knock(db: Queries, user_id: int, now: int, pause: int) -> bool:
    """Say that a stranger asks to be let in.

    False if they did, or were refused, less than so many milliseconds ago.
    """
    row = await db.fetch_one(
        """
        UPDATE users SET knocked_at = $2 WHERE id = $1 AND role IS NULL
            AND (knocked_at IS NULL OR knocked_at <= $3) AND (refused_at IS NULL OR refused_at <= $3)
        RETURNING id
        """,
        user_id, now, now - pause,
    )  # fmt: skip
    return row is not None


async def waiting(
    db: Queries, but: Collection[int], since: int, offset: int, limit: int
) -> tuple[list[User], int]:
    """Some of those who have knocked since a moment and wait, the first ones first, and how many there are.

    Without some people: who stands in the settings does not wait.
    """
    those = f"FROM users WHERE {WAITING} AND knocked_at >= $1"
    rows = await db.fetch_all(
        f"SELECT {USER_COLUMNS} {those} {without(but, 4)} ORDER BY knocked_at, id LIMIT $2 OFFSET $3",
        since, limit, offset, *but,
    )  # fmt: skip
    counted = await db.fetch_one(f"SELECT count(*) {those} {without(but, 2)}", since, *but)
    return read_all(rows, User), counted[0] if counted else 0


async def let_in(db: Queries, user_id: int, now: int, by: int) -> bool:
    """Let in who waits; of two operators at once one does. False where nobody waits."""
    row = await db.fetch_one(
        f"""
        UPDATE users SET role = '{Role.CUSTOMER}', let_in_at = $2, let_in_by = $3
        WHERE id = $1 AND {WAITING} RETURNING id
        """,
        user_id, now, by,
    )  # fmt: skip
    return row is not None


async def refuse(db: Queries, user_id: int, now: int) -> bool:
    """As `let_in`."""
    row = await db.fetch_one(
        f"UPDATE users SET refused_at = $2 WHERE id = $1 AND {WAITING} RETURNING id", user_id, now
    )
    return row is not None


async def add_message(db: Queries, operator: int, stranger: int, since: int, now: int) -> None:
    """Owe an operator the news of who has knocked since a moment, unless such a message waits already."""
    await db.execute(
        """
        INSERT INTO outbox (user_id, event, subject_id, created_at, due_at)
        SELECT CAST($1 AS BIGINT), 'knock', CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT)
        WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE user_id = $1 AND event = 'knock' AND status = 'pending')
        """,
        operator, stranger, since, now,
    )  # fmt: skip


async def bring_message_forward(db: Queries, operator: int, since: int) -> bool:
    """Have the message that waits tell of all since an earlier moment; False where none waits."""
    changed = await db.execute(
        """
        UPDATE outbox SET created_at = CASE WHEN created_at > $2 THEN $2 ELSE created_at END
        WHERE user_id = $1 AND event = 'knock' AND status = 'pending'
        """,
        operator, since,
    )  # fmt: skip
    return changed > 0


async def put_card(db: Queries, outbox_id: int, message_id: int) -> None:
    """Note which message of the chat shows those who knock."""
    await db.execute("UPDATE outbox SET message_id = $2 WHERE id = $1", outbox_id, message_id)


async def leave_card(db: Queries, operator: int, message_id: int) -> None:
    """The message shows something else from now on."""
    await db.execute(
        """
        UPDATE outbox SET message_id = NULL
        WHERE event = 'knock' AND message_id IS NOT NULL AND message_id = $2 AND user_id = $1
        """,
        operator, message_id,
    )  # fmt: skip


async def card(db: Queries, outbox_id: int) -> Card | None:
    """None where the message shows something else by now."""
    row = await db.fetch_one(
        "SELECT message_id, created_at, done_at FROM outbox WHERE id = $1 AND message_id IS NOT NULL",
        outbox_id,
    )
    return read(row, Card) if row else None


async def cards_with(db: Queries, knocked_at: int) -> list[tuple[int, int]]:
    """The messages that show who knocked at that moment: of whom, and the id in the outbox."""
    rows = await db.fetch_all(
        """
        SELECT user_id, id FROM outbox WHERE event = 'knock' AND message_id IS NOT NULL
            AND created_at <= $1 AND done_at >= $1 ORDER BY id
        """,
        knocked_at,
    )
    return [(row[0], row[1]) for row in rows]


async def between(db: Queries, since: int, until: int, limit: int) -> tuple[list[User], int]:
    """Some of those who knocked between two moments, whatever became of it, and how many there are."""
    those = "FROM users WHERE knocked_at >= $1 AND knocked_at <= $2"
    rows = await db.fetch_all(
        f"SELECT {USER_COLUMNS} {those} ORDER BY knocked_at, id LIMIT $3", since, until, limit
    )
    counted = await db.fetch_one(f"SELECT count(*) {those}", since, until)
    return read_all(rows, User), counted[0] if counted else 0
