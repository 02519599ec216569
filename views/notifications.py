"""Messages about the end of an order, refill or cancel, with one button that opens the card."""

from collections import Counter

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.orders import Order, OrderStage
from storage.postponed_ends import PostponedEnds
from storage.refills import Refill, RefillStage
from storage.refund_questions import RefundQuestion
from usecases.submitting.failures_of_writes import failure_of
from usecases.tracking.view_orders import OrderCard
from views import labels
from views.language import _
from views.navigation import home
from views.order_callbacks import OpenOrders, ShowOrder
from views.orders import closed, parts
from views.orders.money_back import returned
from views.orders.order_card import beyond, counts, explanation, heading
from views.orders.order_lists import row
from views.orders.stages import by_stage
from views.screen import Screen, button
from views.start import menu_row
from views.text import bold, fill, lines, number, paragraphs

PARTY = "5046509860389126442"
"""Telegram's message effect 🎉, one of the free ones."""

DIGEST_BUTTONS = 8


def ended(order: Order, question: RefundQuestion | None = None) -> Screen:
    """An order was completed, partial, canceled or closed. Shows counts, and the money to be returned.

    `question` is the newest one about the money of an order that a wallet paid for.
    """
    back = returned(order, question)
    news = (
        [explanation(order), back]
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


def digest(postponed: PostponedEnds) -> Screen:
    """All that ended in a person's quiet hours. Orders that did not end as ordered come first."""
    orders = sorted(postponed.orders, key=lambda one: one.status is OrderStage.COMPLETED)
    refills = fill(_("Refills that ended: {count}"), count=bold(number(len(postponed.refills))))
    rows = [[button(row(order), ShowOrder(order=order.id))] for order in orders[:DIGEST_BUTTONS]]
    opened = {order.id for order in orders[:DIGEST_BUTTONS]}
    refilled = dict.fromkeys(one.order_id for one in postponed.refills if one.order_id not in opened)
    rows += [[_open(order_id)] for order_id in list(refilled)[: DIGEST_BUTTONS - len(rows)]]
    return Screen(
        paragraphs(
            bold(_("In your quiet hours")),
            lines(
                by_stage(Counter(order.status for order in orders)),
                fill("♻️ {refills}", refills=refills) if postponed.refills else None,
            ),
        ),
        [*rows, [button("📦 " + _("My orders"), OpenOrders()), home()]],
    )


def corrected(order: Order, question: RefundQuestion | None = None, taken_back: int = 0) -> Screen:
    """The panel tells another end of the order than before."""
    return Screen(
        paragraphs(
            lines(heading(order), labels.service(order, 200)),
            _("The panel has corrected how this order ended."),
            lines(counts(order), returned(order, question, taken_back)),
        ),
        [[_open(order.id)]],
    )


def refund_decided(order: Order, question: RefundQuestion | None = None, taken_back: int = 0) -> Screen:
    """An operator has decided how much of the price comes back, or has taken it again."""
    told = returned(order, question, taken_back) or _("The operator decided that nothing comes back.")
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
        else lines(explanation(order), returned(order))
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
