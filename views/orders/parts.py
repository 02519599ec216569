"""What a card says of an order in parts: the runs of a drip-feed, or the posts of a subscription."""

from markupsafe import Markup

from panel.service_types import Field
from storage.orders import Order
from usecases.tracking import figures
from views import labels
from views.language import _, ngettext
from views.text import bar, lines, money, number


def progress(order: Order) -> Markup | None:
    """How many parts are done, with a bar; None where that is not known."""
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
    """Whether the price is the most that an order may cost: a subscription is paid for post by post."""
    return Field.POSTS in order.parameters and bool(order.price)


def price(order: Order, *, is_charged: bool) -> str:
    """What was quoted, for the customer; of a subscription that ended also that nobody knows the charge."""
    if not is_bound(order) or is_charged or order.is_closed:
        return quoted(order)
    if order.status.finished:
        return _unsaid(order)
    return _("At most {price}: you pay post by post.").format(price=money(order.price, order.currency))


def quoted(order: Order) -> str:
    """The price, or the most that a subscription may cost."""
    amount = labels.price(order.price, order.currency)
    return _("At most {price}").format(price=amount) if is_bound(order) else amount


def charged(order: Order) -> str | None:
    """What the panel took for a subscription that has ended, or that it does not say so."""
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
