"""The panel's refusals: the messages to operators about them, and the newest ones."""

import msgspec

from storage.database import Queries
from storage.records import Json, Record, dump, read, read_all


class RefusalMessage(Record, frozen=True):
    """The last message about refusals to an operator; `due_at` in epoch milliseconds."""

    id: int
    is_waiting: bool
    due_at: int
    payload: Json


class RefusedWrite(Record, frozen=True):
    """`write` is "order", "refill" or "cancel"; `words` are the panel's; `at` in epoch milliseconds."""

    write: str
    order_id: int
    failure: str
    words: str
    at: int


async def last_message(db: Queries, user_id: int) -> RefusalMessage | None:
    row = await db.fetch_one(
        """
        SELECT id, CASE WHEN status = 'pending' THEN 1 ELSE 0 END, due_at, payload FROM outbox
        WHERE user_id = $1 AND event = 'refusals' ORDER BY id DESC LIMIT 1
        """,
        user_id,
    )
    return read(row, RefusalMessage) if row else None


async def amend_message(db: Queries, message_id: int, payload: dict[str, object], due_at: int) -> bool:
    """Replace the payload of a waiting message, and make it due by `due_at`; False if it is sent."""
    row = await db.fetch_one(
        """
        UPDATE outbox SET payload = $2, due_at = CASE WHEN due_at > $3 THEN $3 ELSE due_at END
        WHERE id = $1 AND status = 'pending' RETURNING id
        """,
        message_id, dump(payload), due_at,
    )  # fmt: skip
    return row is not None


async def add_message(db: Queries, user_id: int, payload: dict[str, object], now: int, due_at: int) -> None:
    await db.execute(
        """
        INSERT INTO outbox (user_id, event, subject_id, payload, created_at, due_at)
        VALUES ($1, 'refusals', NULL, $2, $3, $4)
        """,
        user_id, dump(payload), now, due_at,
    )  # fmt: skip


async def named_to(db: Queries, user_id: int) -> list[dict[str, object]]:
    """Return all refusals in the messages to an operator, sent or not."""
    rows = await db.fetch_all(
        """
        SELECT payload FROM outbox WHERE user_id = $1 AND event = 'refusals' AND status <> 'dropped'
        """,
        user_id,
    )
    messages = [msgspec.json.decode(row[0]) for row in rows]
    return [one for message in messages for one in message.get("refusals", [])]


async def last(db: Queries, number: int) -> list[RefusedWrite]:
    """Return the panel's newest refusals, the last one first."""
    rows = await db.fetch_all(
        """
        SELECT * FROM (
            SELECT 'order', orders.id, failure, detail, submissions.ended_at AS at
            FROM submissions JOIN orders ON orders.id = order_id
            WHERE outcome = 'refused' AND failure IS NOT NULL ORDER BY submissions.id DESC LIMIT $1) ordered
        UNION ALL SELECT * FROM (
            SELECT 'refill', order_id, failure, detail, ended_at FROM refills
            WHERE status = 'failed' AND failure NOT IN ('not_sent', 'never_existed')
            ORDER BY id DESC LIMIT $1) refilled
        UNION ALL SELECT * FROM (
            SELECT 'cancel', order_id, failure, detail, created_at FROM cancels
            WHERE status = 'failed' AND failure <> 'not_sent' ORDER BY id DESC LIMIT $1) canceled
        ORDER BY at DESC LIMIT $1
        """,
        number,
    )
    return read_all(rows, RefusedWrite)
