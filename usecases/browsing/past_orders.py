"""What the past orders of a service tell about the next one."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from storage import past_orders
from storage.database import Database, Queries
from storage.orders import OrderStage
from storage.past_orders import PastOrder
from usecases.clock import DAY

MIN_ORDERS = 10  # fewer say little about the next one
MAX_ORDERS_SAMPLED = 100
MAX_ORDERS_JUDGED = 1_000
ENDS_COUNTED_FOR = 90 * DAY
MIN_TARGETS = 3  # fewer do not show which form a service wants


class TargetForm(StrEnum):
    ADDRESS = "address"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Ends:
    """How the orders of the last 90 days ended. `all_orders` counts the completed ones too."""

    all_orders: int
    partial: int
    canceled: int


@dataclass(frozen=True, slots=True)
class PastOrders:
    """None where there are too few orders to tell.

    `usual_duration` is the median, in milliseconds. `target_form` is the form that all known targets have.
    """

    usual_duration: int | None = None
    ends: Ends | None = None
    target_form: TargetForm | None = None


@dataclass(frozen=True, slots=True)
class Quality:
    """A service's orders that ended in the last 90 days, for operators: at most `MAX_ORDERS_JUDGED` of them.

    `median` is how long a completed one took (ms), None if there is none.
    """

    all_orders: int
    partial: int
    canceled: int
    median: int | None
    refills: int


async def quality_of(db: Database, service_id: str, now: int) -> Quality:
    """Judge a service by its orders; `now` is in epoch ms."""
    since = now - ENDS_COUNTED_FOR
    found = await past_orders.of_service(db, service_id, MAX_ORDERS_JUDGED)
    ended = [one for one in found if one.ended_at > since]
    ends, durations = [one.status for one in ended], _durations(ended)
    return Quality(
        all_orders=len(ends),
        partial=ends.count(OrderStage.PARTIAL),
        canceled=ends.count(OrderStage.CANCELED),
        median=int(statistics.median(durations)) if durations else None,
        refills=await past_orders.refills_done(db, service_id, since),
    )


async def past_orders_of(db: Queries, service_id: str, now: int) -> PastOrders:
    """Look at the last orders that ended; `now` is in epoch ms."""
    found = await past_orders.of_service(db, service_id, MAX_ORDERS_SAMPLED)
    return PastOrders(_usual_duration(found), _ends(found, now), _target_form(found))


async def usual_duration(db: Queries, service_id: str) -> int | None:
    """Return the median of the bot's own orders, in milliseconds; None while there are too few."""
    return _usual_duration(await past_orders.of_service(db, service_id, MAX_ORDERS_SAMPLED))


def _usual_duration(found: Sequence[PastOrder]) -> int | None:
    durations = _durations(found)
    return int(statistics.median(durations)) if len(durations) >= MIN_ORDERS else None


def _durations(found: Sequence[PastOrder]) -> list[int]:
    """Return how long the completed orders took, in milliseconds."""
    return [
        one.ended_at - one.placed_at
        for one in found
        if one.status is OrderStage.COMPLETED and one.placed_at is not None
    ]


def _ends(found: Sequence[PastOrder], now: int) -> Ends | None:
    ends = [one.status for one in found if one.ended_at > now - ENDS_COUNTED_FOR]
    if len(ends) < MIN_ORDERS:
        return None
    return Ends(len(ends), ends.count(OrderStage.PARTIAL), ends.count(OrderStage.CANCELED))


def _target_form(found: Sequence[PastOrder]) -> TargetForm | None:
    """Return the form of the targets of orders that the panel delivered, if it is the same for all."""
    forms = [
        TargetForm.ADDRESS if "://" in one.target else TargetForm.NAME
        for one in found
        if one.target and one.status is not OrderStage.CANCELED
    ]
    return forms[0] if len(forms) >= MIN_TARGETS and len(set(forms)) == 1 else None
