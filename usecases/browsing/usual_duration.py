"""The usual duration of a service's orders."""

import statistics

from storage import orders
from storage.database import Database

MIN_COMPLETED_ORDERS = 10  # the usual time of fewer says little
MAX_ORDERS_SAMPLED = 100


async def usual_duration(db: Database, service_id: str) -> int | None:
    """Return the median of the bot's own orders, in milliseconds; None while there are too few."""
    durations = await orders.durations(db, service_id, MAX_ORDERS_SAMPLED)
    return int(statistics.median(durations)) if len(durations) >= MIN_COMPLETED_ORDERS else None
