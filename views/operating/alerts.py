"""The alerts: what is wrong, what the operator can do about it, and that it is over."""

from collections.abc import Mapping
from typing import Any

from aiogram.filters.callback_data import CallbackData
from markupsafe import Markup

from usecases.alerting.tell_other_panels import OTHER_PANEL
from usecases.alerting.tell_service_changes import SERVICES_CHANGED
from usecases.browsing.refresh_catalogue import RATES_JUMPED, RATES_MOVED
from usecases.operating.compare_balance import BALANCE_DIFFERS
from usecases.operating.low_balance import BALANCE_LOW
from usecases.operating.plan_prices import PriceChange
from usecases.operating.watch_panel import EXCHANGE_RATE_OLD, PANEL_DOWN, PRICES_UNCONFIRMED, RESTORED
from usecases.paying.audit_books import BOOKS_WRONG
from usecases.paying.reconcile_stars import WALLETS_RESTORED
from views.language import N_, _
from views.operating import (
    adoption,
    balance_comparisons,
    books,
    former_panels,
    low_balance,
    payments,
    service_changes,
)
from views.operating.callbacks import (
    OpenHealth,
    OpenHolds,
    OpenTrouble,
)
from views.operating.returning import opening
from views.operating.shop_callbacks import AskPrice, OpenPriceCheck
from views.screen import ButtonRow, Screen, button
from views.text import ago, code, cut, duration, fill, lines, paragraphs

BEGAN = {
    "panel_down": N_("The panel does not answer. Ordering is closed until it is back."),
    "panel_key": N_("The panel refuses the API key. Check PANEL_API_KEY. Ordering is closed."),
    "panel_funds": N_("The panel account did not have enough money for an order. Top it up."),
    "panel_funds:covered": N_(
        "The panel refuses orders for lack of money, but the account has enough. The panel "
        "may be short of money at its own supplier: ask the panel."
    ),
    "balance_low": N_("The balance of the panel account is low."),
    "funds_spoken_for": N_(
        "The panel account cannot pay for what customers order, with the orders that are under way. "
        "Such orders are refused until you top it up."
    ),
    "balance_unreadable": N_(
        "The panel's balance cannot be read. Ordering stays open, but the balance is not known."
    ),
    "balance_differs": N_(
        "The panel account lost more than the bot's orders should have cost. Orders that were placed outside "
        "the bot are a reason too."
    ),
    "currency_changed": N_(
        "The panel's account is now in another currency. New prices are in it; earlier orders "
        "keep theirs, and totals are shown for each currency."
    ),
    "prices_unconfirmed": N_(
        "The prices of the shop are not confirmed yet. Ordering is closed until you have checked them."
    ),
    "exchange_rate_old": N_(
        "The exchange rate for prices is missing or too old. Ordering is closed until you have set it."
    ),
    "rates_moved": N_(
        "The panel changed rates by more than 20 % at once. Those services are not sold until you have "
        "looked at them."
    ),
    "rates_jumped": N_("The panel changed rates by more than 20 % at once."),
    "services_changed": N_("What the panel changed in its list of services:"),
    "status_word": N_("The panel uses a status that we don't know. The order stays open."),
    "restored": N_(
        "The database was restored from a backup. Ordering is closed until the panel has "
        "said what happened to the open orders."
    ),
    "books_wrong": N_(
        "The books of the wallets do not add up. Ordering is closed, and nothing was repaired. Look for "
        "what changed the database; python -m bot audit lists every difference."
    ),
    "disk_full": N_(
        "Nothing can be written to the database: its disk is full. Make room. Until then "
        "nothing is ordered, and messages wait; nothing is lost."
    ),
    "database_gone": N_(
        "The database file was deleted or replaced while the bot worked on it. The bot has stopped, so that "
        "nothing is ordered from a file that is gone. Put the file back, and start the bot again."
    ),
    "group_gone": N_(
        "The operators' group cannot be written to: the bot is no member there, or OPERATOR_CHAT_ID is wrong."
    ),
    "group_without_topics": N_(
        "The operators' group has no topics. Its owner can switch them on in its settings."
    ),
    "group_without_rights": N_(
        "The bot has too few rights in the operators' group. Make it an administrator who may manage topics."
    ),
    "backup_failed": N_("No backup of the database could be made. The log says why."),
    "update_set_aside": N_("An update from Telegram could not be handled and was set aside. See the log."),
    "order_missing": N_("The panel has said for a day that it does not know an order."),
    "message_unsent": N_("A message could not be sent and was given up."),
    "order_unreadable": N_("For a day, the panel's answers about an order could not be understood."),
    "status_refused": N_(
        "What the panel says of an order cannot be recorded, so the order stays as it was and no money "
        "moves. The log says why."
    ),
    "service_types": N_("The panel lists services of types that we don't know. They are not sold."),
    "services_twice": N_("The panel lists several services under one ID. They are not sold."),
    "services_senseless": N_(
        "Some services on the panel's list cannot be read: an ID, a name, a rate or a limit "
        "makes no sense. They are not sold."
    ),
    "services_too_many": N_(
        "The panel lists more than 50,000 services, which looks like a mistake. The catalogue "
        "stays as it was."
    ),
    "other_panel": N_(
        "PANEL_API_URL was changed while orders or refills were open at the previous panel. They are not "
        "checked until it is set back. If it is the same panel at a new address, say so with "
        "python -m bot panel same-as; otherwise close them."
    ),
    "exists_after_all": N_(
        "The panel answered late: it has an order, but an operator had decided otherwise. "
        "The decision was kept."
    ),
    "placed_late": N_(
        "The panel answered late: it has an order that was in doubt. The order goes on. There is nothing to "
        "decide."
    ),
    "failed_late": N_(
        "The answer came late: an order that was in doubt was not placed, and nothing was charged. There is "
        "nothing to decide."
    ),
    "late_answer": N_(
        "The panel answered late about an order in doubt, but the answer cannot be entered. Look the order "
        "up on the panel's website, and decide."
    ),
    "never_placed": N_(
        "An operator decided that the panel has an order, but the panel never took it: "
        "sending it was delayed."
    ),
    "return_refused": N_("Telegram refused to give Stars back. The money is in the wallet again."),
    "stars_differ": N_("The bot's Stars and Telegram's statement do not agree."),
    "star_row": N_("A row of Telegram's statement cannot be entered into the books. See the log."),
    "wallets_restored": N_(
        "The wallets are those of a backup. Selling is closed until you have checked and confirmed them."
    ),
    "refill_exists_after_all": N_(
        "The panel answered late: it has a refill that is marked as not requested here."
    ),
}

