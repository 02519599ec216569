"""What a panel's figures are believed for: the state comes first, and money has to agree with the quote."""

from decimal import Decimal

from panel import state_of
from panel.service_types import Field
from storage.open_orders import DEAR
from storage.orders import Order, OrderStage
from usecases.pricing import CENT, MICRO

"""Micro-units. Panels round to two digits or more."""


ENDS_WITH_A_REST = (OrderStage.PARTIAL, OrderStage.CANCELED, OrderStage.CLOSED)
"""Ends at which not everything may have been delivered."""

UNDER_WAY = (OrderStage.PROCESSING, OrderStage.IN_PROGRESS, OrderStage.PROBLEM)


def delivered(order: Order) -> int | None:
    """Units that arrived; None where nobody can say.

    Nothing before the start, all only when completed. Panels say that 0 remain before the start and after a
    cancel, so 0 is believed of a completed order only. An order with a word that is not known may have begun.
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
    """Its state is the last that was understood; the panel has another word for it by now."""
    return bool(order.status_word) and state_of(order.status_word or "") is None


def is_in_parts(order: Order) -> bool:
    """A drip-feed or a subscription: what remains of it is told for one part, or not at all."""
    return bool(order.parameters.get(Field.RUNS) or order.parameters.get(Field.POSTS))


def beyond(order: Order) -> int:
    """Units that were delivered beyond the order."""
    has_begun = order.status not in (OrderStage.PENDING, OrderStage.CANCELED)
    return max(-order.remains, 0) if order.remains is not None and has_begun else 0


def believed_charge(order: Order) -> int | None:
    """The panel's charge (micro-units) if it agrees with the quote, the state and the currency, else None."""
    if order.charge is None or not order.price or not _is_in_its_currency(order):
        return None
    if order.parameters.get(Field.POSTS):  # its price is the most that all posts may cost
        return order.charge if 0 <= order.charge < order.price + _rounding(order) else None
    expected = _charges(order)
    return order.charge if any(_agrees(order, order.charge, one) for one in expected) else None


def comes_back(order: Order) -> int | None:
    """What the panel should give back (micro-units), by what was delivered; None where nobody can say.

    Of a canceled drip-feed or subscription earlier parts may have been delivered.
    """
    if order.status not in (OrderStage.PARTIAL, OrderStage.CANCELED) or not order.price:
        return None
    arrived = delivered(order)
    if arrived is None or not order.quantity:
        is_whole = order.status is OrderStage.CANCELED and not is_in_parts(order)
        return order.price if is_whole else None
    return order.price * (order.quantity - arrived) // order.quantity


def is_contradicted(order: Order, took: int) -> bool:
    """Whether what the panel took for an order (micro-units) is several times what was quoted.

    Only of an order that is open or completed: then it costs what was quoted. A price that is not known
    cannot be contradicted.
    """
    if not (order.status.placed or order.status is OrderStage.COMPLETED) or not order.price:
        return False
    return took >= DEAR * order.price and not _agrees(order, took, order.price)


def is_dear(order: Order) -> bool:
    """As `is_contradicted`, by the panel's charge."""
    return order.charge is not None and _is_in_its_currency(order) and is_contradicted(order, order.charge)


def _charges(order: Order) -> list[int]:
    """What an order in its state may have been charged: panels leave the charge full, or lower it."""
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
    """Within the rounding of the amount, and of the rate from which the price was reckoned."""
    return abs(amount - expected) < _step(amount) + _rounding(order)


def _step(amount: int) -> int:
    """The place to which an amount was rounded, a cent at most."""
    step = CENT
    while amount % step:
        step //= 10
    return step


def _rounding(order: Order) -> int:
    """By how much the price may be off because the rate that the panel lists is rounded."""
    rate = Decimal(order.rate)
    digits = rate.as_tuple().exponent
    place = min(Decimal(CENT) / MICRO, Decimal(1).scaleb(digits if isinstance(digits, int) else 0))
    return int(order.price * place / rate) if rate else 0
