"""What the card says about an order or refill of a former panel: only the facts that are known.

The panel's money is the customer's business only where the panel account paid. `views.orders.money_back` says
what became of a price that a wallet paid.
"""

from markupsafe import Markup

from storage.orders import Order, OrderStage, PaidFrom
from storage.refills import Refill
from views.language import _
from views.text import cut, fill, lines, moment

MAX_STATUS_WORD_LENGTH = 40  # characters of the panel's word


def order(it: Order, counts: str | None) -> Markup:
    """Explain a closed order. `counts` says how many were delivered, if known."""
    if it.status is OrderStage.FAILED:
        return _lost(it)
    unknown = _("We don't know what happened to it since. Ask the operator.")
    if it.paid_from is PaidFrom.PANEL:
        unknown = _("We don't know what happened to it since, or to the money. Ask the operator.")
    return lines(_("The panel that had this order is no longer connected."), _last_word(it, counts), unknown)


def _lost(it: Order) -> Markup:
    """Explain a closed order whose outcome is unknown."""
    unknown = _("We don't know whether it took the order. You don't pay for it.")
    if it.paid_from is PaidFrom.PANEL:
        unknown = _("We don't know whether it took the order, or charged for it. Ask the operator.")
    return lines(_("The panel that was sent this order is no longer connected."), unknown)


def _last_word(it: Order, counts: str | None) -> Markup:
    """Return the panel's last status word and when it was received."""
    heard_at = max(it.checked_at or 0, it.changed_at or 0, it.placed_at or 0) or it.created_at
    if not it.status_word:
        return fill(_("It took the order on {time}, and said nothing more."), time=moment(heard_at))
    word = cut(it.status_word, MAX_STATUS_WORD_LENGTH)
    if counts is None:
        return fill(_("Its last status was {word}, on {time}."), word=word, time=moment(heard_at))
    return fill(
        _("Its last status was {word}, {counts}, on {time}."), word=word, counts=counts, time=moment(heard_at)
    )


def refill(it: Refill) -> Markup:
    unknown = _("We don't know whether it was refilled.")
    if not it.status_word:
        return fill(unknown)
    return lines(
        fill(_("Its last status was {word}."), word=cut(it.status_word, MAX_STATUS_WORD_LENGTH)), unknown
    )
