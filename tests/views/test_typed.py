"""What the bot writes in a language is understood when it is typed in that language, and so is what people write."""

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from panel.service_types import Field
from tests.views.locales import spoken_are
from usecases.numbers import parse_amount, parse_minutes, parse_money, parse_whole
from usecases.operating.plan_prices import BOUNDS, PriceChange, accepted
from usecases.ordering.countries import COUNTRY_CODES
from views import countries, translations, typed
from views.language import ENGLISH, speaking
from views.operating.price_rules import percent
from views.questions import chosen
from views.text import date, duration, exact_number, money, number

CODES = [ENGLISH, *sorted(file.stem for file in translations.LOCALES.glob("*.po")), "de", "fr", "he", "ja"]
CURRENCIES = ("USD", "EUR", "RUB", "BRL", "TRY", "INR", "IDR", "SAR", "USDT", None)
SENTENCE = 'msgid "Catalogue"\nmsgstr "…"\n'

each = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
in_every_language = pytest.mark.parametrize("code", CODES)


@pytest.fixture(autouse=True)
def every_language(tmp_path: Path) -> Iterator[None]:
    with spoken_are(tmp_path, dict.fromkeys(CODES[1:], SENTENCE)):
        yield


@in_every_language
@each
@given(count=st.integers(0, 10**12))
def test_a_whole_number_is_read_back(code: str, count: int) -> None:
    with speaking(code):
        assert parse_whole(typed.whole(number(count))) == count


@in_every_language
@each
@given(
    amount=st.decimals(0, 10**9, places=6)
    | st.decimals(0, 10_000, places=3)
    | st.integers(0, 10**7).map(Decimal)
)
def test_an_amount_is_read_back(code: str, amount: Decimal) -> None:
    with speaking(code):
        assert parse_amount(typed.amount(exact_number(amount))) == amount


@in_every_language
@each
@given(micro=st.integers(0, 10**13) | st.integers(0, 10**7).map(lambda milli: milli * 1_000))
def test_money_is_read_back_with_its_currency(code: str, micro: int) -> None:
    with speaking(code):
        read = {one: parse_money(typed.amount(money(micro, one), one)) for one in CURRENCIES}

    assert read == dict.fromkeys(CURRENCIES, micro)


@in_every_language
def test_a_percentage_is_read_back(code: str) -> None:
    with speaking(code):
        for value in map(Decimal, ("0", "12.5", "1.25", "1.255", "1000", "1255", "0.0001")):
            assert accepted(typed.amount(percent(value)), BOUNDS[PriceChange.PERCENT]) == value


@in_every_language
def test_a_length_of_time_is_read_back(code: str) -> None:
    with speaking(code):
        for length in (1, 2, 5, 11, 21, 30, 60, 120, 300, 660, 1_440, 2_880):
            shown = duration(length * 60_000)

            assert parse_minutes(typed.minutes(shown)) == length, shown


@in_every_language
def test_a_date_is_read_back(code: str) -> None:
    with speaking(code):
        for month in range(1, 13):
            shown = date(dt.date(2030, month, 28))

            assert typed.date(shown) == f"28/{month:02}/2030", shown


@in_every_language
def test_every_country_is_found_by_its_name(code: str) -> None:
    with speaking(code):
        named = {one: countries.name(one).removesuffix(f" ({one})") for one in COUNTRY_CODES}

        assert {one: name for one, name in named.items() if countries.code_of(name) != one} == {}


@pytest.mark.parametrize(
    ("code", "text", "amount"),
    [
        ("en", "1,250", 1250), ("en", "1.250", "1.25"), ("en", "$1,250", 1250), ("en", "0,125", "0.125"),
        ("es", "1.250", 1250), ("es", "1,250", "1.25"), ("es", "1250", 1250), ("es", "1.25", "1.25"),
        ("es", "1,25 €", "1.25"), ("tr", "10.000", 10_000), ("id", "0.125", "0.125"), ("pt-br", "R$ 1.250", 1250),
        ("ru", "1 250", 1250), ("ru", "1,250", "1.25"), ("ru", "1.250", "1.25"), ("ru", "1\u00a0250,50 ₽", "1250.5"),
        ("hi", "12,34,567", 1_234_567), ("hi", "₹12,34,567.50", "1234567.5"), ("ar", "١٬٢٥٠", 1250),
        ("ar", "١٫٢٥٠", "1.25"), ("ar", "\u20681,250\u2069", 1250),
    ],
)  # fmt: skip
def test_an_amount_means_what_it_means_in_the_language(code: str, text: str, amount: str | int) -> None:
    currency = {"hi": "INR", "ru": "RUB", "pt-br": "BRL", "es": "EUR"}.get(code, "USD")
    with speaking(code):
        assert parse_amount(typed.amount(text, currency)) == Decimal(amount)


