"""The stages that an order came to. The database notes each change by itself (migration 36)."""

from storage.database import Queries
from storage.orders import OrderStage
from storage.records import Record, read_all


class Milestone(Record, frozen=True):
    """`at` in epoch milliseconds."""

    stage: OrderStage
    at: int


async def of_order(db: Queries, order_id: int) -> list[Milestone]:
    """Return the milestones of an order, the oldest first."""
    rows = await db.fetch_all("SELECT stage, at FROM order_steps WHERE order_id = $1 ORDER BY id", order_id)
    return read_all(rows, Milestone)
