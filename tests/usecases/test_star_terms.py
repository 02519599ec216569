"""What Stars are worth, and payloads that only this bot can have made."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.invoices import Invoice, InvoiceStatus
from usecases.paying.invoice_payloads import InvoicePayloads, InvoiceTerms
from usecases.paying.star_terms import FEWEST_STARS, StarTerms

OLD, NEW = "o" * 40, "n" * 40
LARGEST = 2**52

prices = st.decimals("0.000001", "1000", places=6)


def invoice(**given: int) -> Invoice:
    values = {"id": 17, "stars": 100, "credited": 1_170_000, **given}
    return Invoice(
        values["id"], 1, values["stars"], values["credited"], "USD", None, None, InvoiceStatus.OPEN, None, 0, 1
    )  # fmt: skip


@given(prices, st.integers(1, 10**12))
def test_the_stars_that_are_asked_for_suffice_and_one_fewer_does_not(price: Decimal, amount: int) -> None:
    terms = StarTerms(price)

    stars = terms.needed(amount)

    assert terms.worth(stars) >= amount
    assert stars == FEWEST_STARS or terms.worth(stars - 1) < amount


@given(prices)
def test_the_most_stars_are_within_the_limit(price: Decimal) -> None:
    terms = StarTerms(price)

    assert terms.worth(terms.most_stars) <= terms.most


def test_without_a_price_stars_are_worth_nothing() -> None:
    assert StarTerms(None).worth(100) == 0


def test_the_largest_payload_has_90_bytes_at_most() -> None:
    largest = invoice(id=LARGEST, stars=25_000, credited=9 * 10**15)

    assert len(InvoicePayloads(NEW, "USD").write(largest, LARGEST).encode()) <= 90


def test_every_key_verifies_and_the_first_one_signs() -> None:
    old, both, new = (InvoicePayloads(keys, "USD") for keys in (OLD, f"{NEW},{OLD}", NEW))
    terms = InvoiceTerms(17, 1001, 100, 1_170_000)

    assert both.read(old.write(invoice(), 1001)) == terms
    assert new.read(both.write(invoice(), 1001)) == terms
    assert new.read(old.write(invoice(), 1001)) is None


def test_a_payload_of_another_currency_is_not_ours() -> None:
    payload = InvoicePayloads(NEW, "EUR").write(invoice(), 1001)

    assert InvoicePayloads(NEW, "USD").read(payload) is None


@given(st.integers(0, 82), st.characters(codec="utf-8"))
def test_a_payload_with_another_sign_is_not_ours(place: int, sign: str) -> None:
    payloads = InvoicePayloads(NEW, "USD")
    payload = payloads.write(invoice(), 1001)
    place %= len(payload)
    changed = f"{payload[:place]}{sign}{payload[place + 1 :]}"

    assert changed == payload or payloads.read(changed) is None


@pytest.mark.parametrize(
    "payload", ["", "v1", "v2.17.1001.100.1170000." + "A" * 22, "v1.17.1001.100.1170000."]
)
def test_what_is_no_payload_is_not_ours(payload: str) -> None:
    assert InvoicePayloads(NEW, "USD").read(payload) is None
