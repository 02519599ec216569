"""Messages about the end of an order, refill or cancel, with one button that opens the card."""

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.orders import Order, OrderStage
from storage.refills import Refill, RefillStage
from storage.refund_questions import RefundQuestion
from usecases.submitting.failures_of_writes import failure_of
from usecases.tracking.view_orders import OrderCard
from views import labels
from views.callbacks import ShowOrder
from views.language import _
from views.orders import closed, parts
from views.orders.order_card import beyond, counts, explanation, heading, returned
from views.screen import Screen, button
from views.start import menu_row
from views.text import bold, fill, lines, paragraphs

PARTY = "5046509860389126442"
"""Telegram's message effect 🎉, one of the free ones."""


def ended(order: Order, question: RefundQuestion | None = None) -> Screen:
    """An order was completed, partial, canceled or closed. Shows counts, and the money to be returned.

    `question` is the newest one about the money of an order that a wallet paid for.
    """
    back = returned(order, question)
    news = (
        [explanation(order)]
        if order.is_closed
        else [explanation(order), counts(order), beyond(order), parts.charged(order), back]
    )
    return Screen(
        paragraphs(
            lines(heading(order), labels.service(order, 200)),
            lines(*news),
        ),
        [[_open(order.id)]],
        effect=PARTY if order.status is OrderStage.COMPLETED else None,
    )


def corrected(order: Order, question: RefundQuestion | None = None) -> Screen:
    """The panel tells another end of the order than before."""
    return Screen(
        paragraphs(
            lines(heading(order), labels.service(order, 200)),
            _("The panel has corrected how this order ended."),
            lines(counts(order), returned(order, question)),
        ),
        [[_open(order.id)]],
    )


def refund_decided(order: Order) -> Screen:
    """An operator has decided how much of the price comes back."""
    told = returned(order) if order.refunded else _("The operator decided that nothing comes back.")
    return Screen(paragraphs(lines(heading(order), labels.service(order, 200)), told), [[_open(order.id)]])


def problem(order: Order) -> Screen:
    """The panel reports a problem. The order has not ended."""
    told = paragraphs(lines(heading(order), labels.service(order, 200)), explanation(order))
    return Screen(told, [[_open(order.id)]])


def decided(order: Order) -> Screen:
    """An operator has decided about an unconfirmed order."""
    news = (
        _("Checked: the panel has your order. It continues as usual.")
        if order.panel_order_id is not None
        else explanation(order)
    )
    return Screen(paragraphs(lines(heading(order), labels.service(order, 200)), news), [[_open(order.id)]])


def refill(it: Refill) -> Screen:
    """A refill ended, was refused or is in doubt."""
    failure = failure_of(it)
    mark = "✅" if it.status is RefillStage.COMPLETED else "♻️"
    return Screen(
        paragraphs(
            lines(
                fill("{mark} " + _("Order {number}"), mark=mark, number=bold(str(it.order_id))),
                bold(labels.refill(it)),
            ),
            labels.failure_of_refill(failure) if failure else _refill_explanation(it),
        ),
        [[_open(it.order_id)]],
    )


def _refill_explanation(it: Refill) -> Markup | str | None:
    if it.status is RefillStage.CLOSED:
        return closed.refill(it)
    if it.status is RefillStage.UNCONFIRMED:
        sentence = _("You'll get a message when we know more.")
        told = _("The operator has been told.")  # Babel finds nothing inside an f-string before Python 3.12
        return f"{sentence} {told}" if it.operator_told else sentence
    if it.status in (RefillStage.REJECTED, RefillStage.CANCELED, RefillStage.ERROR):
        return _("You can ask again later; nothing was charged for it.")
    return None


def cancel(card: OrderCard) -> Screen:
    """The panel refused to cancel, or the outcome of the request is unknown."""
    failure = failure_of(card.cancel) if card.cancel else None
    return Screen(
        paragraphs(
            heading(card.order),
            labels.cancel(card.cancel) if card.cancel else None,
            labels.failure_of_cancel(failure)
            if failure
            else _("The order's status will show the result. You can ask again."),
        ),
        [[_open(card.order.id)]],
    )


def let_in() -> Screen:
    return Screen(fill(_("You're in. Welcome!")), [menu_row()])


def not_let_in() -> Screen:
    return Screen(fill(_("The operator has not let you in. You may ask again in a week.")))


def _open(order_id: int) -> InlineKeyboardButton:
    return button("📦 " + _("Open order {number}").format(number=order_id), ShowOrder(order=order_id))
