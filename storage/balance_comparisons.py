"""Daily comparisons of the panel account's balance with what our orders should have cost.

Money is in micro-units of the panel's currency, times are in epoch milliseconds.
"""

from storage.database import Database, Queries
from storage.open_orders import COST_CURRENCY, EXPECTED_COST
from storage.orders import ORDER_IS_OPEN
from storage.records import Record, read, read_all
from storage.sales import HAS_A_REST, IN_RUNS, of_delivered

IN_POSTS = "parameters LIKE '%\"posts\"%'"
"""The SQL condition for subscriptions."""

SHOULD_COST = f"""CASE
    WHEN status IN ('reserved', 'submitting', 'failed') OR {IN_POSTS} THEN 0
    ELSE {of_delivered(EXPECTED_COST)} END"""
"""What the panel should have taken for an order in its present state. Posts are charged one by one, so 0."""

CHANGED_SINCE = "(coalesce(changed_at, 0) > $3 OR coalesce(ended_at, 0) > $3)"

IS_UNCLEAR = f"""(
    status IN ('unconfirmed', 'failed') AND EXISTS (
        SELECT 1 FROM submissions WHERE order_id = orders.id AND outcome = 'unknown'
            AND (ended_at > $3 OR decided_at > $3))
    OR status IN ('partial', 'canceled') AND {CHANGED_SINCE}
        AND ({IN_RUNS} OR ended_by IS NOT NULL OR status = 'partial' AND NOT {HAS_A_REST})
    OR {IN_POSTS} AND ({ORDER_IS_OPEN} OR {CHANGED_SINCE}))"""
"""Whether nobody can tell what an order has cost since $3: it was in doubt, or its rest is not known."""


class Costs(Record, frozen=True):
    """`unclear` is the cost of orders of which nobody can tell what they have cost."""

    costs: int
    unclear: int


class BalanceComparison(Record, frozen=True):
    """`read_at` is when the panel was asked for the balance. `day` is its day (UTC, counted from 1970).

    `costs` is what all orders until then should have cost. `expected` and `changed` say how the orders since
    the comparison before (`since`) should have changed the balance, and how it changed. They are None where
    there is none to compare with.
    """

    panel_key_id: int
    day: int
    read_at: int
    balance: int
    currency: str
    costs: int
    since: int | None
    expected: int | None
    changed: int | None
    unclear: int

    @property
    def difference(self) -> int:
        """How much more is in the account than the orders explain; below 0: less."""
        return (self.changed or 0) - (self.expected or 0)


COLUMNS = "panel_key_id, day, read_at, balance, currency, costs, since, expected, changed, unclear"


async def costs(db: Database, panel_key_id: int, currency: str, since: int) -> Costs:
    """Add up what the orders of an account should have cost. It reads every order."""
    (found,) = await db.fetch_records(
        Costs,
        "costs, unclear",
        f"""
        FROM (
            SELECT CAST(coalesce(sum({SHOULD_COST}), 0) AS BIGINT) AS costs,
                CAST(coalesce(sum(CASE WHEN {IS_UNCLEAR} THEN {EXPECTED_COST} ELSE 0 END), 0) AS BIGINT)
                    AS unclear
            FROM orders
            WHERE panel_key_id = $1 AND upper({COST_CURRENCY}) = upper($2)) sums
        """,
        panel_key_id, currency, since,
    )  # fmt: skip
    return found


async def is_sending(db: Queries, panel_key_id: int, since: int) -> bool:
    """Whether an order is on its way to the panel, or was placed since a moment."""
    row = await db.fetch_one(
        """
        SELECT 1 WHERE EXISTS (SELECT 1 FROM orders WHERE panel_key_id = $1 AND status = 'submitting')
            OR EXISTS (SELECT 1 FROM orders WHERE panel_key_id = $1 AND placed_at >= $2)
        """,
        panel_key_id, since,
    )  # fmt: skip
    return row is not None


async def keep(db: Queries, it: BalanceComparison) -> bool:
    """Keep a comparison; False if there is one of that day."""
    row = await db.fetch_one(
        f"""
        INSERT INTO balance_comparisons ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        ON CONFLICT (panel_key_id, day) DO NOTHING RETURNING id
        """,
        it.panel_key_id, it.day, it.read_at, it.balance, it.currency, it.costs, it.since, it.expected,
        it.changed, it.unclear,
    )  # fmt: skip
    return row is not None


async def last(db: Queries, panel_key_id: int) -> BalanceComparison | None:
    row = await db.fetch_one(
        f"SELECT {COLUMNS} FROM balance_comparisons WHERE panel_key_id = $1 ORDER BY day DESC LIMIT 1",
        panel_key_id,
    )
    return read(row, BalanceComparison) if row else None


async def newest(db: Queries, panel_key_id: int, limit: int) -> list[BalanceComparison]:
    """Return the last comparisons that had one before them, newest first."""
    rows = await db.fetch_all(
        f"""
        SELECT {COLUMNS} FROM balance_comparisons
        WHERE panel_key_id = $1 AND since IS NOT NULL ORDER BY day DESC LIMIT $2
        """,
        panel_key_id, limit,
    )  # fmt: skip
    return read_all(rows, BalanceComparison)