DETAIL_SENTENCES = {
    "currency_changed": N_("Before and now: {detail}"),
    "exchange_rate_old": N_("Currencies: {detail}"),
    "rates_moved": N_("How many: {detail}"),
    "rates_jumped": N_("How many: {detail}"),
    "status_word": N_("Status: {about}, seen in {detail}"),
    "restored": N_(
        "The panel's last order that is known here: {detail}. Look for later ones on the panel's website."
    ),
    "order_missing": N_("Order {about} here, {detail} at the panel"),
    "message_unsent": N_("Kind of message: {about}. Telegram's answer: {detail}"),
    "order_unreadable": N_("Order {about}. What came back: {detail}"),
    "status_refused": N_("Order {about}. What the panel says, and why not: {detail}"),
    "service_types": N_("Types: {detail}"),
    "services_twice": N_("IDs: {detail}"),
    "services_senseless": N_("How many: {detail}"),
    "services_too_many": N_("How many: {detail}"),
    "other_panel": N_("Previous panel: {about}. Still open: {detail}"),
    "return_refused": N_("Stars: {about}. Payment: {detail}"),
    "stars_differ": N_(
        "Difference in Stars: {detail}. A chargeback may be missing in the statement; look at @BotFather."
    ),
    "exists_after_all": N_("Order {about} here, {detail} at the panel"),
    "placed_late": N_("Order {about} here, {detail} at the panel"),
    "failed_late": N_("Order {about} here. The answer: {detail}"),
    "late_answer": N_("Order {about} here: {detail}"),
    "never_placed": N_("Order {about} here. It was given the panel's number {detail}."),
    "refill_exists_after_all": N_("Refill of order {about} here, {detail} at the panel"),
}
"""Sentences that an alert adds about its case. For other conditions it shows the detail alone."""

END_SENTENCES = {
    "panel_down": N_("The panel is back. Ordering is open."),
    "panel_key": N_("The panel accepts the API key again. Ordering is open."),
    "panel_funds": N_("The panel accepts orders again."),
    "panel_funds:rose": N_("The balance of the panel account has risen."),
    "funds_spoken_for": N_("The balance of the panel account has risen."),
    "balance_low": N_("The panel account has enough again."),
    "balance_unreadable": N_("The panel's balance can be read again."),
    "balance_differs": N_("The panel account's balance changes as the orders explain again."),
    "prices_unconfirmed": N_("The prices of the shop were confirmed."),
    "exchange_rate_old": N_("The exchange rate was set."),
    "status_word": N_("The unknown status is gone."),
    "restored": N_("The panel has said what happened to the open orders. Ordering is open."),
    "restored:by_hand": N_(
        "An operator opened ordering before the panel had said what happened to every open order."
    ),
    "stars_differ": N_("The bot's Stars and Telegram's statement agree again."),
    "wallets_restored": N_("An operator confirmed the wallets. Selling is open again."),
    "books_wrong": N_("The books of the wallets add up again. Ordering is open."),
    "disk_full": N_("The database can be written to again. What was waiting continues."),
    "group_gone": N_("The operators' group can be written to again."),
    "group_without_topics": N_("The operators' group has topics again."),
    "group_without_rights": N_("The bot has enough rights in the operators' group again."),
    "backup_failed": N_("A backup of the database was made again."),
    "update_set_aside": N_("Updates from Telegram can be handled again."),
    "other_panel": N_("Nothing is open at the previous panel any more."),
    "order_missing": N_("The panel knows the order again."),
    "order_missing:over": N_("The order that the panel did not know has ended."),
    "order_unreadable:over": N_("The order whose status was not understood has ended."),
    "order_unreadable": N_("What the panel says about the order is understood again."),
    "status_refused": N_("What the panel says of the order is recorded now."),
    "status_refused:over": N_("The order is not asked for any more. Its last status was never recorded."),
    "service_types": N_("All types of services are known again."),
    "services_twice": N_("Each service has its own ID again."),
    "services_too_many": N_("The panel lists 50,000 services or fewer again."),
    "services_senseless": N_("All entries of the panel's list can be read again."),
}


