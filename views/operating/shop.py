"""The operator's screens of a shop: at a glance, the price of a Star, and the limits."""

from collections.abc import Mapping
from decimal import Decimal

from markupsafe import Markup

from usecases.operating.plan_prices import PriceChange
from usecases.operating.set_shop_values import SHOP_BOUNDS, ShopValuesCard
from usecases.operating.view_shop import ShopOverview
from usecases.pricing.shop_values import ShopValue
from views.language import N_, _
from views.navigation import home
from views.operating import alerts
from views.operating.callbacks import OpenHealth
from views.operating.price_plans import exchange
from views.operating.price_rules import percent
from views.operating.shop_callbacks import (
    AskPrice,
    AskShopValue,
    OpenGroups,
    OpenPriceCheck,
    OpenPrices,
    OpenShop,
    OpenShopValues,
)
from views.screen import ButtonRow, Screen, button
from views.text import ago, bold, cut, exact_number, fill, lines, money, number, paragraphs, rate

VALUES: Mapping[ShopValue, str] = {
    ShopValue.STAR_PRICE: N_("100 Stars"),
    ShopValue.TOPUP_MOST: N_("Top-up, most at once"),
    ShopValue.TOPUP_MOST_DAY: N_("Top-up, most in a day"),
    ShopValue.TOPUP_MOST_FIRST_DAY: N_("Top-up, most on the first day"),
    ShopValue.CREDIT_MOST: N_("Credit or debit by an operator, most at once"),
    ShopValue.CREDIT_MOST_DAY: N_("Credit or debit by an operator, most in a day"),
}


def shop(it: ShopOverview) -> Screen:
    book = it.book
    wrong = [alerts.standing(one.name, one.since) for one in it.closing]
    return Screen(
        paragraphs(
            bold(_("Shop")),
            lines(*wrong) if wrong else "✅ " + _("Ordering is open."),
            lines(
                fill(
                    _("Services for sale: {sold} of {listed}"),
                    sold=bold(number(it.sold)),
                    listed=number(it.listed),
                ),
                fill(_("Minimum margin: {percent}"), percent=bold(percent(book.terms.min_margin))),
                fill(
                    _("Prices are rounded up to {step}"),
                    step=bold(money(book.terms.price_step, book.terms.wallet_currency)),
                ),
                _exchange(it),
            ),
        ),
        [
            [button("🔍 " + _("Check the prices"), OpenPriceCheck())],
            [button("🏷 " + _("Prices"), OpenPrices()), button("👥 " + _("Groups"), OpenGroups())],
            *_exchange_button(it),
            [button("⭐ " + _("Stars and limits"), OpenShopValues())],
            [button("‹ " + _("Operator"), OpenHealth()), home()],
        ],
    )


def _exchange(it: ShopOverview) -> Markup | None:
    book = it.book
    if not book.needs_exchange:
        return None
    if book.exchange is None:
        return fill(_("Exchange rate: not set"))
    told = exchange(book, book.exchange.rate)
    return fill(_("Exchange rate: {rate}, set {when}"), rate=bold(told), when=ago(book.exchange.set_at))


def _exchange_button(it: ShopOverview) -> list[ButtonRow]:
    if not it.book.needs_exchange:
        return []
    return [[button("💱 " + _("Exchange rate"), AskPrice(change=PriceChange.EXCHANGE))]]


def values(it: ShopValuesCard) -> Screen:
    return Screen(
        paragraphs(
            bold(_("Stars and limits")),
            lines(*(_line(name, it) for name in ShopValue)),
            _("Tap one to change it."),
        ),
        [
            *([button(_(VALUES[name]), AskShopValue(name=name))] for name in ShopValue),
            [button("‹ " + _("Shop"), OpenShop()), home()],
        ],
    )


def _line(name: ShopValue, it: ShopValuesCard) -> Markup:
    return fill("{name}: {value}", name=_(VALUES[name]), value=bold(_value(name, it)))


def _value(name: ShopValue, it: ShopValuesCard) -> str:
    if name is ShopValue.STAR_PRICE:
        price = it.values.star_price
        return _("not set") if price is None else rate(price * 100, it.currency)
    return money(getattr(it.values, name.value), it.currency)


def ask_value(name: ShopValue, it: ShopValuesCard, reason: str | None = None) -> Screen:
    question = (
        _("What do 100 Stars cost, in {currency}?")
        if name is ShopValue.STAR_PRICE
        else _("How much, in {currency}?")
    )
    return Screen(
        paragraphs(
            fill("⚠️ {reason}", reason=reason) if reason else None,
            lines(bold(_(VALUES[name])), fill(_("Now: {terms}"), terms=_value(name, it)), _set(name, it)),
            question.format(currency=it.currency),
        ),
        [[button("‹ " + _("Back"), OpenShopValues()), home()]],
    )


def _set(name: ShopValue, it: ShopValuesCard) -> Markup | None:
    """Say who set a value, and when."""
    found = it.changed.get(name)
    if found is None:
        return None
    by = it.by.get(found.changed_by)
    if not by:
        return fill(_("Set {when}."), when=ago(found.changed_at))
    return fill(_("Set {when} by {name}."), when=ago(found.changed_at), name=cut(by, 40))


def value_out_of_bounds(name: ShopValue) -> str:
    """The reason why a typed text is no value. The price of Stars is asked for a hundred."""
    bounds = SHOP_BOUNDS[name]
    times = 100 if name is ShopValue.STAR_PRICE else 1
    places = bounds.places - (2 if name is ShopValue.STAR_PRICE else 0)
    sentence = _(
        "Send a number from {least} to {most}, with at most {places} digits behind the point, "
        "for example 12.5."
    )
    least, most = (exact_number(Decimal(one) * times) for one in (bounds.least, bounds.most))
    return sentence.format(least=least, most=most, places=places)


def value_saved(name: ShopValue, it: ShopValuesCard) -> str:
    """A toast after a value was set."""
    return f"{_(VALUES[name])}: {_value(name, it)}"
