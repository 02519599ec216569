"""The buttons that take orders out of Attention."""

from usecases.tracking.view_orders import OrderCard, OrderPage
from views.callbacks import DismissAll, DismissOrder
from views.language import _, ngettext
from views.screen import ButtonRow, button
from views.text import number


def of_card(it: OrderCard) -> ButtonRow:
    return [button("☑️ " + _("Dismiss"), DismissOrder(order=it.order.id))] if it.can_be_dismissed else []


def of_page(it: OrderPage) -> ButtonRow:
    """One button for all that have ended, on this page and the others."""
    if not it.dismissible:
        return []
    label = ngettext("Dismiss {count} finished order", "Dismiss {count} finished orders", it.dismissible)
    return [button("☑️ " + label.format(count=number(it.dismissible)), DismissAll())]
