"""Screens for adopting orders that the panel has and the database lacks."""

import re

from markupsafe import Markup

from storage.orders import Order
from usecases.operating.adopt_orders import IDS_PER_LOOK, Adoption, FoundNumber, FoundNumbers
from views import labels
from views.language import _, ngettext
from views.navigation import home
from views.operating.callbacks import PANEL_NUMBER, AdoptOrder, OpenAdoption, OpenHealth
from views.screen import ButtonRow, Screen, button, confirm
from views.text import bold, code, cut, fill, lines, number, paragraphs

MAX_ADOPTED_SHOWN = 30
EXAMPLE = "23510 1001"


def opening() -> list[ButtonRow]:
    """The button that opens the list."""
    return [[button("📥 " + _("Orders that are not known here"), OpenAdoption())]]


def unknown(it: FoundNumbers) -> Screen:
    return Screen(
        paragraphs(
            bold(_("Orders that are not known here")),
            _found(it),
            _doubt(it.in_doubt),
            *_how(),
        ),
        _rows(),
    )


def again(reason: str) -> Screen:
    """Ask again, with the reason why a typed text was not taken."""
    return Screen(paragraphs(fill("⚠️ {reason}", reason=reason), *_how()), _rows())


def _how() -> tuple[Markup, ...]:
    return (
        fill(
            _("To enter one, send its number at the panel and the ID of its customer: {example}"),
            example=code(EXAMPLE),
        ),
        fill(
            _("To look further, send a number. The {count} numbers after it are looked up."),
            count=number(IDS_PER_LOOK),
        ),
    )


def _rows() -> list[ButtonRow]:
    return [[button("🛠 " + _("Operator"), OpenHealth()), home()]]


def _found(it: FoundNumbers) -> Markup | str:
    if it.after is None:
        return _("Nothing was looked up: no order here has a panel number to start from.")
    after = code(str(it.after))
    if not it.found:
        return fill(_("The panel has no unknown order on this key just after {number}."), number=after)
    more = len(it.found) - MAX_ADOPTED_SHOWN
    return lines(
        fill(_("Orders on this key just after {number} that are not known here:"), number=after),
        *(_line(one) for one in it.found[:MAX_ADOPTED_SHOWN]),
        f"+ {number(more)}" if more > 0 else None,
        _("Other programs may use the same key. The panel does not say what was ordered, or by whom."),
    )


def _line(it: FoundNumber) -> Markup:
    """The number of an order, with the panel's status word and what remains."""
    remains = it.told.remains
    if remains is None:
        return fill("{id} · {word}", id=code(cut(it.number, 40)), word=cut(it.told.word, 40))
    return fill(
        _("{id} · {word}, {count} remain"),
        id=code(cut(it.number, 40)),
        word=cut(it.told.word, 40),
        count=number(remains),
    )


def _doubt(count: int) -> str | None:
    if not count:
        return None
    return "❔ " + ngettext(
        "{count} order is in doubt. Decide it first: one of these numbers may belong to it.",
        "{count} orders are in doubt. Decide them first: these numbers may belong to them.",
        count,
    ).format(count=number(count))


def ask(it: Adoption) -> Screen:
    """Ask before an order is adopted, and say what its customer will see."""
    return Screen(
        paragraphs(
            fill(
                _("Enter order {id} of the panel for {person}?"),
                id=code(cut(it.found.number, 40)),
                person=labels.person(it.person),
            ),
            _line(it.found),
            None
            if _entering(it)
            else _("Its number does not fit into a button, so it cannot be entered here."),
            _(
                "The customer gets a card that follows it. We don't know what was ordered, for which link "
                "or at what price: the card does not show it, and totals leave it out."
            ),
        ),
        [*_entering(it), [button("‹ " + _("Back"), OpenAdoption())]],
    )


def _entering(it: Adoption) -> list[ButtonRow]:
    if not re.fullmatch(PANEL_NUMBER, it.found.number):
        return []
    return [[confirm("📥 " + _("Enter it"), AdoptOrder(person=it.person.id, number=it.found.number))]]


def entered(order: Order) -> Screen:
    return Screen(
        fill("✅ " + _("Entered as order {number}. The customer gets its card."), number=bold(str(order.id))),
        [*opening(), *_rows()],
    )
