"""The lines about a person's orders, money and messages on the card that operators see."""

from markupsafe import Markup

from storage.accounts import Wallet
from storage.users import Notifications
from usecases.people.view_person import PersonFacts
from views.language import _, ngettext
from views.text import ago, fill, lines, money, number, quoted, total


def person_facts(it: PersonFacts) -> Markup:
    return lines(
        *_stopped(it),
        _orders(it),
        _spent(it),
        _wallet(it.wallet, it.currency) if it.wallet is not None else None,
        _messages(it),
    )


def _stopped(it: PersonFacts) -> list[Markup]:
    user = it.user
    if user.stopped_at is None or user.stopped_because is None:
        return []
    sentence = fill("⛔ " + _("Blocked {ago}: no new orders."), ago=ago(user.stopped_at))
    return [sentence, quoted(user.stopped_because)]


def _orders(it: PersonFacts) -> Markup | str:
    counts = it.orders
    if not counts.total:
        return _("No orders yet.")
    sentence = ngettext("{count} order: {facts}", "{count} orders: {facts}", counts.total)
    facts = [
        fill(_("{count} open"), count=number(counts.open)),
        fill(_("{count} ended"), count=number(counts.total - counts.open)),
        fill(_("{count} refunded"), count=number(counts.refunded)) if counts.refunded else None,
    ]
    joined = Markup(", ").join(one for one in facts if one is not None)
    return fill(sentence, count=number(counts.total), facts=joined)


def _spent(it: PersonFacts) -> Markup | None:
    shown = ", ".join(total(amount, currency) for currency, amount in it.spent.items() if amount)
    return fill(_("Spent in 30 days: {amount}"), amount=shown) if shown else None


def _wallet(wallet: Wallet, currency: str) -> Markup:
    """Say what is in the wallet, and what is kept aside, owed or granted if anything is."""
    parts = [
        fill(_("Wallet: {amount}"), amount=money(wallet.balance, currency)),
        fill(_("Kept aside for orders: {amount}"), amount=money(wallet.kept_aside, currency))
        if wallet.kept_aside
        else None,
        fill(_("Owes: {amount}"), amount=money(-wallet.debt, currency)) if wallet.debt else None,
        fill(_("Credit line: {amount}"), amount=money(-wallet.floor, currency)) if wallet.floor else None,
    ]
    return lines(*parts)


def _messages(it: PersonFacts) -> Markup | str:
    if it.user.blocked_at is not None:
        return fill(_("Messages stopped reaching them {ago}."), ago=ago(it.user.blocked_at))
    match it.user.notifications:
        case Notifications.NONE:
            return _("Gets messages about money alone.")
        case Notifications.END:
            return _("Gets messages about the end of orders.")
    return _("Gets all messages.")
