"""What a person reads about the money of an order that did not end as ordered."""

from markupsafe import Markup

from storage.orders import Order, OrderStage, PaidFrom
from storage.refund_questions import RefundQuestion
from usecases.tracking import figures
from views.language import _
from views.text import ago, bold, fill, lines, money, number


def returned(
    order: Order, question: RefundQuestion | None = None, taken_back: int = 0
) -> Markup | str | None:
    """Say how much came back to the wallet, or how much the panel should return for an early end.

    `question` is the newest one to the operators about the money of an order that a wallet paid for, and
    `taken_back` (micro-units) of it was taken back. Whether the panel does return something is not known.
    """
    match order.paid_from:
        case PaidFrom.WALLET:
            back = order.refunded - taken_back
            told = (
                _came_back(order, back),
                _was_taken(order, taken_back),
                _in_question(order, back, question),
            )
            return lines(*told) or None
        case PaidFrom.NOBODY:
            return None
    return _should_return(order) if order.status in (OrderStage.PARTIAL, OrderStage.CANCELED) else None


def _should_return(order: Order) -> Markup | str:
    if order.ended_by is not None:
        return _("The operator closed this order by hand. We don't know what the panel returns for it.")
    back = figures.comes_back(order)
    if back is None:
        return _("The panel should return the money for what it did not deliver. It does not say how much.")
    if not back:
        return _("Everything was delivered, so there is nothing to return.")
    amount = bold(money(back, order.currency))
    arrived = figures.delivered(order)
    if not arrived or not order.quantity:
        return fill(_("The panel should return {amount}."), amount=amount)
    return fill(
        _("The panel should return {amount} for the undelivered {count}."),
        amount=amount,
        count=number(order.quantity - arrived),
    )


def _came_back(order: Order, back: int) -> Markup | str | None:
    if order.status is OrderStage.FAILED:
        return fill(_("{amount} is back in your wallet."), amount=bold(money(order.price, order.currency)))
    if back:
        amount = bold(money(back, order.currency))
        if back == order.price:
            return fill(_("{amount}, the whole price, is back in your wallet."), amount=amount)
        return fill(_("{amount} is back in your wallet."), amount=amount)
    return None


def _was_taken(order: Order, taken_back: int) -> Markup | None:
    if not taken_back:
        return None
    return fill(
        _("{amount} was taken from your wallet again: the panel said that your order was delivered."),
        amount=bold(money(taken_back, order.currency)),
    )


def _in_question(order: Order, back: int, question: RefundQuestion | None) -> Markup | None:
    """Say since when the operators are asked how much comes back, or that they decided against it.

    `back` (micro-units) has come back. Whether it is taken again is not said before it is decided.
    """
    is_short = order.status in (OrderStage.PARTIAL, OrderStage.CANCELED, OrderStage.CLOSED)
    if question is None or not is_short or back == order.price:
        return None
    if question.decided_at is None:
        return fill(
            _("The operator was asked {ago} how much of the price comes back. You'll get a message."),
            ago=ago(question.asked_at),
        )
    if question.decided_by is not None and not back:
        return fill(_("The operator decided that nothing comes back."))
    return None
