"""Sums of orders and their cost."""

from storage.database import Database, Queries
from storage.orders import DISCONNECTED
from storage.records import Record, read_all
from storage.refund_questions import GIVING_AGAIN, TAKING_BACK

IN_RUNS = "parameters LIKE '%\"runs\"%'"
"""The SQL condition for drip-feeds: their `remains` is of one run."""

HAS_A_REST = f"(coalesce(remains BETWEEN 1 AND quantity, FALSE) AND NOT {IN_RUNS})"


def of_delivered(amount: str) -> str:
    """Return the SQL for the delivered part of an order's amount; the whole where the part is not known."""
    return f"""CASE
        WHEN status = 'canceled' THEN 0
        WHEN status = 'partial' AND {HAS_A_REST} THEN {amount} * (quantity - remains) / quantity
        ELSE {amount} END"""


SPENT = f"CASE WHEN paid_from = 'wallet' THEN price - refunded ELSE {of_delivered('price')} END"
"""What an order took, in SQL: of a wallet by the ledger, of the panel account by what was delivered."""

TAKEN_BACK_AGAIN = f"""
    LEFT JOIN (
        SELECT refund_questions.order_id AS of_order,
            sum(CASE transfers.kind WHEN 'debit' THEN transfers.amount ELSE -transfers.amount END) AS taken
        FROM refund_questions JOIN transfers ON transfers.key IN (
            '{TAKING_BACK}' || refund_questions.id, '{GIVING_AGAIN}' || refund_questions.id)
        GROUP BY refund_questions.order_id
    ) taken_back ON of_order = orders.id
    """
"""What came back of an order and was taken from the wallet again, as `taken`."""

PAID = "price - refunded + coalesce(taken, 0)"
"""What a wallet paid for an order in all, beside `TAKEN_BACK_AGAIN`."""

MAY_COST = f"coalesce(failure, '') IN ('', '{DISCONNECTED}')"
"""Leaves out orders that were not placed. A disconnected order may have been charged, so it counts."""


class DayOfSales(Record, frozen=True):
    """A person's orders of one day (UTC, counted from 1970) in one currency; money in micro-units.

    `quoted` is the sum of the prices; `spent` leaves out what came back or was not delivered. `telegram_id`
    is None for a forgotten person. Of orders from wallets whose cost is known (`costed`), `cost` is what the
    panel should take in `cost_currency`, and `costed_spent` their part of `spent`.
    """

    day: int
    user_id: int
    telegram_id: int | None
    name: str
    currency: str
    is_from_wallet: bool
    cost_currency: str
    orders: int
    quoted: int
    spent: int
    costed: int
    cost: int
    costed_spent: int


DAY_COLUMNS = (
    "day, user_id, telegram_id, name, currency, is_from_wallet, cost_currency, orders, quoted, spent, "
    "costed, cost, costed_spent"
)
COSTED = "paid_from = 'wallet' AND coalesce(cost, 0) > 0"


SUMS = f"""
    count(*) AS orders,
    CAST(sum(price) AS BIGINT) AS quoted,
    CAST(sum(CASE WHEN paid_from = 'wallet' THEN {PAID} ELSE {of_delivered("price")} END)
        AS BIGINT) AS spent,
    CAST(sum(CASE WHEN {COSTED} THEN 1 ELSE 0 END) AS BIGINT) AS costed,
    CAST(sum(CASE WHEN {COSTED} THEN {of_delivered("cost")} ELSE 0 END) AS BIGINT) AS cost,
    CAST(sum(CASE WHEN {COSTED} THEN {PAID} ELSE 0 END) AS BIGINT) AS costed_spent
    """
"""What `DayOfSales` adds up of orders, in SQL."""


async def by_day(db: Database) -> list[DayOfSales]:
    """Return the sales by day, without orders that were not placed. It reads every order."""
    return await db.fetch_records(
        DayOfSales,
        DAY_COLUMNS,
        f"""
        FROM (
            SELECT days.*, users.telegram_id, users.name
            FROM (
                SELECT created_at / 86400000 AS day, user_id, upper(currency) AS currency,
                    CASE WHEN paid_from = 'wallet' THEN 1 ELSE 0 END AS is_from_wallet,
                    CASE WHEN paid_from = 'wallet' THEN upper(coalesce(cost_currency, '')) ELSE '' END
                        AS cost_currency,
                    {SUMS}
                FROM orders {TAKEN_BACK_AGAIN} WHERE {MAY_COST} GROUP BY 1, 2, 3, 4, 5
            ) days
            JOIN users ON users.id = user_id
        ) sales
        ORDER BY day, user_id, currency, cost_currency
        """,
    )


async def by_day_since(db: Database, moment: int) -> list[DayOfSales]:
    """Return the sales by day since a moment (epoch ms), without orders that were not placed.

    The sales of all people are added up: `user_id` is 0.
    """
    return await db.fetch_records(
        DayOfSales,
        DAY_COLUMNS,
        f"""
        FROM (
            SELECT created_at / 86400000 AS day, 0 AS user_id, NULL AS telegram_id, '' AS name,
                upper(currency) AS currency,
                CASE WHEN paid_from = 'wallet' THEN 1 ELSE 0 END AS is_from_wallet,
                CASE WHEN paid_from = 'wallet' THEN upper(coalesce(cost_currency, '')) ELSE '' END
                    AS cost_currency,
                {SUMS}
            FROM orders {TAKEN_BACK_AGAIN} WHERE {MAY_COST} AND created_at >= $1 GROUP BY 1, 5, 6, 7
        ) sales
        ORDER BY day, currency, cost_currency
        """,
        moment,
    )


async def since(db: Queries, moment: int) -> list[DayOfSales]:
    """Return the sales of orders that wallets pay for, made since a moment of this day (epoch ms).

    The sales of all people are added up: `user_id` is 0.
    """
    rows = await db.fetch_all(
        f"""
        SELECT min(created_at) / 86400000, 0, NULL, '', upper(currency), 1,
            upper(coalesce(cost_currency, '')), {SUMS}
        FROM orders {TAKEN_BACK_AGAIN}
        WHERE {MAY_COST} AND paid_from = 'wallet' AND created_at >= $1
        GROUP BY upper(currency), upper(coalesce(cost_currency, '')) ORDER BY 5, 7
        """,
        moment,
    )
    return read_all(rows, DayOfSales)


async def paid_since(db: Queries, user_id: int, since: int) -> int:
    """Return what orders since a moment (epoch ms) took from a wallet (micro-units), less what came back."""
    row = await db.fetch_one(
        f"""
        SELECT CAST(coalesce(sum({PAID}), 0) AS BIGINT) FROM orders {TAKEN_BACK_AGAIN}
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
