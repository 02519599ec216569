"""Prices: exact, rounded once and upwards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.services import CatalogueService
from usecases.pricing.quote import quote


def service(kind: str, rate: str) -> CatalogueService:
    return CatalogueService("1", "S", kind, "C", rate, 1, 10**6, "", False, False, True)


@pytest.mark.parametrize(
    ("kind", "rate", "answers", "quantity", "price"),
    [
        ("default", "0.90", {"quantity": "1000"}, 1000, 900_000),
        ("default", "0.90", {"quantity": "157"}, 157, 141_300),
        ("default", "1.15", {"quantity": "100", "runs": "5"}, 500, 575_000),
        ("default", "1.15", {"quantity": "100", "runs": ""}, 100, 115_000),
        ("default", "0.0000001", {"quantity": "10"}, 10, 1),
        ("default", "0.42000000000000004", {"quantity": "1000"}, 1000, 420_000),
        ("default", "0.0016720000000000003", {"quantity": "1000"}, 1000, 1_672),
        ("package", "24.5", {}, None, 24_500_000),
        ("custom_comments", "8", {"comments": "a\n\nb\n c "}, 3, 24_000),
        ("custom_comments_package", "0.95", {"comments": "a\nb"}, None, 950_000),
        ("mentions_custom_list", "6.2", {"usernames": "a\nb"}, 2, 12_400),
        ("subscriptions", "0.35", {"min": "20", "max": "50", "posts": "10"}, 500, 175_000),
    ],
)
def test_each_billing_has_its_arithmetic(
    kind: str, rate: str, answers: dict[str, str], quantity: int | None, price: int
) -> None:
    priced = quote(service(kind, rate), answers)

    assert (priced.quantity, priced.price) == (quantity, price)


@given(st.integers(1, 10**7), st.integers(1, 10**9))
def test_a_price_is_never_below_the_exact_one_and_less_than_a_micro_unit_above(
    quantity: int, rate_in_1e_minus_7: int
) -> None:
    rate = f"{rate_in_1e_minus_7 // 10**7}.{rate_in_1e_minus_7 % 10**7:07d}"
    exact_times_10_000 = quantity * rate_in_1e_minus_7  # micro-units × 1e4

    price = quote(service("default", rate), {"quantity": str(quantity)}).price

    assert 0 <= price * 10_000 - exact_times_10_000 < 10_000
