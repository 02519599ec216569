"""Final messages that wait in the outbox for the end of quiet hours, and what one message then tells."""

from dataclasses import dataclass

from storage.database import Queries
from storage.events import Event
from storage.orders import ORDER_COLUMNS, ORDER_HAS_ENDED, Order
from storage.outbox import OutboxMessage, add_once, is_not_postponed
from storage.records import read_all
from storage.refills import REFILL_COLUMNS, Refill


@dataclass(frozen=True, slots=True)
class PostponedEnds:
    """The oldest first. `last` is the id of the newest message."""

    orders: list[Order]
    refills: list[Refill]
    last: int


ENDS = f"('{Event.ORDER_ENDED}', '{Event.REFILL_ENDED}')"
THEIRS = f"""
    FROM outbox WHERE user_id = $1 AND status IN ('pending', 'sending') AND held_until IS NOT NULL
        AND {is_not_postponed("$2")}
    """


async def of_user(db: Queries, user_id: int, now: int) -> PostponedEnds:
    """Return what a person is not told yet, although their quiet hours are over (`now` in epoch ms)."""
    orders = await db.fetch_all(
        f"""
        SELECT {ORDER_COLUMNS} FROM orders
        WHERE {ORDER_HAS_ENDED} AND id IN (SELECT subject_id {THEIRS} AND event = '{Event.ORDER_ENDED}')
        ORDER BY ended_at, id
        """,
        user_id, now,
    )  # fmt: skip
    refills = await db.fetch_all(
        f"""
        SELECT {REFILL_COLUMNS} FROM refills
        WHERE id IN (SELECT subject_id {THEIRS} AND event = '{Event.REFILL_ENDED}') ORDER BY ended_at, id
        """,
        user_id, now,
    )  # fmt: skip
    row = await db.fetch_one(f"SELECT coalesce(max(id), 0) {THEIRS} AND event IN {ENDS}", user_id, now)
    return PostponedEnds(read_all(orders, Order), read_all(refills, Refill), int(row[0]) if row else 0)


async def end(db: Queries, user_id: int, last: int, now: int) -> None:
    """Record that a person was told all up to the message `last`. The message that told it ends by itself."""
    await db.execute(
        f"""
        UPDATE outbox SET status = 'sent', done_at = $3
        WHERE user_id = $1 AND id <= $2 AND status = 'pending' AND held_until IS NOT NULL
            AND {is_not_postponed("$3")} AND event IN {ENDS}
        """,
        user_id, last, now,
    )  # fmt: skip


async def postpone(
    db: Queries,
    message: OutboxMessage,
    until: int,
    decided_at: int,
    instance: int,
    instead: tuple[Event, int] | None = None,
) -> None:
    """Let a message wait until a time (epoch ms), unless another process has taken it.

    With `instead` the message ends, and another one about this subject waits. If the person's messages were
    released since it was taken, it does not wait: it was decided by the former settings, at `decided_at`
    (epoch ms). Call it in a transaction.
    """
    row = await db.fetch_one(
        """
        UPDATE outbox SET attempts = 0 WHERE id = $1 AND taken_by = $2 AND status = 'sending'
        RETURNING held_until
        """,
        message.id, instance,
    )  # fmt: skip
    if row is None:
        return
    if row[0] != message.postponed_until:
        until = row[0]
    if instead is None:
        await db.execute(
            "UPDATE outbox SET status = 'pending', held_until = $2 WHERE id = $1", message.id, until
        )
        return
    await db.execute("UPDATE outbox SET status = 'sent', done_at = $2 WHERE id = $1", message.id, decided_at)
    event, subject_id = instead
    await add_once(db, message.user_id, event, subject_id, decided_at, postponed_until=until)


async def release(db: Queries, user_id: int, now: int) -> None:
    """End the wait of a person's postponed messages: their quiet hours have changed, and are looked at anew.

    It also ends for a message that is about to be postponed.
    """
    await db.execute(
        """
        UPDATE outbox SET held_until = $2
        WHERE user_id = $1 AND ((status = 'pending' AND held_until > $2) OR status = 'sending')
        """,
        user_id, now,
    )  # fmt: skip


async def drop_postponed_end(db: Queries, user_id: int, order_id: int, now: int) -> None:
    """Drop the final message of an order that waits: a later message has told how it ended."""
    await db.execute(
        """
        UPDATE outbox SET status = 'dropped', done_at = $3
        WHERE user_id = $1 AND event = 'order_ended' AND subject_id = $2 AND status = 'pending'
            AND held_until IS NOT NULL
        """,
        user_id, order_id, now,
    )  # fmt: skip
