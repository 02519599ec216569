"""New messages that tell how something ended, with one button to the card."""

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.orders import Order, OrderStatus
from storage.refills import Refill, RefillStatus
from usecases.view_orders import OrderCard
from views import words
from views.callbacks import OpenOrder
from views.language import _
from views.orders import delivered, explanation, heading
from views.screen import Screen, button
from views.start import menu_row
from views.text import bold, cut, fill, lines, money, number, paragraphs

PARTY = "5046509860389126442"
"""Telegram's message effect 🎉, one of the free ones."""


def ended(order: Order) -> Screen:
    """Completed, partial or canceled: counts, and what came back."""
    return Screen(
        paragraphs(
            lines(heading(order), cut(order.service_name, 200)), lines(_counts(order), _returned(order))
        ),
        [[_open(order.id)]],
        effect=PARTY if order.status is OrderStatus.COMPLETED else None,
    )


def _counts(order: Order) -> str | None:
    arrived = delivered(order)
    if arrived is None or order.quantity is None or order.status is OrderStatus.CANCELED:
        return None
    return _("{delivered} of {quantity} delivered").format(
        delivered=number(arrived), quantity=number(order.quantity)
    )


def _returned(order: Order) -> Markup | str | None:
    """What comes back; a panel's charge may stay full after a partial order, then the rest is reckoned."""
    if order.status is OrderStatus.CANCELED:
        return fill(_("{amount} goes back to the account."), amount=bold(money(order.price, order.currency)))
    if order.status is not OrderStatus.PARTIAL:
        return None
    if order.charge is not None and order.charge < order.price:
        back = money(order.price - order.charge, order.currency)
        return fill(_("{amount} goes back to the account for the rest."), amount=bold(back))
    arrived = delivered(order)
    if arrived is None or not order.quantity:
        return _("The rest goes back to the account.")
    back = money(order.price * (order.quantity - arrived) // order.quantity, order.currency)
    return fill(_("About {amount} goes back to the account for the rest."), amount=bold(back))


def decided(order: Order) -> Screen:
    """After an unclear answer it is known whether the panel has the order."""
    news = (
        _("It was checked: the panel has your order. It goes on as usual.")
        if order.panel_order_id is not None
        else explanation(order)
    )
    return Screen(paragraphs(lines(heading(order), cut(order.service_name, 200)), news), [[_open(order.id)]])


def refill(it: Refill) -> Screen:
    """How a refill ended, or that it was refused."""
    mark = "✅" if it.status is RefillStatus.COMPLETED else "♻️"
    return Screen(
        paragraphs(
            lines(
                fill("{mark} " + _("Order {number}"), mark=mark, number=bold(str(it.order_id))),
                bold(words.refill(it)),
            ),
            words.failure(it.failure) if it.failure else _refill_explanation(it),
        ),
        [[_open(it.order_id)]],
    )


def _refill_explanation(it: Refill) -> str | None:
    if it.status is RefillStatus.UNCONFIRMED:
        return _("The panel did not answer clearly. The operator checks it and you will be told.")
    if it.status in (RefillStatus.REJECTED, RefillStatus.CANCELED, RefillStatus.ERROR):
        return _("You can ask again later; nothing was charged for it.")
    return None


def cancel(card: OrderCard) -> Screen:
    """The panel refused to cancel, or nobody knows whether it heard it."""
    reason = card.cancel.failure if card.cancel else None
    return Screen(
        paragraphs(
            heading(card.order),
            words.cancel(card.cancel) if card.cancel else None,
            words.failure(reason) if reason else _("The order's status will show it. You may ask again."),
        ),
        [[_open(card.order.id)]],
    )


def let_in() -> Screen:
    return Screen(fill(_("You have been let in. Welcome!")), [menu_row()])


def _open(order_id: int) -> InlineKeyboardButton:
    return button("📦 " + _("Open order {number}").format(number=order_id), OpenOrder(order=order_id))
