"""Screens with which an operator blocks a person, writes to them, and looks at their orders."""

from usecases.people.view_people import Member
from usecases.tracking.view_orders import OrderPage
from views.language import _, ngettext
from views.navigation import home, turning
from views.operating.callbacks import OpenOrdersOf, OpenPerson, OpenTrouble
from views.orders.order_lists import row
from views.screen import ButtonRow, Screen, button
from views.text import bold, clean, clean_lines, cut, fill, lines, number, paragraphs, quoted


def _back(user_id: int) -> ButtonRow:
    return [button("‹ " + _("Back"), OpenPerson(user=user_id, page=0)), home()]


def ask_why(it: Member, reason: str | None = None) -> Screen:
    """Ask why a person is blocked. `reason` says why the last text was not taken."""
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            fill(_("Why may {name} order nothing new?"), name=bold(cut(clean(it.name), 60))),
            _("Send the reason. The person reads it. Open orders go on."),
        ),
        [_back(it.id)],
    )


def blocked() -> str:
    """A toast."""
    return _("Blocked. The person gets a message with the reason.")


def unblocked() -> str:
    """A toast."""
    return _("The person can order again, and gets a message.")


def ask_letter(it: Member, reason: str | None = None) -> Screen:
    """Ask what to write to a person. `reason` says why the last text was not taken."""
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            fill(_("What do you write to {name}?"), name=bold(cut(clean(it.name), 60))),
            _("Your next message goes to this person."),
        ),
        [_back(it.id)],
    )


def letter_sent() -> str:
    """A toast."""
    return _("Your message is on its way.")


def letter(text: str) -> Screen:
    """The message that a person gets from an operator."""
    return Screen(
        paragraphs(bold("✉️ " + _("Message from the operator")), fill("{text}", text=clean_lines(text))),
        [[home()]],
    )


def told_of_block(reason: str | None) -> Screen:
    """The message to the person. None: they can order again."""
    if reason is None:
        return Screen(fill("✅ " + _("You can order again.")), [[home()]])
    return Screen(
        paragraphs(
            "⛔ " + _("The operator has stopped your orders. Open orders go on."),
            quoted(reason),
        ),
        [[home()]],
    )


def orders_of(user_id: int, it: OrderPage) -> Screen:
    """A person's orders, the newest first; each opens its facts."""
    sentence = ngettext("{count} order", "{count} orders", it.total)
    return Screen(
        lines(bold(_("Orders of a person")), fill(sentence, count=number(it.total))),
        [
            *([button(row(order), OpenTrouble(order=order.id))] for order in it.orders),
            turning(it.number, it.of, lambda to: OpenOrdersOf(user=user_id, page=to)),
            _back(user_id),
        ],
    )
