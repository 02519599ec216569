"""Screens that ask for a new price, show what it does, and let an operator check a shop's prices."""

from collections.abc import Mapping
from decimal import Decimal

from aiogram.types import InlineKeyboardButton
from markupsafe import Markup

from usecases.operating.confirm_prices import PriceCheck
from usecases.operating.plan_prices import BOUNDS, PriceChange, PricePlan, PriceWish, Sample, fingerprint
from usecases.pricing.price_book import PriceBook
from views.language import N_, _, ngettext
from views.navigation import home
from views.operating.price_rules import named, opening, percent, whose
from views.operating.shop_callbacks import (
    AskPrice,
    ConfirmPriceCheck,
    OpenGroup,
    OpenPriceCheck,
    OpenPrices,
    OpenShop,
    SavePrices,
)
from views.screen import ButtonRow, Screen, button, confirm, primary_button
from views.text import bold, change, cut, exact_number, fill, lines, number, paragraphs, rate, shown_rate

QUESTIONS_OF_CHANGES: Mapping[PriceChange, str] = {
    PriceChange.PERCENT: N_("How many percent above the cost?"),
    PriceChange.PLUS: N_("Which amount is added, in {currency}, per 1,000 or per package?"),
    PriceChange.FIXED: N_("Which fixed rate, in {currency}, per 1,000 or per package?"),
    PriceChange.SCALE: N_("By how many percent do all prices change? For example 10, or -5."),
    PriceChange.DISCOUNT: N_("Which discount does the group get, in percent?"),
    PriceChange.EXCHANGE: N_("How much {currency} is one {panel_currency}?"),
}

SAVED_CHANGES: Mapping[PriceChange, str] = {
    PriceChange.PERCENT: N_("Percent above the cost: {value}"),
    PriceChange.PLUS: N_("Amount added per 1,000 or package: {value}"),
    PriceChange.FIXED: N_("Fixed rate: {value}"),
    PriceChange.SCALE: N_("All prices by {value}"),
    PriceChange.DISCOUNT: N_("Discount: {value}"),
    PriceChange.EXCHANGE: N_("Exchange rate: {value}"),
    PriceChange.REMOVE: N_("The rule is removed."),
    PriceChange.UNDO: N_("The last change is undone."),
}


def out_of_bounds(change: PriceChange) -> str:
    """The reason why a typed text is no value for a change."""
    bounds = BOUNDS[change]
    sentence = _(
        "Send a number from {least} to {most}, with at most {places} digits behind the point, "
        "for example 12.5."
    )
    return sentence.format(
        least=exact_number(bounds.least), most=exact_number(bounds.most), places=bounds.places
    )


def ask(wish: PriceWish, book: PriceBook, names: dict[str, str], reason: str | None = None) -> Screen:
    words = _(QUESTIONS_OF_CHANGES[wish.change]).format(
        currency=book.terms.wallet_currency, panel_currency=cut(book.panel_currency or "", 8)
    )
    return Screen(
        paragraphs(fill("⚠️ {reason}", reason=reason) if reason else None, _heading(wish, book, names), words),
        [[_back(wish), home()]],
    )


def _heading(wish: PriceWish, book: PriceBook, names: dict[str, str]) -> Markup | None:
    match wish.change:
        case PriceChange.EXCHANGE:
            return bold(_("Exchange rate"))
        case PriceChange.SCALE | PriceChange.UNDO:
            return bold(_("All prices"))
        case PriceChange.DISCOUNT:
            return bold(whose(wish.key, book))
    return lines(bold(named(wish.key, names)), fill(_("For: {group}"), group=bold(whose(wish.key, book))))


def _back(wish: PriceWish) -> InlineKeyboardButton:
    match wish.change:
        case PriceChange.EXCHANGE:
            return button("‹ " + _("Shop"), OpenShop())
        case PriceChange.SCALE | PriceChange.UNDO:
            return button("‹ " + _("Prices"), OpenPrices())
        case PriceChange.DISCOUNT:
            return button("‹ " + _("Back"), OpenGroup(group=wish.key.group_id or 1))
    return button("‹ " + _("Back"), opening(wish.key))


