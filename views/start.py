"""The first screen, and the one line for strangers."""

from markupsafe import Markup

from storage.accounts import Wallet
from usecases.operating.view_account import Overview
from usecases.people.access import Person
from usecases.people.invite_people import KnockAnswer
from views.callbacks import (
    OpenBalance,
    OpenCatalogue,
    OpenHelp,
    OpenSearch,
    OpenSettings,
    OpenStart,
    OpenWallet,
)
from views.language import _, ngettext
from views.operating.callbacks import OpenHealth
from views.order_callbacks import OpenOrders
from views.own_texts import own
from views.screen import ButtonRow, Screen, button, cached_screen, primary_button
from views.text import bold, clean, cut, fill, lines, money, number, on_account, paragraphs

SHOWN_TEXT = 60


def menu(person: Person, overview: Overview) -> Screen:
    return _menu(person.name, person.is_operator, overview)


@cached_screen
def _menu(name: str, is_operator: bool, overview: Overview) -> Screen:  # noqa: FBT001 - `cached_screen` takes positional arguments
    rows = [
        [primary_button("🗂 " + _("Catalogue"), OpenCatalogue()), button("🔎 " + _("Search"), OpenSearch())],
        [
            button("📦 " + _("My orders"), OpenOrders()),
            button("💰 " + _("Balance"), OpenBalance())
            if overview.wallet is None
            else button("👛 " + _("Wallet"), OpenWallet()),
        ],
        [button("⚙️ " + _("Settings"), OpenSettings()), button("❓ " + _("Help"), OpenHelp())],
    ]
    if is_operator:
        rows.append([button("🛠 " + _("Operator"), OpenHealth())])
    return Screen(
        paragraphs(
            own(overview.welcome) if overview.welcome else _greeting(name, overview),
            _standing(overview),
            closed() if overview.is_closed else None,
        ),
        rows,
    )


def _greeting(name: str, overview: Overview) -> Markup:
    return lines(bold(_("Hello, {name}").format(name=clean(name)[:40])), _about(overview))


def _about(overview: Overview) -> str:
    if overview.wallet is None:
        return _("Browse services, order and track everything in this chat.")
    return _(
        "Order services for your pages and posts, and pay from your wallet. What isn't delivered comes back "
        "to it."
    )


def _standing(overview: Overview) -> Markup:
    facts = []
    if overview.open_orders:
        sentence = ngettext("{count} open order", "{count} open orders", overview.open_orders)
        facts.append(fill("📦 " + sentence, count=bold(number(overview.open_orders))))
    if overview.balance is not None:
        amount = on_account(overview.balance, overview.currency)
        facts.append(fill("💰 " + _("Balance {amount}"), amount=bold(amount)))
    if overview.wallet is not None:
        facts.append(_in_wallet(overview.wallet, overview.currency))
    return lines(*facts)


def _in_wallet(wallet: Wallet, currency: str | None) -> Markup:
    """Say what can be spent, and what is kept aside or owed if anything is."""
    return lines(
        fill("👛 " + _("{amount} to spend"), amount=bold(money(wallet.available, currency))),
        fill(_("{amount} is kept aside for orders."), amount=money(wallet.kept_aside, currency))
        if wallet.kept_aside
        else None,
        fill("⚠️ " + _("You owe {amount}."), amount=money(-wallet.debt, currency)) if wallet.debt else None,
    )


def closed() -> str:
    return "⚠️ " + _("Ordering is closed for now. Orders you already placed stay in My orders.")


def stranger() -> Screen:
    return Screen(fill(_("This bot is private. Send /start to ask the operator to let you in.")))


def knocked() -> Screen:
    """Tell a stranger that the operators get the request."""
    sentence = _(
        "This bot is private. I've told the operator you'd like to join; "
        "you'll get a message here once you're in."
    )
    return Screen(fill(sentence))


def remembered() -> Screen:
    """Tell a stranger that there is no operator yet."""
    sentence = _(
        "This bot is private. It has no operator yet; the first one will read that you'd like to join."
    )
    return Screen(fill(sentence))


def door(answer: KnockAnswer | None) -> Screen:
    """The line for a stranger, by the answer to their knock. None means that they did not knock."""
    match answer:
        case KnockAnswer.TOLD:
            return knocked()
        case KnockAnswer.KEPT:
            return remembered()
        case KnockAnswer.REFUSED:
            return refused()
    return stranger()


def refused() -> Screen:
    """Tell a stranger that they were refused less than a week ago."""
    return Screen(
        fill(_("This bot is private. The operator has not let you in; you may ask again after a week."))
    )


def invite_gone() -> Screen:
    return Screen(fill(_("This invitation was used or has expired. Ask the operator for a new one.")))


def group(username: str) -> Screen:
    return Screen(fill(_("I work in private chats only: t.me/{username}"), username=username))


def came_late(text: str) -> Screen:
    """Tell that a text from before the last tap was not used: it may answer another question."""
    words = _("“{text}” came after your last tap, so I didn't use it.")
    advice = _("Send it again if it answers my latest question.")
    return Screen(lines(fill(words, text=bold(cut(text, SHOWN_TEXT))), advice))


def not_for_me() -> str:
    """A toast after a picture, a voice message or an unexpected file."""
    return _("I understand text and buttons, and files with a list when I ask for one.")


def out_of_date() -> str:
    """A toast after a tap on a button that is old or forged."""
    return _("This menu is out of date. Here is a fresh one.")


def menu_row() -> ButtonRow:
    return [primary_button("🏠 " + _("Menu"), OpenStart())]
