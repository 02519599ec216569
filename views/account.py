"""Balance and settings."""

from storage.users import Notifications
from usecases.access import Person
from usecases.view_account import Account
from views.callbacks import (
    ChooseLanguage,
    ChooseNotifications,
    OpenLanguages,
    OpenSettings,
    RefreshBalance,
)
from views.catalogue import home
from views.language import N_, _, languages, spoken
from views.screen import Screen, button
from views.text import ago, bold, fill, lines, money, paragraphs

NOTIFICATIONS = {
    Notifications.ALL: N_("Everything: cards move by themselves, the end is a message"),
    Notifications.END: N_("Only the end"),
    Notifications.NONE: N_("Nothing"),
}


def balance(it: Account) -> Screen:
    if it.balance is None or it.balance_at is None:
        known = fill(_("The panel has not told the balance yet."))
    else:
        known = lines(
            fill(_("On the account: {amount}"), amount=bold(money(it.balance, it.currency))),
            fill(_("As of {ago}"), ago=ago(it.balance_at)),
        )
    spent = lines(
        fill(_("Spent today: {amount}"), amount=money(it.spent_today, it.currency)),
        fill(_("In 7 days: {amount}"), amount=money(it.spent_week, it.currency)),
        fill(_("In 30 days: {amount}"), amount=money(it.spent_month, it.currency)),
    )
    return Screen(
        paragraphs(bold(_("Balance")), known, spent),
        [[button("🔄 " + _("Refresh"), RefreshBalance())], [home()]],
    )


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
    language = languages().get(str(spoken()), languages()["en"])
    return Screen(
        paragraphs(
            bold(_("Settings")),
            fill(_("Language: {language}"), language=bold(language)),
            _("Which messages about your orders do you want? What goes wrong is always told."),
        ),
        [*choices, [button("🌐 " + _("Language"), OpenLanguages()), home()]],
    )


def choose_language() -> Screen:
    return Screen(
        lines(bold(_("Language"))),
        [
            *([button(name, ChooseLanguage(language=code))] for code, name in languages().items()),
            [button("‹ " + _("Back"), OpenSettings())],
        ],
    )
