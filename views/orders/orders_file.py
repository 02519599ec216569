"""A person's orders as a CSV file for spreadsheets."""

from collections.abc import Iterable

from storage.orders import Order
from views import cells, labels
from views.language import _


def table(found: Iterable[Order]) -> bytes:
    """Return the file: a row for each order, in their order. Times are in UTC."""
    return cells.file(
        [
            _("Order number"),
            _("Reference"),
            _("Ordered (UTC)"),
            _("Service"),
            _("Link"),
            _("Quantity"),
            _("Price"),
            _("Came back"),
            _("Currency"),
            _("Status"),
            _("Ended (UTC)"),
        ],
        map(_row, found),
    )


def _row(order: Order) -> tuple[object, ...]:
    return (
        order.id,
        order.panel_order_id or "",
        cells.moment(order.created_at),
        order.service_name,
        order.target,
        order.quantity if order.quantity is not None else "",
        cells.amount(order.price) if order.price else "",
        cells.amount(order.refunded) if order.refunded else "",
        order.currency,
        labels.status(order),
        cells.moment(order.ended_at),
    )
