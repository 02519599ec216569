"""How the orders of a time ended, and how long the completed ones took."""

from storage.database import Database
from storage.orders import DISCONNECTED, OrderStage
from storage.records import Record


class OutcomeCount(Record, frozen=True):
    """Orders in one stage. A disconnected order counts as closed, as people see it."""

    status: OrderStage
    is_from_wallet: bool
    orders: int


class ServiceTime(Record, frozen=True):
    """The median of how long a service's completed orders took (ms)."""

    service_id: str
    orders: int
    median: int


IS_COMPLETED = "coalesce(status, '') = 'completed'"
"""As `status = 'completed'`, but not in the words of an index that has the orders of all times."""


async def count_since(db: Database, moment: int) -> list[OutcomeCount]:
    """Count the orders since a moment (epoch ms) by stage."""
    return await db.fetch_records(
        OutcomeCount,
        "status, is_from_wallet, orders",
        f"""
        FROM (
            SELECT CASE WHEN failure = '{DISCONNECTED}' THEN 'closed' ELSE status END AS status,
                CASE WHEN paid_from = 'wallet' THEN 1 ELSE 0 END AS is_from_wallet, count(*) AS orders
            FROM orders WHERE created_at >= $1 GROUP BY 1, 2
        ) outcomes
        ORDER BY status, is_from_wallet
        """,
        moment,
    )


async def slowest(db: Database, panel_key_id: int, since: int, least: int, most: int) -> list[ServiceTime]:
    """Return the slowest services, by completed orders that were placed since a moment (epoch ms).

    A service with fewer than `least` such orders is left out.
    """
    return await db.fetch_records(
        ServiceTime,
        "service_id, orders, median",
        f"""
        FROM (
            SELECT service_id, orders, CAST(sum(took) / count(*) AS BIGINT) AS median
            FROM (
                SELECT service_id, took, row_number() OVER sorted AS place, count(*) OVER whole AS orders
                FROM (
                    SELECT service_id, ended_at - placed_at AS took FROM orders
                    WHERE panel_key_id = $1 AND placed_at >= $2 AND {IS_COMPLETED}
                        AND ended_at IS NOT NULL AND adopted_by IS NULL
                ) timed
                WINDOW sorted AS (PARTITION BY service_id ORDER BY took),
                    whole AS (sorted ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING)
            ) placed
            WHERE orders >= $3 AND place IN ((orders + 1) / 2, (orders + 2) / 2)
            GROUP BY service_id, orders
        ) services
        ORDER BY median DESC, service_id LIMIT $4
        """,
        panel_key_id,
        since,
        least,
        most,
    )
