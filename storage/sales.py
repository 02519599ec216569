"""What people ordered and what it cost, added up."""

from storage.database import Queries
from storage.orders import DISCONNECTED
from storage.records import Record, read_all

SPENT = """CASE
    WHEN status = 'canceled' THEN 0
    WHEN status = 'partial' AND remains BETWEEN 1 AND quantity THEN price * (quantity - remains) / quantity
    ELSE price END"""
"""What an order cost, without what was not delivered."""

MAY_COST = f"coalesce(failure, '') IN ('', '{DISCONNECTED}')"
"""Not those that were not placed; what was closed without knowing may have been charged."""


class DayOfSales(Record, frozen=True):
    """A person's orders of one day (UTC, counted from 1970) in one currency; money in micro-units.

    `quoted` is what the reviews said; `spent` leaves out what was not delivered.
    """

    day: int
    user_id: int
    name: str
    currency: str
    orders: int
    quoted: int
    spent: int


async def by_day(db: Queries) -> list[DayOfSales]:
    """All orders but those that were not placed. It reads every order."""
    rows = await db.fetch_all(
        f"""
        SELECT day, user_id, users.name, currency, orders, quoted, spent
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


async def spent_since(db: Queries, user_id: int, since: int) -> dict[str, int]:
    """What a person's orders since a moment cost, in micro-units of each currency.

    Of a partial one, the part delivered.
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