SHOP_WAYS: Mapping[str, tuple[str, str, CallbackData]] = {
    PRICES_UNCONFIRMED: ("🔍", N_("Check the prices"), OpenPriceCheck()),
    EXCHANGE_RATE_OLD: ("💱", N_("Set the exchange rate"), AskPrice(change=PriceChange.EXCHANGE)),
    RATES_MOVED: ("⏸", N_("Held services"), OpenHolds()),
}
"""The button of a shop's alert that deals with it."""

NOT_KNOWN = N_("A newer release noted something that this one has no words for: {name}")
NEWER_CONDITION_OVER = N_("What a newer release noted is over: {name}")

ABOUT_ORDERS = ("order_missing", "order_unreadable", "status_refused")


def alert(payload: Mapping[str, Any]) -> Screen:
    """The alert about a condition. `payload` has its name, and a detail or how long it lasted (ms)."""
    name, _colon, about = str(payload.get("condition", "")).partition(":")
    rows: list[ButtonRow] = [[button("🛠 " + _("Operator"), OpenHealth())]]
    if "lasted" in payload:
        length = duration(int(payload["lasted"]))
        lasted = _("Down for {duration}.") if name == PANEL_DOWN else _("It lasted {duration}.")
        ended = END_SENTENCES.get(
            f"{name}:{payload.get('by')}", END_SENTENCES.get(name, NEWER_CONDITION_OVER)
        )
        over = fill("✅ " + _(ended), name=code(cut(name, 80)))
        return Screen(lines(over, lasted.format(duration=length)), [*_afterwards(name), *rows])
    detail = str(payload.get("detail", ""))
    sign = "🆕 " if name == SERVICES_CHANGED else "⚠️ "
    return Screen(
        paragraphs(
            fill(sign + _(BEGAN.get(name, NOT_KNOWN)), name=code(cut(name, 80))), _named(name, about, detail)
        ),
        [*_order(name, about), *ways(name), *rows],
    )


def standing(name: str, since: int) -> Markup:
    """A condition that stands since a time (epoch ms), in one line. `name` is a key of `BEGAN`."""
    return fill("⚠️ {what} ({since})", what=_(BEGAN[name]), since=ago(since))


def _named(name: str, about: str, detail: str) -> Markup | None:
    """Describe the case of an alert."""
    if name == BOOKS_WRONG:
        return books.named(detail)
    if name == BALANCE_LOW and detail:
        return low_balance.low(detail)
    if name == SERVICES_CHANGED and detail:
        return service_changes.counted_changes(detail)
    if name == BALANCE_DIFFERS and detail:
        return balance_comparisons.named(detail)
    shown = {"about": code(cut(about, 80)), "detail": code(cut(detail, 200))}
    if name in DETAIL_SENTENCES and detail:
        return fill(_(DETAIL_SENTENCES[name]), **shown)
    return paragraphs(*(shown[part] for part, text in (("about", about), ("detail", detail)) if text))


def _afterwards(name: str) -> list[ButtonRow]:
    return adoption.opening() if name == RESTORED else []


def ways(name: str) -> list[ButtonRow]:
    """Return the buttons for acting on a condition."""
    if name == RESTORED:
        return [*opening(), *adoption.opening()]
    if name in SHOP_WAYS:
        mark, label, to = SHOP_WAYS[name]
        return [[button(f"{mark} {_(label)}", to)]]
    if name in (SERVICES_CHANGED, RATES_JUMPED):
        return service_changes.opening_changes()
    if name == WALLETS_RESTORED:
        return payments.opening_wallets()
    if name == BALANCE_DIFFERS:
        return balance_comparisons.opening()
    return former_panels.opening() if name == OTHER_PANEL else []


def _order(name: str, about: str) -> list[ButtonRow]:
    """Return the button that opens the order of an alert."""
    if name not in ABOUT_ORDERS or not about.isdecimal():
        return []
    return [[button("📦 " + _("Open order {number}").format(number=about), OpenTrouble(order=int(about)))]]
