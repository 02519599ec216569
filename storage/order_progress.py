"""Moves orders from stage to stage, from reserved to their ends. In a wrong stage nothing moves."""

from collections.abc import Mapping

from storage.database import Queries
from storage.open_orders import FIRST_LOOK_AFTER
from storage.orders import ORDER_COLUMNS, ORDER_IS_OPEN, Order, OrderStage
from storage.records import Record, read, read_all


class ToLookAt(Record, frozen=True):
    """An open order that may be slow; `changed_at` and `slow_check_at` in epoch milliseconds."""

    id: int
    user_id: int
    service_id: str
    changed_at: int
    slow_check_at: int


SLOW_AT_FIRST = 3 * 86_400_000
"""An order that has not changed for so long (ms) may be slower than usual."""


IN_TROUBLE = "(status = 'problem' OR coalesce(missing_since, unreadable_since, slow_since) IS NOT NULL)"


async def queued(db: Queries, panel_key_id: int) -> int:
    """Count the orders that wait for their call."""
    row = await db.fetch_one(
        "SELECT count(*) FROM orders WHERE panel_key_id = $1 AND status = 'reserved'", panel_key_id
    )
    return int(row[0]) if row else 0


async def next_reserved(db: Queries, panel_key_id: int) -> Order | None:
    """Return the order to send next. Those of a list are apart in the queue (`storage.orders.SPACING`)."""
    row = await db.fetch_one(
        f"""
        SELECT {ORDER_COLUMNS} FROM orders WHERE status = 'reserved' AND panel_key_id = $1
        ORDER BY queue_at, id LIMIT 1
        """,
        panel_key_id,
    )
    return read(row, Order) if row else None


async def submitting(db: Queries) -> list[Order]:
    """Return the orders whose submission is open. At start these are unanswered calls of a dead process."""
    return read_all(
        await db.fetch_all(f"SELECT {ORDER_COLUMNS} FROM orders WHERE status = 'submitting' ORDER BY id"),
        Order,
    )


async def reserved_before(db: Queries, moment: int) -> list[Order]:
    """Return the unsent orders that were confirmed before a moment (epoch ms)."""
    rows = await db.fetch_all(
        f"""
        SELECT {ORDER_COLUMNS} FROM orders
        WHERE status = 'reserved' AND panel_key_id IN (SELECT id FROM panel_keys) AND created_at < $1
        ORDER BY id
        """,
        moment,
    )
    return read_all(rows, Order)


async def begin_submitting(db: Queries, order_id: int) -> bool:
    """Take a reserved order for its one call; False if it is not reserved any more."""
    row = await db.fetch_one(
        "UPDATE orders SET status = 'submitting' WHERE id = $1 AND status = 'reserved' RETURNING id", order_id
    )
    return row is not None


async def place(
    db: Queries, order_id: int, panel_order_id: str, now: int, next_check_at: int
) -> Order | None:
    """Record that the panel has the order. Raises Constraint if another order here has the panel's id."""
    row = await db.fetch_one(
        f"""
        UPDATE orders SET status = 'pending', panel_order_id = $2, placed_at = $3, next_check_at = $4,
            changed_at = $3, slow_check_at = CAST($3 AS BIGINT) + {SLOW_AT_FIRST}
        WHERE id = $1 AND status IN ('submitting', 'unconfirmed')
        RETURNING {ORDER_COLUMNS}
        """,
        order_id, panel_order_id, now, next_check_at,
    )  # fmt: skip
    return read(row, Order) if row else None


async def fail(db: Queries, order_id: int, failure: str, now: int) -> Order | None:
    """Record that the order does not exist at the panel and nothing was charged."""
    row = await db.fetch_one(
        f"""
        UPDATE orders SET status = 'failed', failure = $2, ended_at = $3
        WHERE id = $1 AND status IN ('submitting', 'unconfirmed')
        RETURNING {ORDER_COLUMNS}
        """,
        order_id, failure, now,
    )  # fmt: skip
    return read(row, Order) if row else None


async def reserved_of(db: Queries, user_id: int) -> list[Order]:
    """Return a person's unsent orders that their wallet pays for."""
    rows = await db.fetch_all(
        f"""
        SELECT {ORDER_COLUMNS} FROM orders
        WHERE user_id = $1 AND status = 'reserved' AND paid_from = 'wallet' ORDER BY id
        """,
        user_id,
    )
    return read_all(rows, Order)