@pytest.mark.parametrize("text", ["5 EUR", "€5", "5 R$", "5 dollars", "$", ""])
def test_an_amount_in_another_currency_is_none(text: str) -> None:
    assert parse_amount(typed.amount(text, "USD")) is None


@pytest.mark.parametrize(
    ("code", "field", "text", "meant"),
    [
        ("ru", Field.INTERVAL, "2 часа", "120"), ("ru", Field.INTERVAL, "30 мин.", "30"),
        ("ru", Field.DELAY, "1,5 ч", "90"), ("es", Field.INTERVAL, "2 horas", "120"),
        ("pt-br", Field.INTERVAL, "1 dia", "1440"), ("tr", Field.DELAY, "2 saat", "120"),
        ("tr", Field.DELAY, "30 dk", "30"), ("ar", Field.DELAY, "ساعتان", "120"), ("ar", Field.DELAY, "ساعة", "60"),
        ("ar", Field.DELAY, "٣٠ دقيقة", "30"), ("hi", Field.DELAY, "2 घंटे", "120"), ("id", Field.DELAY, "2 jam", "120"),
        ("en", Field.DELAY, "2 hours", "120"), ("ru", Field.DELAY, "часа", "часа"), ("en", Field.DELAY, "90", "90"),
        ("ru", Field.QUANTITY, "12 тыс.", "12000"), ("ru", Field.QUANTITY, "1,5к", "1500"),
        ("es", Field.QUANTITY, "3 mil", "3000"), ("tr", Field.QUANTITY, "5 bin", "5000"),
        ("hi", Field.QUANTITY, "2 लाख", "200000"), ("id", Field.QUANTITY, "5 ribu", "5000"),
        ("ar", Field.QUANTITY, "3 آلاف", "3000"), ("en", Field.QUANTITY, "1.2345k", "1.2345k"),
        ("ru", Field.EXPIRY, "31 декабря 2030 г.", "31/12/2030"), ("ru", Field.EXPIRY, "31 дек 2030", "31/12/2030"),
        ("ru", Field.EXPIRY, "31.12.30", "31/12/2030"), ("es", Field.EXPIRY, "31 de diciembre de 2030", "31/12/2030"),
        ("tr", Field.EXPIRY, "31 aralık 2030", "31/12/2030"), ("ar", Field.EXPIRY, "٣١ ديسمبر ٢٠٣٠", "31/12/2030"),
        ("hi", Field.EXPIRY, "31 दिसंबर 2030", "31/12/2030"), ("en", Field.EXPIRY, "31st of December 2030", "31/12/2030"),
        ("en", Field.EXPIRY, "12/31/2030", "31/12/2030"), ("en", Field.EXPIRY, "2030-12-31", "31/12/2030"),
        ("ru", Field.EXPIRY, "December 31, 2030", "31/12/2030"), ("en", Field.EXPIRY, "in December 2030", "in December 2030"),
        ("en", Field.EXPIRY, "not before 31 December 2030", "not before 31 December 2030"),
        ("ru", Field.COUNTRY, "германия", "DE"), ("ru", Field.COUNTRY, "США", "US"), ("ru", Field.COUNTRY, "Germany", "DE"),
        ("es", Field.COUNTRY, "mexico", "MX"), ("es", Field.COUNTRY, "España", "ES"), ("tr", Field.COUNTRY, "italya", "IT"),
        ("tr", Field.COUNTRY, "ISVIÇRE", "CH"), ("ar", Field.COUNTRY, "المانيا", "DE"), ("hi", Field.COUNTRY, "जर्मनी", "DE"),
        ("en", Field.LINK, "2 hours", "2 hours"),
    ],
)  # fmt: skip
def test_what_people_write_in_their_language_is_understood(
    code: str, field: Field, text: str, meant: str
) -> None:
    with speaking(code):
        assert chosen(field, text) == meant
