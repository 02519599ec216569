"""For how many days a service refills. API v2 does not tell it; panels write it into the service's name."""

import re
from functools import lru_cache

from storage.orders import Order
from usecases.clock import DAY

REFILL_WORDS = r"(?:refills?|guaranteed?|warranty)"
DAYS = r"(?<!\d[-–—/])(\d{1,3})[ -]*d(?:ays?)?\b"  # not the end of a range: "7-30 days" is no promise of 30
WRITTEN = (
    re.compile(rf"{DAYS}[\])]?(?: *|-)(?:auto[ -]?)?{REFILL_WORDS}\b", re.IGNORECASE),
    re.compile(rf"\b{REFILL_WORDS}(?:[ :=(\[]*|-){DAYS}", re.IGNORECASE),
    re.compile(r"\bR(\d{2,3})D?\b(?! *h(?:ou)?rs?\b)"),
)
"""No separator of the parts of a name stands in them: "5 days | refill" promises nothing."""
UNCLEAR = re.compile(rf"\b(?:no|non|not|without)[ -]*{REFILL_WORDS}|\blife[ -]?time\b", re.IGNORECASE)
LONGEST = 400  # days; a longer time is a number of something else


@lru_cache(maxsize=1_024)
def refill_days(service_name: str) -> int | None:
    """Return the days that a name promises, such as "30 days refill" or "R30"; None if it is not clear."""
    found = {int(days) for pattern in WRITTEN for days in pattern.findall(service_name)}
    days = found.pop() if len(found) == 1 and not UNCLEAR.search(service_name) else 0
    return days if 0 < days <= LONGEST else None


def refills_until(order: Order) -> int | None:
    """Return when the days for refills of a finished order are over (epoch ms); None if it is not known."""
    days = refill_days(order.service_name)
    if not order.refillable or order.ended_at is None or order.status not in ("completed", "partial"):
        return None
    return order.ended_at + days * DAY if days else None