async def fail_unsent(db: Queries, order_id: int, failure: str, now: int) -> Order | None:
    """Record that a reserved order will not be sent; None if it is not reserved any more."""
    row = await db.fetch_one(
        f"""
        UPDATE orders SET status = 'failed', failure = $2, ended_at = $3
        WHERE id = $1 AND status = 'reserved'
        RETURNING {ORDER_COLUMNS}
        """,
        order_id, failure, now,
    )  # fmt: skip
    return read(row, Order) if row else None


async def unconfirm(db: Queries, order_id: int) -> Order | None:
    """Record that it is unknown whether the panel has the order."""
    row = await db.fetch_one(
        f"""
        UPDATE orders SET status = 'unconfirmed' WHERE id = $1 AND status = 'submitting'
        RETURNING {ORDER_COLUMNS}
        """,
        order_id,
    )
    return read(row, Order) if row else None


async def ask_soon(db: Queries, order_id: int, user_id: int, now: int) -> Order | None:
    """Make an open order due at once, and redraw its card even without a change; None if it is not open."""
    row = await db.fetch_one(
        f"""
        UPDATE orders SET next_check_at = $3, redraw = 1
        WHERE id = $1 AND user_id = $2 AND {ORDER_IS_OPEN}
        RETURNING {ORDER_COLUMNS}
        """,
        order_id, user_id, now,
    )  # fmt: skip
    return read(row, Order) if row else None


async def unasked(db: Queries, panel_key_id: int) -> int:
    """Count the open orders of a panel account that were not asked for since a restore."""
    row = await db.fetch_one(
        f"SELECT count(*) FROM orders WHERE panel_key_id = $1 AND next_check_at = 0 AND {ORDER_IS_OPEN}",
        panel_key_id,
    )
    return int(row[0]) if row else 0


async def end_by_hand(
    db: Queries, order_id: int, status: OrderStage, operator_id: int, now: int
) -> Order | None:
    """End an open order that is in trouble; None for any other order.

    The panel is asked again for one that a wallet paid for.
    """
    row = await db.fetch_one(
        f"""
        UPDATE orders SET status = $2, ended_by = $3, ended_at = $4, next_check_at = NULL,
            look_again_at = CASE WHEN paid_from = 'wallet' THEN CAST($4 AS BIGINT) + {FIRST_LOOK_AFTER} END
        WHERE id = $1 AND {ORDER_IS_OPEN} AND {IN_TROUBLE}
        RETURNING {ORDER_COLUMNS}
        """,
        order_id, status.value, operator_id, now,
    )  # fmt: skip
    return read(row, Order) if row else None


async def to_look_at(db: Queries, panel_key_id: int, now: int, limit: int) -> list[ToLookAt]:
    """Return open orders that may be slow now."""
    rows = await db.fetch_all(
        f"""
        SELECT id, user_id, service_id, coalesce(changed_at, placed_at, created_at), slow_check_at FROM orders
        WHERE panel_key_id = $1 AND slow_check_at IS NOT NULL AND slow_check_at <= $2 AND {ORDER_IS_OPEN}
        ORDER BY slow_check_at LIMIT $3
        """,
        panel_key_id, now, limit,
    )  # fmt: skip
    return read_all(rows, ToLookAt)


async def look_later(db: Queries, times: Mapping[int, int]) -> None:
    """Set the next times (epoch ms) at which the orders may be slow."""
    if times:
        await db.execute_many("UPDATE orders SET slow_check_at = $2 WHERE id = $1", list(times.items()))


async def find_slow(db: Queries, order: ToLookAt, now: int) -> bool:
    """Note once that an order is slow; False if it has ended or changed since it was read."""
    row = await db.fetch_one(
        f"""
        UPDATE orders SET slow_since = $3, slow_check_at = NULL
        WHERE id = $1 AND slow_check_at = $2 AND {ORDER_IS_OPEN}
            AND coalesce(changed_at, placed_at, created_at) = $4
        RETURNING id
        """,
        order.id, order.slow_check_at, now, order.changed_at,
    )  # fmt: skip
    return row is not None
