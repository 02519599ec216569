"""What a shop's review shows: its own figures, calculated again, give the price on its button."""

import re
from decimal import Decimal
from fractions import Fraction
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from panel.service_types import ServiceType
from storage.drafts import Draft, DraftStatus
from storage.price_rules import PriceRule, RuleLevel
from storage.records import Json
from storage.services import CatalogueService
from usecases.pricing.price_book import ExchangeRate, PriceBook
from usecases.pricing.quote import selling_quote
from usecases.pricing.terms import ShopTerms
from usecases.step import Step
from views import catalogue, wizard
from views.language import speaking

NUMBER = r"[\d,]+(?:\.\d+)?"
ARITHMETIC = re.compile(
    rf"Price: ({NUMBER}) × \$({NUMBER}) / 1,000 = (?:\$({NUMBER}), rounded up to )?\$({NUMBER})"
)
rates = st.integers(1, 10**10).map(lambda number: format(Decimal(number).scaleb(-7), "f"))
percents = st.decimals(0, 900, places=4).map(lambda number: format(number, "f"))
exchanges = st.decimals(Decimal("0.0001"), 20_000, places=6)


def sold(
    rate: str, percent: str, exchange: Decimal, type_: ServiceType = ServiceType.DEFAULT
) -> CatalogueService:
    rule = PriceRule(RuleLevel.ALL, "", None, percent, 0, None)
    book = PriceBook(ShopTerms("USD"), "EUR", rules={rule.key: rule}, exchange=ExchangeRate(exchange, 0))
    service = CatalogueService("1", "S", type_, "C", rate, 1, 10**7, "", False, False, False)
    selling_rate = book.selling_rate(service, None)
    assert selling_rate is not None
    return CatalogueService("1", "S", type_, "C", selling_rate, 1, 10**7, "", False, False, False)


def review(service: CatalogueService, answers: dict[str, str]) -> str:
    quoted = selling_quote(service, answers, 10_000)
    draft = Draft(
        "abcdefgh",
        1,
        1,
        "1",
        DraftStatus.READY,
        quoted.quantity,
        service.rate,
        quoted.price,
        "USD",
        Json(answers),
        "S",
    )
    with speaking("en"):
        screen = wizard.review(Step(draft, service, None, 2, 2, None))
    text = unescape(re.sub("<[^>]+>", "", screen.text))
    return "\n".join([text, *(one.text for row in screen.rows for one in row)])


def amount(shown: str) -> Fraction:
    return Fraction(shown.replace(",", ""))


@given(rates, percents, exchanges, st.integers(1, 10**7))
def test_the_figures_of_a_review_give_the_price_on_its_button(
    rate: str, percent: str, exchange: Decimal, quantity: int
) -> None:
    shown = review(sold(rate, percent, exchange), {"link": "x", "quantity": str(quantity)})

    found = ARITHMETIC.search(shown)
    assert found is not None, shown
    many, each, product, price = found.groups()
    exact = amount(many) * amount(each) / 1_000
    if product is not None:
        assert amount(product) == exact
    assert -(-exact * 100 // 1) == amount(price) * 100
    assert f"Place order · ${price}" in shown


@given(rates, percents, exchanges)
def test_a_package_costs_what_its_card_and_its_review_say(rate: str, percent: str, exchange: Decimal) -> None:
    service = sold(rate, percent, exchange, ServiceType.PACKAGE)

    with speaking("en"):
        (row,) = catalogue.service_rows([service], "USD")
    price = row[0].text.partition(" · ")[0]
    shown = review(service, {"link": "x"})

    assert f"Price: {price} for the package" in shown
    assert f"Place order · {price}" in shown


@given(rates, percents, exchanges)
def test_a_list_never_shows_less_than_is_paid(rate: str, percent: str, exchange: Decimal) -> None:
    service = sold(rate, percent, exchange)

    with speaking("en"):
        (row,) = catalogue.service_rows([service], "USD")
    shown = row[0].text.partition(" · ")[0].removeprefix("$")

    assert -Fraction(1, 10**12) < amount(shown) - Fraction(service.rate) < Fraction(1, 10**7)
