"""Late corrections: an order that has ended gets another end, or goes on, and its money follows."""

from dataclasses import dataclass

from sandbox.panel.book import OPEN, Book, Order
from sandbox.panel.refused import Refused

STATES = ("Completed", "Partial", "Canceled", "Failed", "In progress")


@dataclass(frozen=True, slots=True)
class Correction:
    """`delivered` is for Partial and In progress. `pays_back` None: as the panel usually does.

    Without `lowers_charge` the status tells the charge of before, though the balance has moved.
    """

    state: str
    delivered: int | None = None
    pays_back: bool | None = None
    lowers_charge: bool = True


def correct(book: Book, order: Order, correction: Correction) -> None:
    """Correct an order. Raises Refused if it has not ended yet, or cannot be delivered so."""
    if order.ended is None:
        raise Refused("the order is {state} still", state=order.state)
    order.delivered = _delivered(order, correction)
    order.state, order.pushed = correction.state, True
    due = book.due(order)
    if correction.lowers_charge:
        order.charge = due
    pays_back = book.pays_back if correction.pays_back is None else correction.pays_back
    book.set_paid_back(order, order.price - due if pays_back else min(order.paid_back, order.price - due))


def _delivered(order: Order, correction: Correction) -> int:
    if correction.state not in ("Partial", *OPEN):
        return (order.quantity or 0) if correction.state == "Completed" else 0
    delivered = order.delivered if correction.delivered is None else correction.delivered
    whole = order.quantity or 0
    if correction.state == "Partial" and not 0 < delivered < whole:
        raise Refused("it cannot be delivered in part")
    return min(delivered, whole)
