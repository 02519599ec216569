"""Decides whether a panel's figures are believed. They must agree with the state and the quote.

Decision 13 has the reasons.
"""

from decimal import Decimal

from panel import state_of
from panel.service_types import Field
from storage.open_orders import DEAR
from storage.orders import Order, OrderStage
from usecases.pricing import CENT, MICRO

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
    """Return the panel's charge (micro-units) if it agrees with quote, state and currency, else None."""
    if order.charge is None or not order.price or not _is_in_its_currency(order):
        return None
    if order.parameters.get(Field.POSTS):  # its price is the most that all posts may cost
        return order.charge if 0 <= order.charge < order.price + _rounding(order) else None
    expected = _charges(order)
    return order.charge if any(_agrees(order, order.charge, one) for one in expected) else None


def comes_back(order: Order) -> int | None:
    """Return the amount that the panel should refund (micro-units), by the delivered units; None if unknown.

    It is unknown for a canceled drip-feed or subscription, because earlier parts may have been delivered.
    """
    if order.status not in (OrderStage.PARTIAL, OrderStage.CANCELED) or not order.price:
        return None
    arrived = delivered(order)
    if arrived is None or not order.quantity:
        is_whole = order.status is OrderStage.CANCELED and not is_in_parts(order)
        return order.price if is_whole else None
    return order.price * (order.quantity - arrived) // order.quantity


def is_contradicted(order: Order, took: int) -> bool:
    """Whether the panel took several times the quote; `took` in micro-units.

    Only open and completed orders are compared, because they cost the whole quote. False without a price.
    """
    if not (order.status.placed or order.status is OrderStage.COMPLETED) or not order.price:
        return False
    return took >= DEAR * order.price and not _agrees(order, took, order.price)


def is_dear(order: Order) -> bool:
    """As `is_contradicted`, by the panel's charge."""
    return order.charge is not None and _is_in_its_currency(order) and is_contradicted(order, order.charge)


def _charges(order: Order) -> list[int]:
    """Return the possible charges in the order's state: panels leave the charge full, or lower it."""
    match order.status:
        case OrderStage.CANCELED:
            return [0, order.price]
        case OrderStage.PARTIAL:
            back = comes_back(order)
            return [order.price] if back is None else [order.price, order.price - back]
    return [order.price]


def _is_in_its_currency(order: Order) -> bool:
    told = order.charge_currency
    return told is None or told.casefold() == order.currency.casefold()


def _agrees(order: Order, amount: int, expected: int) -> bool:
    """Whether two amounts agree within the rounding of `amount` and of the rate behind the price."""
    return abs(amount - expected) < _step(amount) + _rounding(order)


def _step(amount: int) -> int:
    """Return the decimal place to which an amount was rounded (micro-units), a cent at most."""
    step = CENT
    while amount % step:
        step //= 10
    return step


def _rounding(order: Order) -> int:
    """Return the possible error of the price (micro-units), because the panel's rate is rounded."""
    rate = Decimal(order.rate)
    digits = rate.as_tuple().exponent
    place = min(Decimal(CENT) / MICRO, Decimal(1).scaleb(digits if isinstance(digits, int) else 0))
    return int(order.price * place / rate) if rate else 0
