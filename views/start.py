"""The first screen, and the one line for those who are not let in."""

from markupsafe import Markup

from usecases.access import Person
from usecases.view_account import Overview
from views.callbacks import (
    OpenBalance,
    OpenCatalogue,
    OpenHealth,
    OpenHelp,
    OpenOrders,
    OpenSearch,
    OpenSettings,
    OpenStart,
)
from views.language import _, ngettext
from views.screen import Row, Screen, button, go_on, kept
from views.text import bold, clean, cut, fill, lines, money, number, paragraphs

SHOWN_TEXT = 60


def menu(person: Person, overview: Overview) -> Screen:
    return _menu(person.name, person.is_operator, overview)


@kept
def _menu(name: str, is_operator: bool, overview: Overview) -> Screen:  # noqa: FBT001 - `kept` wants places
    rows = [
        [go_on("🗂 " + _("Catalogue"), OpenCatalogue()), button("🔎 " + _("Search"), OpenSearch())],
        [button("📦 " + _("My orders"), OpenOrders()), button("💰 " + _("Balance"), OpenBalance())],
        [button("⚙️ " + _("Settings"), OpenSettings()), button("❓ " + _("Help"), OpenHelp())],
    ]
    if is_operator:
        rows.append([button("🛠 " + _("Operator"), OpenHealth())])
    return Screen(
        paragraphs(
            lines(
                bold(_("Hello, {name}").format(name=clean(name)[:40])),
                _("Browse services, place orders and follow them, all in this chat."),
            ),
            _standing(overview),
            closed() if overview.is_closed else None,
        ),
        rows,
    )


def _standing(overview: Overview) -> Markup:
    facts = []
    if overview.open_orders:
        sentence = ngettext("{count} open order", "{count} open orders", overview.open_orders)
        facts.append(fill("📦 " + sentence, count=bold(number(overview.open_orders))))
    if overview.balance is not None:
        amount = money(overview.balance, overview.currency)
        facts.append(fill("💰 " + _("Balance {amount}"), amount=bold(amount)))
    return lines(*facts)


def closed() -> str:
    return "⚠️ " + _("Ordering is closed for now; the operator knows. Your orders are safe.")


def stranger() -> Screen:
    return Screen(fill(_("This bot is private. If you know its operator, ask for an invitation.")))


def invite_gone() -> Screen:
    return Screen(fill(_("This invitation was used or has expired. Ask the operator for a new one.")))


def group(username: str) -> Screen:
    return Screen(fill(_("I work in private chats only: t.me/{username}"), username=username))


def came_late(text: str) -> Screen:
    """To something written before the last tap: it may have been meant for another question."""
    words = _("{text} reached me late, after your last tap, and was not used.")
    advice = _("Send it again if it answers what I asked last.")
    return Screen(lines(fill(words, text=bold(cut(text, SHOWN_TEXT))), advice))


def out_of_date() -> str:
    """A toast for a button of an earlier release, or one that was made up."""
    return _("This menu is out of date. Here is a fresh one.")


def menu_row() -> Row:
    return [go_on("🏠 " + _("Menu"), OpenStart())]
