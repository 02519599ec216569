"""What a panel's figures are believed for: tables of what panels say and what follows."""

from typing import Any

import pytest
from msgspec.structs import replace

from storage.orders import Order, OrderStage
from storage.records import Json
from usecases.tracking import figures

S = OrderStage
PRICE = 4_500_000  # 5,000 at $0.90


def order(status: OrderStage = S.IN_PROGRESS, **changes: Any) -> Order:
    plain = Order(
        id=1, user_id=1, panel_key_id=1, draft_id="d", service_id="1", service_name="Plays", service_type="default",
        target="https://example.com/p", quantity=5_000, rate="0.90", price=PRICE, currency="USD", refillable=False,
        cancelable=False, status=status, status_word="Pending", failure=None, panel_order_id="7", charge=None,
        start_count=None, remains=None, card_message_id=None, redraw=False, created_at=1, placed_at=1, ended_at=None,
        checked_at=None, missing_since=None, parameters=Json(link="x", quantity="5000"), charge_currency=None,
        changed_at=1, slow_since=None, unreadable_since=None, ended_by=None,
    )  # fmt: skip
    return replace(plain, **changes)


@pytest.mark.parametrize(
    ("status", "remains", "delivered", "beyond"),
    [
        (S.PENDING, 0, 0, 0), (S.PENDING, 5_000, 0, 0), (S.PENDING, 1_200, 0, 0), (S.PENDING, -3, 0, 0),
        (S.PROCESSING, 0, None, 0), (S.PROCESSING, 5_000, 0, 0), (S.IN_PROGRESS, 1_200, 3_800, 0),
        (S.IN_PROGRESS, 0, None, 0), (S.IN_PROGRESS, 9_000, 0, 0), (S.IN_PROGRESS, -12, None, 12), (S.IN_PROGRESS, None, None, 0),
        (S.PROBLEM, 5_000, 0, 0), (S.PROBLEM, 700, 4_300, 0), (S.PROBLEM, 0, None, 0),
        (S.COMPLETED, 0, 5_000, 0), (S.COMPLETED, None, 5_000, 0), (S.COMPLETED, 12, 5_000, 0), (S.COMPLETED, -37, 5_000, 37),
        (S.PARTIAL, 250, 4_750, 0), (S.PARTIAL, -4, 5_000, 4), (S.PARTIAL, 0, None, 0), (S.PARTIAL, None, None, 0),
        (S.CANCELED, 0, None, 0), (S.CANCELED, 5_000, 0, 0), (S.CANCELED, 2_000, 3_000, 0), (S.CANCELED, -5, None, 0),
    ],
)  # fmt: skip
def test_what_was_delivered_follows_from_the_state_first(
    status: OrderStage, remains: int | None, delivered: int | None, beyond: int
) -> None:
    it = order(status, remains=remains)

    assert (figures.delivered(it), figures.beyond(it)) == (delivered, beyond)


@pytest.mark.parametrize(("remains", "delivered"), [(1_200, 3_800), (5_000, 0), (0, None), (None, None)])
def test_an_order_with_a_word_that_is_not_known_may_have_begun(
    remains: int | None, delivered: int | None
) -> None:
    it = order(S.PENDING, status_word="Being delivered", remains=remains)

    assert figures.delivered(it) == delivered


@pytest.mark.parametrize("part", ["runs", "posts"])
@pytest.mark.parametrize("status", [S.PENDING, S.IN_PROGRESS, S.COMPLETED, S.PARTIAL, S.CANCELED])
def test_of_a_drip_feed_and_a_subscription_no_progress_is_made_up(status: OrderStage, part: str) -> None:
    it = order(status, remains=100, parameters=Json({"link": "x", part: "5"}))

    assert figures.delivered(it) is None


@pytest.mark.parametrize(
    ("charge", "believed"),
    [
        (PRICE, True), (4_500_001, True), (4_504_900, True), (4_490_000, True),  # a panel's rounding
        (4_100_000, False), (900_000, False), (500_000, False), (0, False), (13_500_000, False), (None, False),
    ],
)  # fmt: skip
@pytest.mark.parametrize("status", [S.PENDING, S.PROCESSING, S.IN_PROGRESS, S.PROBLEM, S.COMPLETED])
def test_an_order_that_goes_on_costs_what_was_quoted(
    status: OrderStage, charge: int | None, *, believed: bool
) -> None:
    assert figures.believed_charge(order(status, charge=charge)) == (charge if believed else None)


