"""Decides what of an order's price is given back, by what the panel says of its end.

Panels tell figures that do not fit (see `usecases.tracking.figures`). Where no proportion is known, an
operator decides.
"""

from dataclasses import dataclass
from enum import StrEnum

from panel.service_types import Field
from storage.orders import Order, OrderStage


class Doubt(StrEnum):
    """Why an operator has to decide about the money of an order."""

    NO_PROPORTION = "no_proportion"
    """It was delivered in part, and the panel does not tell which part."""
    AFTER_REFILL = "after_refill"
    """It was canceled although a refill was made for it, so it had been delivered."""
    IN_RUNS = "in_runs"
    """It was canceled between its runs, some of which may be delivered."""
    DELIVERED_AFTER_ALL = "delivered_after_all"
    """Money was given back, and now the panel says that it delivers or has delivered."""
    AFTER_TAKE_BACK = "after_take_back"
    """An operator took back what was given back, and now the panel says again that it was not delivered."""
    BY_HAND = "by_hand"
    """An operator ended it, as canceled or because its panel is a former one."""


@dataclass(frozen=True, slots=True)
class Target:
    """`amount` (micro-units) of the price is to be given back in all."""

    amount: int


def due(order: Order, *, was_refilled: bool, taken_back: int = 0) -> Target | Doubt | None:
    """Return what to give back of an order that has ended; None if nothing.

    `taken_back` (micro-units) of what was given back is not with the customer any more.
    """
    match order.status:
        case OrderStage.PARTIAL:
            return _of_partial(order)
        case OrderStage.CANCELED if was_refilled:
            return Doubt.AFTER_REFILL
        case OrderStage.CANCELED | OrderStage.CLOSED if order.ended_by is not None:
            return Doubt.BY_HAND
        case OrderStage.CANCELED if order.parameters.get(Field.RUNS) and order.parts_done != 0:
            return Doubt.IN_RUNS
        case OrderStage.CANCELED:
            return Target(order.price)
    return Doubt.DELIVERED_AFTER_ALL if order.refunded > taken_back else None


def _of_partial(order: Order) -> Target | Doubt:
    """A part of the price as large as the undelivered part of the quantity, rounded down."""
    quantity, remains = order.quantity, order.remains
    if order.parameters.get(Field.RUNS) or not quantity or remains is None or not 0 < remains <= quantity:
        return Doubt.NO_PROPORTION
    return Target(order.price * remains // quantity)
