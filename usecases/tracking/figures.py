"""Decides whether a panel's figures are believed. They must agree with the state and the cost.

Decision 13 has the reasons.
"""

from decimal import Decimal

from panel import state_of
from panel.service_types import Field
from storage.open_orders import DEAR
from storage.orders import Order, OrderStage
from usecases.pricing.cost import cost_currency, cost_rate, expected_cost
from usecases.pricing.units import CENT, MICRO

ENDS_WITH_A_REST = (OrderStage.PARTIAL, OrderStage.CANCELED, OrderStage.CLOSED)
"""At these ends a part may be undelivered."""

UNDER_WAY = (OrderStage.PROCESSING, OrderStage.IN_PROGRESS, OrderStage.PROBLEM)


def delivered(order: Order) -> int | None:
    """Return the delivered units; None if they are unknown.

    Panels tell `remains` 0 also before the start and after a cancel, so 0 is believed of a completed order
    only. A pending order has delivered nothing, unless the panel's word for it is unknown.
    """
    if order.quantity is None or is_in_parts(order):
        return None
    if order.status is OrderStage.PENDING and not has_unknown_word(order):
        return 0
    if order.status is OrderStage.COMPLETED or (order.status is OrderStage.PARTIAL and beyond(order)):
        return order.quantity
    if order.remains is None or order.remains <= 0:
        return None
    if order.status in (OrderStage.PENDING, *UNDER_WAY, *ENDS_WITH_A_REST):
        return order.quantity - min(order.remains, order.quantity)
    return None


def has_unknown_word(order: Order) -> bool:
    """Whether the panel's word is unknown. The state is then the last one that was understood."""
    return bool(order.status_word) and state_of(order.status_word or "") is None


def is_in_parts(order: Order) -> bool:
    """Whether an order is a drip-feed or a subscription. The panel tells `remains` for one part, or never."""
    return bool(order.parameters.get(Field.RUNS) or order.parameters.get(Field.POSTS))


def beyond(order: Order) -> int:
    """Return the units delivered beyond the ordered quantity."""
    has_begun = order.status not in (OrderStage.PENDING, OrderStage.CANCELED)
    return max(-order.remains, 0) if order.remains is not None and has_begun else 0


def believed_charge(order: Order) -> int | None:
    """Return the panel's charge (micro-units) if it agrees with cost, state and currency, else None."""
    cost = expected_cost(order)
    if order.charge is None or not cost or not _is_in_its_currency(order):
        return None
    if order.parameters.get(Field.POSTS):  # its price is the most that all posts may cost
        return order.charge if 0 <= order.charge < cost + _rounding(order) else None
    expected = _charges(order)
    return order.charge if any(_agrees(order, order.charge, one) for one in expected) else None


def comes_back(order: Order) -> int | None:
    """Return the part of the price for what was not delivered (micro-units); None if unknown.

    It is unknown for a canceled drip-feed or subscription, because earlier parts may have been delivered.
    """
    return _undelivered(order, order.price)


def _undelivered(order: Order, amount: int) -> int | None:
    """Return the part of an amount for the whole order that belongs to what was not delivered."""
    if order.status not in (OrderStage.PARTIAL, OrderStage.CANCELED) or not amount:
        return None
    arrived = delivered(order)
    if arrived is None or not order.quantity:
        is_whole = order.status is OrderStage.CANCELED and not is_in_parts(order)
        return amount if is_whole else None
    return amount * (order.quantity - arrived) // order.quantity


def is_contradicted(order: Order, took: int) -> bool:
    """Whether the panel took several times the expected cost; `took` in micro-units.

    Only open and completed orders are compared, because they cost the whole of it. False without a cost.
    """
    cost = expected_cost(order)
    if not (order.status.placed or order.status is OrderStage.COMPLETED) or not cost:
        return False
    return took >= DEAR * cost and not _agrees(order, took, cost)


def is_dear(order: Order) -> bool:
    """As `is_contradicted`, by the panel's charge."""
    return order.charge is not None and _is_in_its_currency(order) and is_contradicted(order, order.charge)


def _charges(order: Order) -> list[int]:
    """Return the possible charges in the order's state: panels leave the charge full, or lower it."""
    cost = expected_cost(order)
    match order.status:
        case OrderStage.CANCELED:
            return [0, cost]
        case OrderStage.PARTIAL:
            back = _undelivered(order, cost)
            return [cost] if back is None else [cost, cost - back]
    return [cost]


def _is_in_its_currency(order: Order) -> bool:
    told = order.charge_currency
    return told is None or told.casefold() == cost_currency(order).casefold()


def _agrees(order: Order, amount: int, expected: int) -> bool:
    """Whether two amounts agree within the rounding of `amount` and of the rate behind the cost."""
    return abs(amount - expected) < _step(amount) + _rounding(order)


def _step(amount: int) -> int:
    """Return the decimal place to which an amount was rounded (micro-units), a cent at most."""
    step = CENT
    while amount % step:
        step //= 10
    return step


def _rounding(order: Order) -> int:
    """Return the possible error of the cost (micro-units), because the panel's rate is rounded."""
    rate = Decimal(cost_rate(order))
    digits = rate.as_tuple().exponent
    place = min(Decimal(CENT) / MICRO, Decimal(1).scaleb(digits if isinstance(digits, int) else 0))
    return int(expected_cost(order) * place / rate) if rate else 0
