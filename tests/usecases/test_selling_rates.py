"""Selling rates and prices: exact up to one rounding, monotone, never below the minimum margin."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.customer_groups import CustomerGroup
from storage.price_rules import PriceRule, RuleKey, RuleLevel
from storage.services import CatalogueService
from usecases.pricing.price_book import ExchangeRate, PriceBook
from usecases.pricing.quote import exact_price, selling_quote
from usecases.pricing.terms import ShopTerms

GOLD = 7


def service(rate: str, kind: str = "default", **given: str) -> CatalogueService:
    return CatalogueService(
        given.get("id", "1"), "S", kind, given.get("category", "C"), rate, 1, 10**7, "", False, False, True
    )


def rule(level: str, subject: str, percent: str, plus: int = 0, group: int | None = None) -> PriceRule:
    return PriceRule(RuleLevel(level), subject, group, percent, plus, None)


def fixed(micro: int, group: int | None = None) -> PriceRule:
    return PriceRule(RuleLevel.SERVICE, "1", group, None, None, micro)


def book(*rules: PriceRule, discount: str = "0", margin: str = "5", fx: str | None = None) -> PriceBook:
    return PriceBook(
        terms=ShopTerms("USD", Decimal(margin)),
        panel_currency="EUR" if fx else "USD",
        rules={one.key: one for one in rules},
        groups={GOLD: CustomerGroup(GOLD, "Gold", discount, None)},
        exchange=ExchangeRate(Decimal(fx), 0) if fx else None,
    )


@pytest.mark.parametrize(
    ("rules", "sold", "gold"),
    [
        ([], "0.945", "0.945"),
        ([rule("all", "", "50")], "1.35", "1.35"),
        ([rule("all", "", "50", 100_000)], "1.45", "1.45"),
        ([rule("all", "", "2")], "0.945", "0.945"),
        ([rule("all", "", "50"), rule("category", "C", "20")], "1.08", "1.08"),
        ([rule("all", "", "50"), rule("category", "Other", "20")], "1.35", "1.35"),
        ([rule("all", "", "50"), rule("category", "C", "20"), rule("service", "1", "10")], "0.99", "0.99"),
        ([rule("all", "", "50"), rule("all", "", "30", group=GOLD)], "1.35", "1.17"),
        ([rule("category", "C", "20"), rule("all", "", "30", group=GOLD)], "1.08", "1.08"),
        ([fixed(2_000_000)], "2", "2"),
        ([fixed(2_000_000), fixed(1_500_000, GOLD)], "2", "1.5"),
        ([fixed(1)], "0.945", "0.945"),
    ],
)
def test_the_most_special_rule_counts_and_a_group_beats_everybody_on_its_level(
    rules: list[PriceRule], sold: str, gold: str
) -> None:
    one = book(*rules)

    assert (one.selling_rate(service("0.90"), None), one.selling_rate(service("0.90"), GOLD)) == (sold, gold)


@pytest.mark.parametrize(
    ("discount", "sold"), [("10", "1.215"), ("12.5", "1.18125"), ("30", "0.945"), ("99.9", "0.945")]
)
def test_a_groups_discount_stops_at_the_minimum_margin(discount: str, sold: str) -> None:
    assert book(rule("all", "", "50"), discount=discount).selling_rate(service("0.90"), GOLD) == sold


def test_a_rate_of_0_is_sold_at_a_fixed_price_only() -> None:
    assert book(rule("all", "", "50", 100_000)).selling_rate(service("0.00"), None) is None
    assert book(fixed(300_000)).selling_rate(service("0.00"), None) == "0.3"
    assert book(fixed(300_000), discount="50").selling_rate(service("0.00"), GOLD) == "0.15"


def test_costs_are_exchanged_and_nothing_is_sold_without_a_rate() -> None:
    assert book(rule("all", "", "50"), fx="1.08").selling_rate(service("0.90"), None) == "1.458"
    without = PriceBook(terms=ShopTerms("USD"), panel_currency="EUR")
    assert without.selling_rate(service("0.90"), None) is None


def test_nothing_is_sold_before_the_panel_has_told_its_currency() -> None:
    assert PriceBook(terms=ShopTerms("USD"), panel_currency=None).selling_rate(service("1"), None) is None


def test_an_unnamed_currency_is_the_wallets() -> None:
    one = PriceBook(terms=ShopTerms("USD"), panel_currency="")
    assert (one.needs_exchange, one.selling_rate(service("1"), None)) == (False, "1.05")


def test_a_rate_that_was_exchanged_gets_old() -> None:
    one = book(fx="1.08")
    assert one.has_fresh_rate(86_399_999)
    assert not one.has_fresh_rate(86_400_000)
    assert book().has_fresh_rate(10**15)


def test_the_noise_of_a_float_costs_nothing() -> None:
    assert book(margin="0").selling_rate(service("0.9000000000000001"), None) == "0.9"


@pytest.mark.parametrize(
    ("quantity", "step", "price"),
    [("1000", 10_000, 950_000), ("157", 10_000, 150_000), ("1", 10_000, 10_000), ("157", 1, 148_365),
     ("1000", 500_000, 1_000_000)],
)  # fmt: skip
def test_a_price_is_rounded_up_to_the_step_once(quantity: str, step: int, price: int) -> None:
    assert selling_quote(service("0.945"), {"quantity": quantity}, step).price == price


def test_a_package_costs_its_rate() -> None:
    assert book().selling_rate(service("3.0001", "package"), None) == "3.16"
    assert selling_quote(service("3.16", "package"), {}, 10_000).price == 3_160_000


def test_refill_runs_are_paid_together() -> None:
    sold = selling_quote(service("0.945"), {"quantity": "100", "runs": "5"}, 10_000)
    assert (sold.quantity, sold.price) == (500, 480_000)


rates = st.integers(1, 10**11).map(lambda number: format(Decimal(number).scaleb(-7), "f"))
percents = st.decimals(0, 5_000, places=4).map(lambda number: format(number, "f"))
exchanges = st.none() | st.decimals(Decimal("0.000001"), 100_000, places=6).map(lambda one: format(one, "f"))
steps = st.sampled_from([1, 7, 10_000, 50_000, 1_000_000])


@given(
    rates,
    percents,
    st.integers(0, 10**9),
    percents,
    st.integers(0, 99),
    exchanges,
    st.integers(1, 10**7),
    steps,
)
def test_no_price_is_below_the_minimum_margin_or_a_step_above_the_exact_one(
    rate: str, percent: str, plus: int, margin: str, discount: int, fx: str | None, quantity: int, step: int
) -> None:
    one = book(rule("all", "", percent, plus), discount=str(discount), margin=margin, fx=fx)
    cost = Fraction(rate) * Fraction(fx or 1)
    rule_says = (cost * (1 + Fraction(percent) / 100) + Fraction(plus, 10**6)) * (1 - Fraction(discount, 100))
    exact = max(rule_says, cost * (1 + Fraction(margin) / 100)) * 1_000 * quantity  # micro-units

    sold = one.selling_rate(service(rate), GOLD)
    assert sold is not None
    price = selling_quote(service(sold), {"quantity": str(quantity)}, step).price

    assert 0 <= price - exact < step
    assert price % step == 0
    assert price > 0


@given(rates, st.integers(1, 10**7), st.integers(0, 10**6), steps)
def test_more_never_costs_less(rate: str, quantity: int, more: int, step: int) -> None:
    few, many = (
        selling_quote(service(rate), {"quantity": str(one)}, step).price
        for one in (quantity, quantity + more)
    )

    assert few <= many


@given(rates, percents, st.integers(1, 10**7))
def test_what_is_shown_is_what_is_paid(rate: str, percent: str, quantity: int) -> None:
    """The arithmetic of a review, done again with its own figures, gives its price."""
    sold = book(rule("all", "", percent)).selling_rate(service(rate), None)
    assert sold is not None

    price = selling_quote(service(sold), {"quantity": str(quantity)}, 10_000).price

    shown = Fraction(sold) * quantity * 1_000
    assert Fraction(exact_price(sold, quantity)) == shown
    assert price == -(-shown // 10_000) * 10_000


def test_keys_of_rules_are_compared_by_what_they_are_about() -> None:
    assert rule("all", "", "5").key == RuleKey(RuleLevel.ALL, "", None)
