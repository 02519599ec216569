"""Numbers as panels write them: what can be read in one way only is read, and nothing else."""

from decimal import Decimal

import pytest

from panel.parsing.numbers import (
    NO_LIMIT,
    count,
    currency_beside,
    least,
    limit,
    parse_money,
    remains,
    to_micro,
)


@pytest.mark.parametrize(
    ("raw", "amount"),
    [
        ("0.90", "0.90"), (0.9, "0.9"), (7, "7"), ("$0.50", "0.50"), ("12.50 EUR", "12.50"), ("EUR 12.50", "12.50"),
        ("US$5", "5"), ("€ 5", "5"), ("5 €", "5"), ("Rs.500", "500"), ("12.50 руб.", "12.50"),
        ("1,234.5", "1234.5"), ("1,234,567", "1234567"), ("2,34,567.89", "234567.89"), ("₹12,34,567", "1234567"),
        ("210,75", "210.75"), ("0,50", "0.50"), ("0,500", "0.500"), ("2.345,67", "2345.67"), ("R$ 2.345,67", "2345.67"),
        ("2.345.678", "2345678"), ("2 345,67", "2345.67"), ("2\u00a0345.6", "2345.6"), ("2\u202f345\u202f678", "2345678"),
        ("2'345.60", "2345.60"), ("1.234", "1.234"), ("1,234", "1234"), (".5", "0.5"), ("5.", "5"),
        ("-$0.27", "-0.27"), ("$-0.27", "-0.27"), ("−3", "-3"), ("+3", "3"),
        (0.1 + 0.2, "0.30000000000000004"), ("0.0044000000000000003", "0.0044000000000000003"),
        (1.2e-05, "0.000012"), ("1.5E-5", "0.000015"),
    ],
)  # fmt: skip
def test_an_amount_is_read_exactly(raw: object, amount: str) -> None:
    assert parse_money(raw) == Decimal(amount)


@pytest.mark.parametrize(
    "raw",
    ["", "free", None, True, [], "1.2.3", "--1", "NaN", "inf", "1e99", "$", "1,5,5", "12 34", "0,123,456", "1.5k", "5%",
     "12 USD 5", "3 or 4", "9" * 40, "0." + "1" * 90, float("nan"), float("inf"), "1,234,56", "1-2"],
)  # fmt: skip
def test_what_is_no_money_is_refused(raw: object) -> None:
    with pytest.raises(ValueError, match="amount of money"):
        parse_money(raw)


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("10", 10), (10, 10), (10.0, 10), ("10.0", 10), ("10,000", 10_000), ("1,23,456", 123_456), ("10 000", 10_000),
        ("1e3", 1_000), ("-3", -3), ("+3", 3), ("1.000.000", 1_000_000), ("0.000", 0),
        ("50.000", None), ("1.000", None), ("-7.000", None), ("1.234", None), ("10,5", None), ("1.5", None),
        ("", None), (None, None), (True, None), ("many", None), ("$5", None), ([], None), (2**54, None), ("1e20", None),
    ],
)  # fmt: skip
def test_a_count_is_a_whole_number_that_cannot_be_another(raw: object, number: int | None) -> None:
    assert count(raw) == number


@pytest.mark.parametrize(
    ("raw", "number"),
    [("70", 70), ("Unlimited", NO_LIMIT), ("no limit", NO_LIMIT), ("∞", NO_LIMIT), ("50.000", None), (None, None), (-5, None)],
)  # fmt: skip
def test_a_limit_may_be_none_at_all(raw: object, number: int | None) -> None:
    assert limit(raw) == number


def test_a_lower_limit_may_be_read_too_low() -> None:
    assert [least(raw) for raw in ("1.000", "50", "1.234", "", -5)] == [1, 50, None, None, None]


def test_a_plus_before_remains_is_what_came_beyond_the_order() -> None:
    assert [remains(raw) for raw in ("+12", "-12", "12", 12, "+0")] == [-12, -12, 12, 12, 0]


def test_money_is_rounded_once() -> None:
    assert to_micro(parse_money("0.0000005")) == 1
    assert to_micro(parse_money("0.27819")) == 278_190


@pytest.mark.parametrize(
    ("amount", "currency"),
    [("12.50 EUR", "EUR"), ("€12.50", "EUR"), ("R$ 5", "BRL"), ("$5", ""), ("5", ""), (5, "")],
)
def test_a_currency_beside_an_amount_is_known(amount: object, currency: str) -> None:
    assert currency_beside(amount) == currency
