"""Lists of a person's orders, and finding one by its number."""

from collections.abc import Sequence

from storage.orders import Order
from storage.own_orders import Filter
from usecases.tracking.view_orders import OrderPage
from views import labels
from views.callbacks import OpenCatalogue
from views.language import N_, _, ngettext
from views.navigation import home, turning
from views.order_callbacks import FindOrder, OpenOrders, SendOrders, ShowOrder
from views.orders import dismissals
from views.screen import ButtonRow, Screen, button, primary_button
from views.text import bold, cut, day, fill, lines, number, paragraphs

FILTER_LABELS = {
    Filter.ALL: N_("All"),
    Filter.OPEN: N_("Open"),
    Filter.FINISHED: N_("Finished"),
    Filter.ATTENTION: N_("Attention"),
}


def page(it: OrderPage) -> Screen:
    filters = [
        button(("• " if which is it.which else "") + _(label), OpenOrders(which=which))
        for which, label in FILTER_LABELS.items()
    ]
    rows: list[ButtonRow] = [
        [
            button(
                row(order),
                ShowOrder(order=order.id),
            )
        ]
        for order in it.orders
    ]
    empty: list[ButtonRow] = (
        [[primary_button("🗂 " + _("Catalogue"), OpenCatalogue())]] if not it.orders else []
    )
    turn = turning(it.number, it.of, lambda turned: OpenOrders(which=it.which, page=turned))
    return Screen(
        lines(bold(_("My orders")), _summary(it)),
        [
            *rows,
            turn,
            dismissals.of_page(it),
            *empty,
            filters[:2],
            filters[2:],
            [button("📄 " + _("As .csv"), SendOrders())] if it.total else [],
            [button("🔎 " + _("Find"), FindOrder()), home()],
        ],
    )


def row(order: Order) -> str:
    """Return number, quantity, name and day, which distinguish two orders of one service."""
    quantity = number(order.quantity) if order.quantity is not None else ""
    parts = (str(order.id), quantity, cut(order.service_name, 24), day(order.created_at))
    return f"{labels.STATUS_MARKS[order.status]} {' · '.join(filter(None, parts))}"


def _summary(it: OrderPage) -> str:
    if it.total:
        return ngettext("{count} order", "{count} orders", it.total).format(count=number(it.total))
    if it.which is Filter.ALL:
        return _("You have not ordered anything yet.")
    return _("No orders here.")


def ask_number(reason: str | None = None) -> Screen:
    """Ask which order is looked for. `reason` says why the last text found none."""
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            lines(
                bold(_("Find an order")),
                _("Send its number or reference, or words of its link or service."),
            ),
        ),
        [[button("‹ " + _("Back"), OpenOrders()), home()]],
    )


def found(several: Sequence[Order]) -> Screen:
    """Let the person choose between several orders that were found."""
    return Screen(
        lines(bold(_("Find an order")), _("These were found, the newest first:")),
        [
            *([button(row(order), ShowOrder(order=order.id))] for order in several),
            [button("‹ " + _("Back"), OpenOrders()), home()],
        ],
    )
