"""Screens for opening ordering after the database was restored from a backup."""

from views.language import _, ngettext
from views.navigation import home
from views.operating.callbacks import AskOpenOrdering, OpenHealth, OpenOrdering
from views.screen import ButtonRow, Screen, button, danger_button
from views.text import fill, number, paragraphs


def opening() -> list[ButtonRow]:
    """The button that opens ordering before the panel has told the status of every open order."""
    return [[button("🔓 " + _("Open ordering anyway"), AskOpenOrdering())]]


def ask_open_ordering(unasked: int) -> Screen:
    """Ask before ordering is opened. The status of `unasked` open orders is still missing."""
    waits = ngettext(
        "The panel has not yet said what happened to {count} open order.",
        "The panel has not yet said what happened to {count} open orders.",
        unasked,
    ).format(count=number(unasked))
    return Screen(
        paragraphs(
            _("Open ordering now?"),
            waits,
            _(
                "Customers might order again what they ordered after the backup was made, and the "
                "panel would deliver it twice. We keep checking the open orders either way."
            ),
        ),
        [
            [danger_button("🔓 " + _("Open ordering"), OpenOrdering())],
            [button("‹ " + _("Back"), OpenHealth())],
        ],
    )


def ordering_is_open() -> Screen:
    return Screen(
        fill("✅ " + _("Ordering is open. The log says who opened it.")),
        [[button("🛠 " + _("Operator"), OpenHealth()), home()]],
    )
