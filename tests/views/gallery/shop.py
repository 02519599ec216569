"""What the operator of a shop sees: prices, groups, the exchange rate, the price of a Star, limits."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from storage.conditions import Condition
from storage.customer_groups import CustomerGroup
from storage.price_rules import PriceRule, RuleKey, RuleLevel
from storage.shop_settings import ShopSetting
from storage.users import Role
from tests.views.gallery.paper import Shown
from tests.views.gallery.records import EARLIER, NOW, Records
from usecases.clock import HOUR
from usecases.errors import PricesChanged
from usecases.operating.change_prices import LastEdit, PriceRules
from usecases.operating.confirm_prices import PriceCheck
from usecases.operating.manage_groups import GroupCard
from usecases.operating.plan_prices import PriceChange, PricePlan, PriceWish, Sample
from usecases.operating.set_shop_values import ShopValuesCard
from usecases.operating.view_shop import ShopOverview
from usecases.people.view_people import Member
from usecases.pricing.price_book import ExchangeRate, PriceBook
from usecases.pricing.shop_values import ShopValue, values_of
from usecases.pricing.terms import ShopTerms
from views import failures
from views.operating import groups, people, price_plans, price_rules, shop

ALL = RuleKey(RuleLevel.ALL, "", None)
GOLD = CustomerGroup(1, "Gold", "10", None)
USD, EUR = PriceBook(ShopTerms("USD"), "USD"), PriceBook(ShopTerms("USD"), "EUR")


def rule(key: RuleKey, percent: str | None, plus: int | None = 0, fixed: int | None = None) -> PriceRule:
    return PriceRule(key.level, key.subject, key.group_id, percent, plus if percent else None, fixed)


def book(it: Records) -> PriceBook:
    rules = (
        rule(ALL, "50", 100_000),
        rule(RuleKey(RuleLevel.ALL, "", GOLD.id), "30"),
        rule(RuleKey(RuleLevel.CATEGORY, it.category_name, None), "12.5"),
        rule(RuleKey(RuleLevel.SERVICE, "101", None), None, fixed=1_200_000),
    )
    return replace(USD, rules={one.key: one for one in rules}, groups={GOLD.id: GOLD})


def overviews(it: Records) -> Iterator[Shown]:
    yield Shown("Shop", shop.shop(ShopOverview(USD, [], 53, 54, NOW)))
    closing = [Condition(name, EARLIER, "") for name in ("prices_unconfirmed", "exchange_rate_old")]
    yield Shown("Shop, closed", shop.shop(ShopOverview(EUR, closing, 0, 54, NOW)))
    rated = replace(EUR, exchange=ExchangeRate(Decimal("1.08"), NOW - 3 * HOUR))
    yield Shown("Shop, with an exchange rate", shop.shop(ShopOverview(rated, [], 53, 54, NOW)))
    samples = (Sample(it.service_name, "0.9", None, "1.458"), Sample("Likes", "12", None, "18"))
    for title, of in (
        ("", rated),
        (", confirmed", replace(USD, is_confirmed=True)),
        (", an unnamed currency", replace(USD, panel_currency="")),
    ):
        yield Shown(f"Check of prices{title}", price_plans.check(PriceCheck(of, samples, "01234567")))
    yield Shown("Check of prices, nothing to sell", price_plans.check(PriceCheck(EUR, (), "01234567")))
    yield Shown("Check of prices, before the panel has answered", price_plans.check(None))
    yield Shown("Check of prices, they have changed (toast)", price_plans.look_again())


def rules(it: Records) -> Iterator[Shown]:
    names = {"101": it.service_name}
    full = PriceRules(book(it), names, LastEdit(4, "Olga", EARLIER))
    yield Shown("Prices", price_rules.rules(full, 0))
    yield Shown("Prices, no rule yet", price_rules.rules(PriceRules(USD, {}, None), 0))
    anonymous = PriceRules(book(it), names, LastEdit(4, "", EARLIER))
    yield Shown("Prices, changed by somebody unknown", price_rules.rules(anonymous, 0))
    for title, key in (
        ("all services", ALL),
        ("a group", RuleKey(RuleLevel.ALL, "", GOLD.id)),
        ("a category", RuleKey(RuleLevel.CATEGORY, it.category_name, None)),
        ("a service", RuleKey(RuleLevel.SERVICE, "101", None)),
        ("a service without a rule", RuleKey(RuleLevel.SERVICE, "102", None)),
    ):
        yield Shown(f"Price rule: {title}", price_rules.rule(key, full))
    yield Shown("Price rule: none", price_rules.rule(ALL, PriceRules(USD, {}, None)))
    yield Shown("Price rule: which category?", price_rules.categories([it.category()], 0))
    yield Shown("Price rule: which service?", price_rules.ask_service(None, (), None))
    yield Shown("Price rule: services found", price_rules.ask_service("fol", [it.service()], "USD"))
    yield Shown("Price rule: no service found", price_rules.ask_service("xyz", [], "USD"))


def changes(it: Records) -> Iterator[Shown]:
    names, now = {"101": it.service_name}, book(it)
    category = RuleKey(RuleLevel.CATEGORY, it.category_name, None)
    samples = (
        Sample("Likes", "0.4", "0.6", "0.66"),
        Sample(it.service_name, "0.9", "1.35", "1.485"),
        Sample("Views", "0.1", None, "0.3"),
    )
    for change, value, key in (
        (PriceChange.PERCENT, "60", category),
        (PriceChange.PLUS, "0.25", RuleKey(RuleLevel.SERVICE, "101", GOLD.id)),
        (PriceChange.FIXED, "1.2", RuleKey(RuleLevel.SERVICE, "101", None)),
        (PriceChange.SCALE, "10", ALL),
        (PriceChange.DISCOUNT, "12.5", RuleKey(RuleLevel.ALL, "", GOLD.id)),
        (PriceChange.EXCHANGE, "1.08", ALL),
    ):
        of = EUR if change is PriceChange.EXCHANGE else now
        wish = PriceWish(change, key, Decimal(value))
        yield Shown(f"A change of prices: {change.name.lower()}", price_plans.ask(wish, of, names))
        shown = PricePlan(wish, of, samples, 54)
        yield Shown(
            f"A change of prices: {change.name.lower()}, what it does", price_plans.plan(shown, names)
        )
    wish = PriceWish(PriceChange.PERCENT, category)
    wrong = price_plans.out_of_bounds(PriceChange.PERCENT)
    yield Shown("A change of prices, after a wrong number", price_plans.ask(wish, now, names, wrong))
    for change in (PriceChange.REMOVE, PriceChange.UNDO):
        shown = PricePlan(PriceWish(change, category), now, samples[:1], 1)
        yield Shown(f"A change of prices: {change.name.lower()}", price_plans.plan(shown, names))
    nothing = PricePlan(PriceWish(PriceChange.SCALE, ALL, Decimal(-5)), now, (), 0)
    reason = failures.words(PricesChanged())
    yield Shown("A change of prices, after somebody else's", price_plans.plan(nothing, names, reason))
    yield Shown("A change of prices is saved (toast)", price_plans.saved())


def groups_(it: Records) -> Iterator[Shown]:
    few, many = GroupCard(GOLD, 1), GroupCard(GOLD, 12)
    yield Shown("Groups", groups.groups([many]))
    yield Shown("Group", groups.group(many))
    yield Shown("Group, one person", groups.group(few))
    yield Shown("Group: its name", groups.ask_name(GOLD, groups.bad_name()))
    yield Shown("Group: a new one", groups.ask_name(None))
    yield Shown("Group: end it", groups.ask_end(many))
    yield Shown("Group: end one of one person", groups.ask_end(few))
    member = Member(7, 1002, it.person_name, "bob", Role.CUSTOMER, None, EARLIER)
    inside = replace(member, group_id=1, group="Gold")
    yield Shown("A person's card in a shop", people.card(inside, 0, is_shop=True))
    yield Shown("A person's card in a shop, no group", people.card(member, 0, is_shop=True))
    yield Shown("A person's group", groups.choose(inside, [many], 0))


def values(it: Records) -> Iterator[Shown]:
    star = ShopSetting(3, ShopValue.STAR_PRICE, "0.013", 9, EARLIER)
    most = ShopSetting(4, ShopValue.TOPUP_MOST, "200000000", 8, EARLIER)
    changed = {star.name: star, most.name: most}
    usual = ShopValuesCard(values_of(changed, "USD"), "USD", changed, {9: "Olga"})
    yield Shown("Stars and limits", shop.values(usual))
    unset = ShopValuesCard(values_of({}, "EUR"), "EUR", {}, {})
    yield Shown("Stars and limits, another currency", shop.values(unset))
    for name in (ShopValue.STAR_PRICE, ShopValue.TOPUP_MOST, ShopValue.CREDIT_MOST):
        wrong = shop.value_out_of_bounds(name)
        yield Shown(f"A new value: {name}", shop.ask_value(name, usual))
        yield Shown(f"A new value: {name}, after a wrong number", shop.ask_value(name, usual, wrong))
    yield Shown("A value is saved (toast)", shop.value_saved(ShopValue.TOPUP_MOST, usual))