@pytest.mark.parametrize(
    ("status", "remains", "charge", "believed"),
    [
        (S.PARTIAL, 2_000, 2_700_000, True), (S.PARTIAL, 2_000, 4_500_000, True),  # it may stay full
        (S.PARTIAL, 2_000, 1_000_000, False), (S.PARTIAL, 100, 500_000, False), (S.PARTIAL, 0, 2_700_000, False),
        (S.PARTIAL, None, 2_700_000, False), (S.PARTIAL, -2, 4_500_000, True), (S.PARTIAL, -2, 0, False),
        (S.CANCELED, 5_000, 0, True), (S.CANCELED, 0, 4_500_000, True), (S.CANCELED, 0, 900_000, False),
    ],
)  # fmt: skip
def test_an_order_that_ended_early_costs_what_was_delivered_or_all(
    status: OrderStage, remains: int | None, charge: int, *, believed: bool
) -> None:
    it = order(status, remains=remains, charge=charge)

    assert figures.believed_charge(it) == (charge if believed else None)


@pytest.mark.parametrize(
    ("currency", "believed"), [(None, True), ("USD", True), ("usd", True), ("VND", False)]
)
def test_a_charge_in_another_currency_is_not_believed(currency: str | None, *, believed: bool) -> None:
    it = order(charge=PRICE, charge_currency=currency)

    assert figures.believed_charge(it) == (PRICE if believed else None)


@pytest.mark.parametrize(
    ("status", "remains", "back"),
    [
        (S.PARTIAL, 250, 225_000), (S.PARTIAL, -4, 0), (S.PARTIAL, 0, None), (S.PARTIAL, None, None), (S.PARTIAL, 9_999, PRICE),
        (S.CANCELED, 0, PRICE), (S.CANCELED, None, PRICE), (S.CANCELED, 5_000, PRICE), (S.CANCELED, 1_000, 900_000),
        (S.PROBLEM, 5_000, None), (S.COMPLETED, 0, None), (S.IN_PROGRESS, 10, None),
    ],
)  # fmt: skip
def test_what_should_come_back_follows_from_what_was_delivered(
    status: OrderStage, remains: int | None, back: int | None
) -> None:
    for charge in (None, 0, 100_000, PRICE):  # whatever the panel calls its charge
        assert figures.comes_back(order(status, remains=remains, charge=charge)) == back


@pytest.mark.parametrize("parts", [{"quantity": "500", "runs": "10"}, {"posts": "10", "max": "500"}])
def test_nobody_can_say_what_comes_back_of_a_canceled_order_in_parts(parts: dict[str, str]) -> None:
    for remains in (None, 0, 500, -3):
        assert figures.comes_back(order(S.CANCELED, parameters=Json(parts), remains=remains)) is None


def test_of_a_price_that_is_not_known_nothing_comes_back_and_nothing_is_contradicted() -> None:
    free = order(S.CANCELED, price=0, rate="0.00", charge=0)

    assert (figures.comes_back(free), figures.believed_charge(free)) == (None, None)
    assert not figures.is_contradicted(order(price=0, rate="0.00"), PRICE)


@pytest.mark.parametrize(
    ("status", "charge", "currency", "dear"),
    [
        (S.IN_PROGRESS, 13_500_000, None, True), (S.COMPLETED, 4_500_000_000, "USD", True), (S.PENDING, 13_499_999, None, False),
        (S.IN_PROGRESS, 112_500_000_000, "VND", False), (S.PARTIAL, 13_500_000, None, False),
        (S.CANCELED, 13_500_000, None, False), (S.PROBLEM, 13_500_000, None, True), (S.IN_PROGRESS, None, None, False),
        (S.IN_PROGRESS, 500_000, None, False),
    ],
)  # fmt: skip
def test_three_times_the_quote_is_a_contradiction_while_the_order_goes_on_or_when_it_is_done(
    status: OrderStage, charge: int | None, currency: str | None, *, dear: bool
) -> None:
    assert figures.is_dear(order(status, charge=charge, charge_currency=currency)) is dear


def test_what_a_cent_of_rounding_explains_is_no_contradiction() -> None:
    small = order(price=2_000, rate="0.02", quantity=100)

    assert not figures.is_contradicted(small, 10_000)
    assert figures.is_contradicted(small, 20_000)