def plan(it: PricePlan, names: dict[str, str], reason: str | None = None) -> Screen:
    """What a change does to prices, before it is saved."""
    wish, version = it.wish, it.book.version
    saving = SavePrices(
        plan=fingerprint(wish, it.book.panel_currency), edit=version.edit, setting=version.setting
    )
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            lines(_heading(wish, it.book, names), _value(it)),
            _effect(it),
            lines(*(_sample(one, it.book) for one in it.samples)),
            _("Nothing is saved yet. Orders that were placed keep their prices.")
            if wish.value is None
            else _("Nothing is saved yet; you can send another number. Placed orders keep their prices."),
        ),
        [[confirm("✅ " + _("Save"), saving)], [_back(wish), home()]],
    )


def _value(it: PricePlan) -> Markup:
    wish, book = it.wish, it.book
    sentence, value = _(SAVED_CHANGES[wish.change]), wish.value or Decimal(0)
    match wish.change:
        case PriceChange.PLUS | PriceChange.FIXED:
            shown = rate(value, book.terms.wallet_currency)
        case PriceChange.EXCHANGE:
            shown = exchange(book, value)
        case PriceChange.SCALE:
            shown = ("+" if value > 0 else "−") + percent(abs(value))
        case _:
            shown = percent(value)
    return fill(sentence, value=bold(shown))


def exchange(book: PriceBook, value: Decimal) -> str:
    return _("1 {panel_currency} = {value} {currency}").format(
        panel_currency=cut(book.panel_currency or "", 8),
        value=exact_number(value),
        currency=book.terms.wallet_currency,
    )


def _effect(it: PricePlan) -> str:
    if not it.affected:
        return _("No price changes.")
    sentence = ngettext(
        "{count} price changes, per 1,000 or per package:",
        "{count} prices change, per 1,000 or per package:",
        it.affected,
    )
    return sentence.format(count=number(it.affected))


def _sample(it: Sample, book: PriceBook) -> Markup:
    before, after = (_sold(one, book) for one in (it.before, it.after))
    return fill("{name}: {change}", name=cut(it.name, 60), change=change(before, bold(after)))


def _sold(told: str | None, book: PriceBook) -> str:
    return _("not sold") if told is None else shown_rate(told, book.terms.wallet_currency)


def saved() -> str:
    """A toast after a change was saved."""
    return _("Saved.")


def look_again() -> str:
    """A toast after a confirmation of prices that have changed since they were shown."""
    return _("These prices have changed since you saw them. Please look again.")


def check(it: PriceCheck | None) -> Screen:
    """Three services with cost and price. While nobody has confirmed them, the shop is closed."""
    if it is None:
        words = _("The panel has not told its services and its currency yet. Try again in a minute.")
        return Screen(
            paragraphs(bold(_("Check the prices")), words),
            [[primary_button("🔄 " + _("Try again"), OpenPriceCheck())], [home()]],
        )
    return Screen(
        paragraphs(
            bold(_("Check the prices")),
            _told(it.book),
            lines(*(_cost_and_price(one, it.book) for one in it.samples))
            if it.samples
            else _("Nothing can be sold: no service has a rate, or the exchange rate is missing."),
            _("These prices are confirmed.")
            if it.book.is_confirmed
            else _("Ordering stays closed until you confirm that these prices are right."),
        ),
        [*_confirming(it), [button("🏷 " + _("Prices"), OpenPrices())], [_to_shop(), home()]],
    )


def _told(book: PriceBook) -> str:
    told, wallet = book.panel_currency or "", book.terms.wallet_currency
    if told and not book.needs_exchange:
        return _("All amounts are per 1,000, or per package.")
    if not told:
        return _("The panel does not name its currency. Costs are taken as {currency}.").format(
            currency=wallet
        )
    return _("Costs are in {panel_currency}, prices in {currency}, per 1,000 or per package.").format(
        panel_currency=cut(told, 8), currency=wallet
    )


def _cost_and_price(it: Sample, book: PriceBook) -> Markup:
    costs = book.panel_currency or book.terms.wallet_currency
    return fill(
        _("{name}: cost {cost}, price {price}"),
        name=cut(it.name, 60),
        cost=shown_rate(it.cost, costs),
        price=bold(_sold(it.after, book)),
    )


def _confirming(it: PriceCheck) -> list[ButtonRow]:
    rows: list[ButtonRow] = []
    if it.book.needs_exchange:
        rows.append([button("💱 " + _("Exchange rate"), AskPrice(change=PriceChange.EXCHANGE))])
    if it.samples and not it.book.is_confirmed:
        rows.insert(
            0, [confirm("✅ " + _("These prices are right"), ConfirmPriceCheck(shown=it.fingerprint))]
        )
    return rows


def _to_shop() -> InlineKeyboardButton:
    return button("‹ " + _("Shop"), OpenShop())
