"""How long orders of a service usually take."""

import statistics

from storage import orders
from storage.database import Database

MIN_COMPLETED_ORDERS = 5  # completed orders from which a usual time is told
MAX_ORDERS_SAMPLED = 100


async def usual_duration(db: Database, service_id: str) -> int | None:
    """The median of our own orders, in milliseconds; None while there are too few."""
    durations = await orders.durations(db, service_id, MAX_ORDERS_SAMPLED)
    return int(statistics.median(durations)) if len(durations) >= MIN_COMPLETED_ORDERS else None
