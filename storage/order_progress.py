"""The steps of an order from reserved to its end, each refused where the order is in another state."""

from storage.database import Queries
from storage.orders import COLUMNS, Order, OrderStatus
from storage.rows import read, read_all


async def next_reserved(db: Queries, panel_key_id: int) -> Order | None:
    row = await db.fetch_one(
        f"""
        SELECT {COLUMNS} FROM orders WHERE status = 'reserved' AND panel_key_id = $1 ORDER BY id LIMIT 1
        """,
        panel_key_id,
    )
    return read(row, Order) if row else None


async def submitting(db: Queries) -> list[Order]:
    """Orders whose submission is open: at start, those that the last process was about to hear about."""
    return read_all(
        await db.fetch_all(f"SELECT {COLUMNS} FROM orders WHERE status = 'submitting' ORDER BY id"), Order
    )


async def begin_submitting(db: Queries, order_id: int) -> bool:
    """Take a reserved order for the one call that places it; False if someone else has it."""
    row = await db.fetch_one(
        "UPDATE orders SET status = 'submitting' WHERE id = $1 AND status = 'reserved' RETURNING id", order_id
    )
    return row is not None


async def place(
    db: Queries, order_id: int, panel_order_id: str, now: int, next_check_at: int
) -> Order | None:
    """The panel has it. Raises Constraint if another order of ours has this id of the panel's."""
    row = await db.fetch_one(
        f"""
        UPDATE orders SET status = 'pending', panel_order_id = $2, placed_at = $3, next_check_at = $4
        WHERE id = $1 AND status IN ('submitting', 'unconfirmed')
        RETURNING {COLUMNS}
        """,
        order_id, panel_order_id, now, next_check_at,
    )  # fmt: skip
    return read(row, Order) if row else None


async def fail(db: Queries, order_id: int, failure: str, now: int) -> Order | None:
    """It does not exist at the panel and nothing was charged."""
    row = await db.fetch_one(
        f"""
        UPDATE orders SET status = 'failed', failure = $2, ended_at = $3
        WHERE id = $1 AND status IN ('submitting', 'unconfirmed')
        RETURNING {COLUMNS}
        """,
        order_id, failure, now,
    )  # fmt: skip
    return read(row, Order) if row else None


async def unconfirm(db: Queries, order_id: int) -> Order | None:
    """Nobody knows yet whether the panel has it."""
    row = await db.fetch_one(
        f"""
        UPDATE orders SET status = 'unconfirmed' WHERE id = $1 AND status = 'submitting' RETURNING {COLUMNS}
        """,
        order_id,
    )
    return read(row, Order) if row else None


async def due(db: Queries, panel_key_id: int, now: int, far: int, limit: int) -> list[Order]:
    """Open orders that should be asked for, the longest waiting first.

    Nothing is put off beyond `far`; what is was put off before somebody set the clock back, and is due too.
    """
    rows = await db.fetch_all(
        f"""
        SELECT {COLUMNS} FROM orders
        WHERE panel_key_id = $1 AND (next_check_at <= $2 OR next_check_at > $3)
            AND status IN ('pending', 'processing', 'in_progress')
        ORDER BY next_check_at LIMIT $4
        """,
        panel_key_id, now, far, limit,
    )  # fmt: skip
    return read_all(rows, Order)


async def record(
    db: Queries,
    order_id: int,
    status: OrderStatus,
    word: str,
    counts: tuple[int | None, int | None, int | None],
    now: int,
    next_check_at: int,
) -> Order | None:
    """Write down what the panel said: counts are charge (micro-units), start count and remains.

    None if the order has ended meanwhile. `redraw` is fulfilled by this.
    """
    charge, start_count, remains = counts
    row = await db.fetch_one(
        f"""
        UPDATE orders SET
            status = $2, status_word = $3, charge = coalesce($4, charge),
            start_count = coalesce($5, start_count), remains = coalesce($6, remains),
            checked_at = $7, next_check_at = $8, missing_since = NULL,
            redraw = 0,
            ended_at = CASE WHEN $2 IN ('completed', 'partial', 'canceled') THEN CAST($7 AS BIGINT) END
        WHERE id = $1 AND status IN ('pending', 'processing', 'in_progress')
        RETURNING {COLUMNS}
        """,
        order_id, status.value, word, charge, start_count, remains, now, next_check_at,
    )  # fmt: skip
    return read(row, Order) if row else None


async def put_off(db: Queries, checks: list[tuple[int, int, int]]) -> None:
    """Nothing new: (checked at, next check at, order id) of each."""
    await db.execute_many(
        "UPDATE orders SET checked_at = $1, next_check_at = $2, missing_since = NULL WHERE id = $3", checks
    )


async def miss(db: Queries, order_id: int, now: int, next_check_at: int) -> int:
    """The panel does not know the order just now; returns since when."""
    row = await db.fetch_one(
        """
        UPDATE orders SET missing_since = coalesce(missing_since, $2), next_check_at = $3, redraw = 0
        WHERE id = $1 RETURNING missing_since
        """,
        order_id, now, next_check_at,
    )  # fmt: skip
    return int(row[0]) if row else now


async def ask_soon(db: Queries, order_id: int, user_id: int, now: int) -> Order | None:
    """Have an open order asked for at once and its card drawn again, changed or not."""
    row = await db.fetch_one(
        f"""
        UPDATE orders SET next_check_at = $3, redraw = 1
        WHERE id = $1 AND user_id = $2 AND status IN ('pending', 'processing', 'in_progress')
        RETURNING {COLUMNS}
        """,
        order_id, user_id, now,
    )  # fmt: skip
    return read(row, Order) if row else None


async def unasked(db: Queries) -> int:
    """Open orders that were not asked for since the database was restored from a backup."""
    row = await db.fetch_one(
        """
        SELECT count(*) FROM orders
        WHERE next_check_at = 0 AND status IN ('pending', 'processing', 'in_progress')
        """
    )
    return int(row[0]) if row else 0
