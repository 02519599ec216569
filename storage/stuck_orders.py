"""Open orders that have not changed for long."""

from storage.database import Queries
from storage.orders import ORDER_COLUMNS, ORDER_IS_OPEN, Order
from storage.records import read_all

IS_STUCK = f"""
    panel_key_id = $1 AND slow_since IS NOT NULL AND ended_at IS NULL AND {ORDER_IS_OPEN}
        AND coalesce(changed_at, 0) <= slow_since
    """
"""`slow_since` stays when an order moves again: it counts as long as the order has not changed since."""


async def page(db: Queries, panel_key_id: int, limit: int, offset: int) -> list[Order]:
    """Return a page, those that were found first at the top."""
    rows = await db.fetch_all(
        f"SELECT {ORDER_COLUMNS} FROM orders WHERE {IS_STUCK} ORDER BY slow_since, id LIMIT $2 OFFSET $3",
        panel_key_id, limit, offset,
    )  # fmt: skip
    return read_all(rows, Order)


async def count(db: Queries, panel_key_id: int) -> int:
    row = await db.fetch_one(f"SELECT count(*) FROM orders WHERE {IS_STUCK}", panel_key_id)
    return int(row[0]) if row else 0
