"""The steps of an order from reserved to its end, each refused where the order is in another state."""

from storage.database import Queries
from storage.orders import COLUMNS, Order
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
