"""Progress and price of an order in parts: the runs of a drip-feed, or the posts of a subscription."""

from markupsafe import Markup

from panel.service_types import Field
from storage.orders import Order
from usecases.tracking import figures
from views import labels
from views.language import _, ngettext
from views.text import bar, lines, money, number


def progress(order: Order) -> Markup | None:
    """Return how many parts are done, with a bar, or None if it is not known."""
    done, of = order.parts_done, _total(order)
    return lines(bar(min(done, of), of), counts(order)) if done is not None and of else None


def counts(order: Order) -> str | None:
    done, of = order.parts_done, _total(order)
    if done is None or not of:
        return None
    text = (
        ngettext("{done} of {total} post done", "{done} of {total} posts done", of)
        if Field.POSTS in order.parameters
        else ngettext("{done} of {total} run done", "{done} of {total} runs done", of)
    )
    return text.format(done=number(done), total=number(of))


def is_bound(order: Order) -> bool:
    """Whether the price is an upper bound: a subscription is paid for post by post."""
    return Field.POSTS in order.parameters and bool(order.price)


def price(order: Order, *, is_charged: bool) -> str:
    """Return the quoted price for the customer. For an ended subscription, say that the charge is unknown."""
    if not is_bound(order) or is_charged or order.is_closed:
        return quoted(order)
    if order.status.finished:
        return _unsaid(order)
    return _("At most {price}: you pay post by post.").format(price=money(order.price, order.currency))


def quoted(order: Order) -> str:
    """Return the quoted price, for a subscription as an upper bound."""
    amount = labels.price(order.price, order.currency)
    return _("At most {price}").format(price=amount) if is_bound(order) else amount


def charged(order: Order) -> str | None:
    """Return the panel's charge for an ended subscription, or that it is unknown. None for other orders."""
    if not is_bound(order):
        return None
    charge = figures.believed_charge(order)
    if charge is None:
        return _unsaid(order)
    return _("Charged {charge}").format(charge=money(charge, order.currency))


def _unsaid(order: Order) -> str:
    most = money(order.price, order.currency)
    return _("At most {price}: the panel does not say what it charged.").format(price=most)


def _total(order: Order) -> int | None:
    told = order.parameters.get(Field.POSTS) or order.parameters.get(Field.RUNS) or ""
    return int(told) if told.isascii() and told.isdigit() else None
