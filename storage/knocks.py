"""Strangers who ask to be let in, and the messages that show them to the operators."""

from collections.abc import Collection

from storage.database import Queries
from storage.records import Record, read, read_all
from storage.users import USER_COLUMNS, Role, User, without

WAITING = """
    role IS NULL AND knocked_at IS NOT NULL AND (refused_at IS NULL OR refused_at < knocked_at)
    """


class Card(Record, frozen=True):
    """A message in an operator's chat. It shows the knocks from `since` to `until` (epoch ms)."""

    message_id: int
    since: int
    until: int


async def knock(db: Queries, user_id: int, now: int, pause: int) -> bool:
    """Note that a stranger asks to be let in.

    False if they asked or were refused less than `pause` milliseconds ago.
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
    """Return some waiting strangers who knocked since a moment, the oldest first, and the number of all.

    The people in `but` are left out: they are in the settings and need no decision.
    """
    those = f"FROM users WHERE {WAITING} AND knocked_at >= $1"
    rows = await db.fetch_all(
        f"SELECT {USER_COLUMNS} {those} {without(but, 4)} ORDER BY knocked_at, id LIMIT $2 OFFSET $3",
        since, limit, offset, *but,
    )  # fmt: skip
    counted = await db.fetch_one(f"SELECT count(*) {those} {without(but, 2)}", since, *but)
    return read_all(rows, User), counted[0] if counted else 0


async def let_in(db: Queries, user_id: int, now: int, by: int) -> bool:
    """Let a waiting stranger in. The first of two operators wins; False if the stranger does not wait."""
    row = await db.fetch_one(
        f"""
        UPDATE users SET role = '{Role.CUSTOMER}', let_in_at = $2, let_in_by = $3
        WHERE id = $1 AND {WAITING} RETURNING id
        """,
        user_id, now, by,
    )  # fmt: skip
    return row is not None


async def refuse(db: Queries, user_id: int, now: int) -> bool:
    """Refuse a waiting stranger; returns as `let_in`."""
    row = await db.fetch_one(
        f"UPDATE users SET refused_at = $2 WHERE id = $1 AND {WAITING} RETURNING id", user_id, now
    )
    return row is not None


async def add_message(db: Queries, operator: int, stranger: int, since: int, now: int) -> None:
    """Add a message about the strangers since a moment, unless one to this operator waits already."""
    await db.execute(
        """
        INSERT INTO outbox (user_id, event, subject_id, created_at, due_at)
        SELECT CAST($1 AS BIGINT), 'knock', CAST($2 AS BIGINT), CAST($3 AS BIGINT), CAST($4 AS BIGINT)
        WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE user_id = $1 AND event = 'knock' AND status = 'pending')
        """,
        operator, stranger, since, now,
    )  # fmt: skip


async def bring_message_forward(db: Queries, operator: int, since: int) -> bool:
    """Make the waiting message cover an earlier moment too; False if none waits."""
    changed = await db.execute(
        """
        UPDATE outbox SET created_at = CASE WHEN created_at > $2 THEN $2 ELSE created_at END
        WHERE user_id = $1 AND event = 'knock' AND status = 'pending'
        """,
        operator, since,
    )  # fmt: skip
    return changed > 0


async def put_card(db: Queries, outbox_id: int, message_id: int) -> None:
    """Note the message of the chat that shows the strangers."""
    await db.execute("UPDATE outbox SET message_id = $2 WHERE id = $1", outbox_id, message_id)


async def leave_card(db: Queries, operator: int, message_id: int) -> None:
    """Note that the message shows something else now."""
    await db.execute(
        """
        UPDATE outbox SET message_id = NULL
        WHERE event = 'knock' AND message_id IS NOT NULL AND message_id = $2 AND user_id = $1
        """,
        operator, message_id,
    )  # fmt: skip


async def card(db: Queries, outbox_id: int) -> Card | None:
    """Return the card; None if its message shows something else now."""
    row = await db.fetch_one(
        "SELECT message_id, created_at, done_at FROM outbox WHERE id = $1 AND message_id IS NOT NULL",
        outbox_id,
    )
    return read(row, Card) if row else None


async def cards_with(db: Queries, knocked_at: int) -> list[tuple[int, int]]:
    """Return the cards that show the knock of that moment: (operator, id in the outbox) of each."""
    rows = await db.fetch_all(
        """
        SELECT user_id, id FROM outbox WHERE event = 'knock' AND message_id IS NOT NULL
            AND created_at <= $1 AND done_at >= $1 ORDER BY id
        """,
        knocked_at,
    )
    return [(row[0], row[1]) for row in rows]


async def between(db: Queries, since: int, until: int, limit: int) -> tuple[list[User], int]:
    """Return some people who knocked between two moments, in any state now, and the number of all."""
    those = "FROM users WHERE knocked_at >= $1 AND knocked_at <= $2"
    rows = await db.fetch_all(
        f"SELECT {USER_COLUMNS} {those} ORDER BY knocked_at, id LIMIT $3", since, until, limit
    )
    counted = await db.fetch_one(f"SELECT count(*) {those}", since, until)
    return read_all(rows, User), counted[0] if counted else 0
