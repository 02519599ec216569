"""Orders that have ended, as what they tell about a service, and the services that a person ordered last."""

from storage.database import Database, Queries
from storage.orders import OrderStage
from storage.records import Record, read_all

NEWEST_ORDERS = 200
"""So many of a person's newest orders are looked at for the services in them."""


class PastOrder(Record, frozen=True):
    """`placed_at` and `ended_at` in epoch ms. `target` is "" where its person was forgotten."""

    status: OrderStage
    placed_at: int | None
    ended_at: int
    target: str


async def of_service(db: Queries, service_id: str, most: int) -> list[PastOrder]:
    """Return a service's orders that ended as completed, partial or canceled, the newest first.

    The list of values holds PostgreSQL to the index of the service, as in `transfers.ENTRIES`.
    """
    rows = await db.fetch_all(
        """
        SELECT status, placed_at, ended_at, target FROM orders
        WHERE service_id IN ($1, $1) AND status IN ('completed', 'partial', 'canceled')
        ORDER BY service_id DESC, id DESC LIMIT $2
        """,
        service_id, most,
    )  # fmt: skip
    return read_all(rows, PastOrder)


class _Count(Record, frozen=True):
    refills: int


async def refills_done(db: Database, service_id: str, since: int) -> int:
    """Count the refills of a service's ended orders that were done since a moment (epoch ms).

    It reads all ended orders of the service.
    """
    (found,) = await db.fetch_records(
        _Count,
        "refills",
        """
        FROM (
            SELECT count(*) AS refills FROM refills
            WHERE status = 'completed' AND ended_at >= $2 AND order_id IN (
                SELECT id FROM orders
                WHERE service_id IN ($1, $1) AND status IN ('completed', 'partial', 'canceled'))
        ) AS counted
        """,
        service_id, since,
    )  # fmt: skip
    return found.refills


async def services_of_user(db: Queries, user_id: int, panel_key_id: int) -> list[str]:
    """Return the ids of the services in a person's newest orders, each once, the newest first.

    The list of values holds PostgreSQL to the index of the person, as in `transfers.ENTRIES`.
    """
    rows = await db.fetch_all(
        f"""
        SELECT service_id, max(id) FROM (
            SELECT id, service_id, panel_key_id FROM orders WHERE user_id IN ($1, $1)
            ORDER BY user_id DESC, id DESC LIMIT {NEWEST_ORDERS}
        ) newest
        WHERE panel_key_id = $2 GROUP BY service_id ORDER BY max(id) DESC
        """,
        user_id, panel_key_id,
    )  # fmt: skip
    return [str(row[0]) for row in rows]
