"""The card of an order, lists of orders, and asking before a cancel."""

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from storage.orders import Filter, Order, OrderStatus
from usecases.view_orders import OrderCard, OrderPage
from views import words
from views.callbacks import (
    AskCancel,
    AskRefill,
    FindOrder,
    OpenCancel,
    OpenCatalogue,
    OpenOrder,
    OpenOrders,
    OrderAgain,
    RefreshOrder,
)
from views.catalogue import home, turning
from views.language import N_, _
from views.screen import Row, Screen, button, copy, destroy, go_on
from views.text import FULLNAME, bar, bold, code, cut, fill, lines, moment, money, number, paragraphs

FILTERS = {
    Filter.ALL: N_("All"),
    Filter.OPEN: N_("Open"),
    Filter.FINISHED: N_("Finished"),
    Filter.ATTENTION: N_("Attention"),
}


def heading(order: Order) -> Markup:
    return fill(
        _("{mark} Order {number} · {status}"),
        mark=words.MARKS[order.status],
        number=bold(str(order.id)),
        status=bold(words.status(order)),
    )


def card(it: OrderCard, effect: str | None = None) -> Screen:
    order = it.order
    return Screen(
        paragraphs(
            lines(heading(order), cut(order.service_name, FULLNAME)),
            explanation(order),
            progress(order),
            lines(_target(order), _price(order), _panel_id(order)),
            lines(
                words.refill(it.refill) if it.refill else None,
                _refill_failure(it),
                words.cancel(it.cancel) if it.cancel and order.status.placed else None,
            ),
            lines(
                fill(_("Ordered {time}"), time=moment(order.created_at)),
                fill(_("Checked {time}"), time=moment(order.checked_at)) if order.checked_at else None,
                fill(_("Ended {time}"), time=moment(order.ended_at)) if order.ended_at else None,
            ),
        ),
        _card_rows(it),
        order_id=order.id,
        effect=effect,
    )


def explanation(order: Order) -> str | None:
    """What a state means for the order and the money, where the word alone does not say it."""
    match order.status:
        case OrderStatus.FAILED:
            return words.failure(order.failure) + " " + _("Nothing was charged.")
        case OrderStatus.UNCONFIRMED:
            return _(
                "The panel did not answer clearly, so nobody knows yet whether it has the order. "
                "It is not sent again. The operator checks it and you will be told; "
                "please do not order it anew."
            )
        case OrderStatus.RESERVED | OrderStatus.SUBMITTING:
            return _("It is on its way to the panel. This message changes by itself.")
    return None


def delivered(order: Order) -> int | None:
    """Units that arrived: 0..quantity whatever the panel says of what remains."""
    if order.quantity is None or order.remains is None:
        return order.quantity if order.quantity and order.status is OrderStatus.COMPLETED else None
    return order.quantity - min(max(order.remains, 0), order.quantity)


def progress(order: Order) -> Markup | None:
    arrived = delivered(order)
    if arrived is None or order.quantity is None or order.panel_order_id is None:
        return None
    counts = _("{delivered} of {quantity} delivered").format(
        delivered=number(arrived), quantity=number(order.quantity)
    )
    start = (
        _("started at {count}").format(count=number(order.start_count))
        if order.start_count is not None
        else None
    )
    return lines(bar(arrived, order.quantity), " · ".join(filter(None, (counts, start))))


def _target(order: Order) -> Markup:
    return fill("🔗 {target}", target=code(cut(order.target, 200)))


def _price(order: Order) -> Markup:
    price = fill("💵 {price}", price=money(order.price, order.currency))
    if order.charge is None or order.charge == order.price or not order.status.finished:
        return price
    return fill(_("{price} · charged {charge}"), price=price, charge=money(order.charge, order.currency))


def _panel_id(order: Order) -> Markup | None:
    if order.panel_order_id is None:
        return None
    return fill(_("Panel number {id}"), id=code(cut(order.panel_order_id, 60)))


def _refill_failure(it: OrderCard) -> str | None:
    return words.failure(it.refill.failure) if it.refill and it.refill.failure else None


def _card_rows(it: OrderCard) -> list[Row]:
    order = it.order
    under_way: list[InlineKeyboardButton] = []
    if order.status.placed:
        under_way.append(button("🔄 " + _("Refresh"), RefreshOrder(order=order.id)))
    if it.can_cancel:
        under_way.append(destroy("✖️ " + _("Ask to cancel"), OpenCancel(order=order.id)))
    ask: list[Row] = [under_way]
    if it.can_refill:
        after = it.refill.id if it.refill else 0
        ask.append([go_on("♻️ " + _("Refill"), AskRefill(order=order.id, after=after))])
    if order.status.finished:
        ask.append([button("🔁 " + _("Order again"), OrderAgain(order=order.id))])
    if order.panel_order_id is not None:
        ask.append([copy("📋 " + _("Copy number"), order.panel_order_id), _copy_target(order)])
    return [*ask, [button("‹ " + _("My orders"), OpenOrders()), home()]]


def _copy_target(order: Order) -> InlineKeyboardButton:
    return copy("📋 " + _("Copy link"), order.target)


def ask_cancel(it: OrderCard) -> Screen:
    order = it.order
    after = it.cancel.id if it.cancel else 0
    return Screen(
        paragraphs(
            heading(order),
            _(
                "Ask the panel to cancel this order? What was delivered stays and is paid for. "
                "The panel decides; you will be told when the order ends."
            ),
        ),
        [
            [destroy("✖️ " + _("Ask to cancel"), AskCancel(order=order.id, after=after))],
            [button("‹ " + _("Back"), OpenOrder(order=order.id))],
        ],
    )


def page(it: OrderPage) -> Screen:
    filters = [
        button(("• " if which is it.which else "") + _(label), OpenOrders(which=which))
        for which, label in FILTERS.items()
    ]
    rows: list[Row] = [
        [
            button(
                f"{words.MARKS[order.status]} {order.id} · {cut(order.service_name, 34)}",
                OpenOrder(order=order.id),
            )
        ]
        for order in it.orders
    ]
    empty: list[Row] = [[go_on("🗂 " + _("Catalogue"), OpenCatalogue())]] if not it.orders else []
    turn = turning(it.number, it.of, lambda turned: OpenOrders(which=it.which, page=turned))
    return Screen(
        lines(bold(_("My orders")), _summary(it)),
        [*rows, turn, *empty, filters, [button("#️⃣ " + _("By number"), FindOrder()), home()]],
    )


def _summary(it: OrderPage) -> str:
    if it.total:
        return _("{count} orders, newest first").format(count=number(it.total))
    if it.which is Filter.ALL:
        return _("You have not ordered anything yet.")
    return _("There are none of this kind.")


def ask_number() -> Screen:
    return Screen(
        lines(bold(_("Find an order")), _("Send the number of the order.")),
        [[button("‹ " + _("My orders"), OpenOrders()), home()]],
    )
