"""The buttons that dismiss orders from Attention."""

from usecases.tracking.view_orders import OrderCard, OrderPage
from views.language import _, ngettext
from views.order_callbacks import DismissAll, DismissOrder
from views.screen import ButtonRow, button
from views.text import number


def of_card(it: OrderCard) -> ButtonRow:
    return [button("☑️ " + _("Dismiss"), DismissOrder(order=it.order.id))] if it.can_be_dismissed else []


def of_page(it: OrderPage) -> ButtonRow:
    """The button that dismisses all ended orders, also those on other pages."""
    if not it.dismissible:
        return []
    label = ngettext("Dismiss {count} finished order", "Dismiss {count} finished orders", it.dismissible)
    return [button("☑️ " + label.format(count=number(it.dismissible)), DismissAll())]
