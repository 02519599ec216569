"""What a panel's texts mean: its errors, and amounts of money."""

import pytest

from panel import Meaning
from panel.errors import meaning_of
from panel.money import parse_money, to_micro


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Incorrect API key", Meaning.KEY), ("Invalid API key", Meaning.KEY), ("API key is required", Meaning.KEY),
        ("Incorrect request", Meaning.KEY), ("Account suspended", Meaning.KEY),
        ("Not enough funds on balance", Meaning.FUNDS), ("neworder.error.not_enough_funds", Meaning.FUNDS),
        ("Insufficient balance", Meaning.FUNDS),
        ("error.incorrect_service_id", Meaning.SERVICE), ("Incorrect service ID", Meaning.SERVICE),
        ("Service temporarily disabled", Meaning.SERVICE),
        ("neworder.error.link", Meaning.LINK), ("Incorrect link", Meaning.LINK), ("Bad link", Meaning.LINK),
        ("neworder.error.link_duplicate", Meaning.DUPLICATE_LINK),
        ("You have active order with this link. Please wait until order being completed.", Meaning.DUPLICATE_LINK),
        ("neworder.error.min_quantity", Meaning.QUANTITY), ("neworder.error.max_quantity", Meaning.QUANTITY),
        ("quantity must to be greater than or equal to minimum amount 50", Meaning.QUANTITY),
        ("Incorrect order ID", Meaning.ORDER), ("Refill not found", Meaning.ORDER),
        ("There is already an open request for this order", Meaning.ORDER),
        ("Rate limit exceeded", Meaning.RATE_LIMIT), ("Too many requests", Meaning.RATE_LIMIT),
        ("Whatever", Meaning.OTHER),
    ],
)  # fmt: skip
def test_an_error_text_has_a_meaning(text: str, meaning: Meaning) -> None:
    assert meaning_of(text) is meaning
    assert meaning_of(text.upper()) is meaning


@pytest.mark.parametrize("raw", ["", "free", None, True, [], "1.2.3", "--1", "NaN", "inf", "1e99", "$"])
def test_what_is_no_money_is_refused(raw: object) -> None:
    with pytest.raises(ValueError, match="amount of money"):
        parse_money(raw)


def test_money_is_rounded_once() -> None:
    assert to_micro(parse_money("0.0000005")) == 1
    assert to_micro(parse_money("0.27819")) == 278_190
