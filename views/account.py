"""Balance and settings."""

from collections.abc import Mapping

from storage.users import Notifications
from usecases.operating.view_account import Account
from usecases.people.access import Person
from views import news
from views.callbacks import (
    ChooseLanguage,
    ChooseNotifications,
    OpenLanguages,
    OpenQuietHours,
    OpenSettings,
    RefreshBalance,
)
from views.language import N_, _, is_beta, languages, own_name, spoken_code
from views.navigation import home
from views.screen import Screen, button
from views.text import ago, bold, fill, lines, on_account, paragraphs, total

NOTIFICATIONS = {
    Notifications.ALL: N_("Live updates + final message"),
    Notifications.END: N_("Final message only"),
    Notifications.NONE: N_("Off"),
}


def balance(it: Account) -> Screen:
    unreadable = _("The panel sent a balance that cannot be read.") if it.is_unreadable else None
    if it.balance is None or it.balance_at is None:
        known = None if it.is_unreadable else fill(_("The panel has not sent the balance yet."))
    else:
        known = lines(
            fill(_("On the account: {amount}"), amount=bold(on_account(it.balance, it.currency))),
            fill(_("As of {ago}"), ago=ago(it.balance_at)),
        )
    spent = lines(
        fill(_("Today: {amount}"), amount=_sums(it.spent_today, it.currency)),
        fill(_("Last 7 days: {amount}"), amount=_sums(it.spent_week, it.currency)),
        fill(_("Last 30 days: {amount}"), amount=_sums(it.spent_month, it.currency)),
    )
    return Screen(
        paragraphs(bold(_("Balance")), unreadable, known, spent),
        [[button("🔄 " + _("Refresh"), RefreshBalance())], [home()]],
    )


def _sums(spent: Mapping[str, int], currency: str | None) -> str:
    """Return one sum for each currency, the account's own first. Currencies are never added up."""
    own = (currency or "").upper()
    sums = sorted(spent.items(), key=lambda one: one[0] != own) or [(own, 0)]
    return " + ".join(total(micro, code) for code, micro in sums)


def settings(person: Person) -> Screen:
    choices = [
        [
            button(
                ("● " if one is person.notifications else "○ ") + _(label),
                ChooseNotifications(notifications=one),
            )
        ]
        for one, label in NOTIFICATIONS.items()
    ]
    return Screen(
        paragraphs(
            bold(_("Settings")),
            fill(_("Language: {language}"), language=bold(_named(spoken_code()))),
            _("Which messages about your orders do you want? You're always told about problems."),
        ),
        [
            *choices,
            news.switch(person),
            [button("🌙 " + _("Quiet hours"), OpenQuietHours())],
            [button("🌐 " + _("Language"), OpenLanguages()), home()],
        ],
    )


def choose_language() -> Screen:
    return Screen(
        lines(bold(_("Language"))),
        [
            *([button(_named(code), ChooseLanguage(language=code))] for code in languages()),
            [button("‹ " + _("Back"), OpenSettings())],
        ],
    )


def _named(code: str) -> str:
    """Return the own name of a language, and that it is in beta if no speaker has read it through."""
    name = own_name(code)
    return _("{language} · beta").format(language=name) if is_beta(code) else name
