"""Sums of orders and their cost."""

from storage.database import Queries
from storage.orders import DISCONNECTED
from storage.records import Record, read_all

SPENT = """CASE
    WHEN status = 'canceled' THEN 0
    WHEN status = 'partial' AND remains BETWEEN 1 AND quantity THEN price * (quantity - remains) / quantity
    ELSE price END"""
"""The cost of an order's delivered part, in SQL."""

MAY_COST = f"coalesce(failure, '') IN ('', '{DISCONNECTED}')"
"""Leaves out orders that were not placed. A disconnected order may have been charged, so it counts."""


class DayOfSales(Record, frozen=True):
    """A person's orders of one day (UTC, counted from 1970) in one currency; money in micro-units.

    `quoted` is the sum of the prices; `spent` leaves out undelivered parts. `telegram_id` is None for a
    forgotten person.
    """

    day: int
    user_id: int
    telegram_id: int | None
    name: str
    currency: str
    orders: int
    quoted: int
    spent: int


async def by_day(db: Queries) -> list[DayOfSales]:
    """Return the sales by day, without orders that were not placed. It reads every order."""
    rows = await db.fetch_all(
        f"""
        SELECT day, user_id, users.telegram_id, users.name, currency, orders, quoted, spent
        FROM (
            SELECT created_at / 86400000 AS day, user_id, upper(currency) AS currency,
                count(*) AS orders,
                CAST(sum(price) AS BIGINT) AS quoted,
                CAST(sum({SPENT}) AS BIGINT) AS spent
            FROM orders WHERE {MAY_COST} GROUP BY 1, 2, 3
        ) days
        JOIN users ON users.id = user_id
        ORDER BY day, user_id, currency
        """
    )
    return read_all(rows, DayOfSales)


async def paid_since(db: Queries, user_id: int, since: int) -> int:
    """Return what orders since a moment (epoch ms) took from a wallet (micro-units), less what came back."""
    row = await db.fetch_one(
        """
        SELECT CAST(coalesce(sum(price - refunded), 0) AS BIGINT) FROM orders
        WHERE user_id = $1 AND created_at >= $2 AND paid_from = 'wallet' AND status <> 'failed'
        """,
        user_id, since,
    )  # fmt: skip
    return int(row[0]) if row else 0


async def spent_since(db: Queries, user_id: int, since: int) -> dict[str, int]:
    """Return the cost of a person's orders since a moment (epoch ms), in micro-units by currency.

    A partial order counts with its delivered part.
    """
    rows = await db.fetch_all(
        f"""
        SELECT upper(currency), sum({SPENT})
        FROM orders WHERE user_id = $1 AND created_at >= $2 AND {MAY_COST}
        GROUP BY upper(currency) ORDER BY upper(currency)
        """,
        user_id, since,
    )  # fmt: skip
    return {currency: int(spent) for currency, spent in rows}
