"""Where the panel takes several times what was quoted: one alert, ordering held, and one word of an operator."""

import asyncio
from typing import Any

import pytest

from storage import holds, orders, panel_keys
from storage.holds import Stop
from storage.users import Notifications
from tests.usecases.shop import LIKES, PACK, VIEWS, Shop
from usecases.browsing.own_services import OwnServices
from usecases.browsing.view_service import ServiceCard, ViewService
from usecases.clock import SECOND
from usecases.errors import AlreadyDecided, QuoteChanged, ServiceHeld
from usecases.operating.decide_holds import Decision
from usecases.people.access import Person
from usecases.pricing.quote import review_of
from usecases.tracking.view_orders import ViewOrders


async def dear(shop: Shop, service: str = "1", charge: str = "2.10") -> orders.Order:
    order = await shop.order(service)
    await shop.hears(order, charge=charge)
    return order


async def _card(shop: Shop) -> ServiceCard:
    person = Person(1, 1, "Alice", None, "en", Notifications.ALL)
    db, catalogue, clock = shop.world.db, shop.catalogue, shop.world.clock
    own = OwnServices(db=db, catalogue=catalogue, clock=clock)
    return await ViewService(db=db, catalogue=catalogue, own=own, clock=clock)("1", person)


async def test_three_times_the_quote_is_one_alert_to_each_operator_and_holds_the_service(shop: Shop) -> None:
    ready = await shop.review("1")
    order = await dear(shop)
    await shop.hears(order, charge="2.10", remains="400")

    (hold,) = await holds.current(shop.world.db, 1)
    assert (hold.service_name, hold.order_id, hold.quoted, hold.took) == ("Likes", order.id, 2_100, 2_100_000)
    assert await shop.alerts() == [(9, hold.id)]  # the sweep's own operator
    with pytest.raises(ServiceHeld):
        await shop.confirm(ready)
    assert not await shop.is_sold("1")
    assert await shop.is_sold("2")
    assert (await _card(shop)).is_held


async def test_what_was_taken_is_not_shown_as_charged(shop: Shop) -> None:
    order = await dear(shop)

    assert (
        await ViewOrders(db=shop.world.db, panel_key_id=1, clock=shop.world.clock).card(order.id, 1)
    ).charge is None


@pytest.mark.parametrize(
    "figures",
    [
        {"charge": "0.0021"}, {"charge": "0.01"}, {"charge": "0.0001"}, {"charge": None}, {},
        {"charge": "52000", "currency": "VND"}, {"charge": "2.10", "status": "Canceled"},
        {"charge": "2.10", "status": "Partial"},
    ],
)  # fmt: skip
async def test_what_agrees_is_too_low_or_not_said_alarms_nobody(shop: Shop, figures: dict[str, Any]) -> None:
    await shop.hears(await shop.order(), **figures)

    assert await shop.alerts() == []
    assert await shop.is_sold("1")


async def test_a_second_service_that_is_off_holds_the_whole_panel(shop: Shop) -> None:
    first, second = await shop.order("1"), await shop.order("2")
    await shop.hears(first, charge="2.10")
    assert await shop.is_sold("3")

    await shop.hears(second, charge="4.00")

    assert len(await shop.alerts()) == 2
    assert await holds.stop_of(shop.world.db, 1, "3") is Stop.PANEL
    for hold in await holds.current(shop.world.db, 1):
        await shop.decide(hold.id, 0, Decision.NOT_SOLD, 9)
    assert [await shop.is_sold(one) for one in "12"] == [False, False]
    assert await holds.stop_of(shop.world.db, 1, "3") is None


async def test_of_two_operators_and_two_taps_one_decides(shop: Shop) -> None:
    await dear(shop)
    (hold,) = await holds.current(shop.world.db, 1)
    taps = [(decision, operator) for decision in Decision for operator in (8, 9)]

    ends = await asyncio.gather(
        *(shop.decide(hold.id, 0, decision, operator) for decision, operator in taps), return_exceptions=True
    )

    assert sorted(type(one).__name__ for one in ends) == ["AlreadyDecided"] * (len(taps) - 1) + ["NoneType"]


async def test_rates_per_piece_make_all_prices_a_thousand_times_as_high(shop: Shop) -> None:
    ready = await shop.review("2")
    await dear(shop)
    (hold,) = await holds.current(shop.world.db, 1)

    await shop.decide(hold.id, 0, Decision.PER_PIECE, 9)

    assert {one.name: one.rate for one in shop.catalogue.services} == {
        "Likes": "2.1000",
        "Views": "4.000",
        "Pack": "3.00",
    }
    with pytest.raises(QuoteChanged) as changed:
        await shop.confirm(ready)
    assert (changed.value.old_price, changed.value.step.draft.price) == (4_000, 4_000_000)
    await shop.lists(LIKES, VIEWS, {**PACK, "rate": "4.00"})
    assert {one.name: one.rate for one in shop.catalogue.services}["Likes"] == "2.1000"
    await shop.hears(await shop.order("1"), charge="2.10")
    assert len(await shop.alerts()) == 1

    since = (await panel_keys.get(shop.world.db, 1)).rate_per_piece_since
    assert since is not None
    await shop.decide.take_back(Decision.PER_PIECE, since, 9)
    with pytest.raises(AlreadyDecided):
        await shop.decide.take_back(Decision.PER_PIECE, since, 9)
    assert {one.name: one.rate for one in shop.catalogue.services}["Likes"] == "0.0021"


async def test_another_process_follows_the_rates_that_were_decided(shop: Shop) -> None:
    other = Shop(shop.world)
    await other.refresh.keep_up()
    await dear(shop)
    (hold,) = await holds.current(shop.world.db, 1)
    await shop.decide(hold.id, 0, Decision.PER_PIECE, 9)

    await other.refresh.keep_up()

    assert other.catalogue.services == shop.catalogue.services


async def test_a_process_with_the_old_prices_sells_nothing_until_it_follows(shop: Shop) -> None:
    other = Shop(shop.world)
    await other.refresh.restore()
    ready = await other.review("2")
    await dear(shop)
    (hold,) = await holds.current(shop.world.db, 1)
    await shop.decide(hold.id, 0, Decision.PER_PIECE, 9)

    with pytest.raises(ServiceHeld):
        await other.confirm(ready)
    assert not await other.is_sold("1")

    await other.refresh.follow_rates()

    assert other.catalogue.services == shop.catalogue.services
    with pytest.raises(QuoteChanged):
        await other.confirm(ready)


async def test_a_list_that_was_under_way_does_not_bring_the_old_prices_back(shop: Shop) -> None:
    old = shop.catalogue.shelves
    await dear(shop)
    (hold,) = await holds.current(shop.world.db, 1)
    await shop.decide(hold.id, 0, Decision.PER_PIECE, 9)
    shop.catalogue.put_up(old, shop.world.now)

    assert not await shop.is_sold("1")
    await shop.refresh.follow_rates()

    assert {one.name: one.rate for one in shop.catalogue.services}["Likes"] == "2.1000"


async def test_a_charge_that_means_nothing_is_never_believed_or_alerted_again(shop: Shop) -> None:
    order = await dear(shop)
    (hold,) = await holds.current(shop.world.db, 1)

    await shop.decide(hold.id, 0, Decision.CHARGES_MEAN_NOTHING, 9)

    assert await shop.is_sold("1")
    await shop.hears(order, charge="9.90")
    await shop.hears(await shop.order("2"), charge="4.00")
    assert len(await shop.alerts()) == 1


async def test_a_decision_can_be_changed_and_older_orders_do_not_undo_it(shop: Shop) -> None:
    older = await dear(shop)
    (hold,) = await holds.current(shop.world.db, 1)
    await shop.decide(hold.id, 0, Decision.NOT_SOLD, 9)
    with pytest.raises(AlreadyDecided):
        await shop.decide(hold.id, 0, Decision.SOLD, 8)

    await shop.decide(hold.id, 1, Decision.SOLD, 8)

    assert await shop.is_sold("1")
    await shop.hears(older, charge="2.10", remains="1")
    assert await shop.is_sold("1")
    shop.world.now += 1
    await dear(shop, charge="2.20")
    assert len(await shop.alerts()) == 2


async def test_a_balance_that_fell_by_several_times_the_quote_holds_where_the_charge_says_nothing(
    shop: Shop,
) -> None:
    order = await shop.order(balance=12_000_000)
    await shop.hears(order)
    await panel_keys.keep_balance(shop.world.db, 1, 9_900_000, "USD", shop.world.now)

    for _ in range(2):
        await shop.hold.by_balance(1)

    (hold,) = await holds.current(shop.world.db, 1)
    for decision, change in ((Decision.NOT_SOLD, 0), (Decision.SOLD, 1)):
        await shop.decide(hold.id, change, decision, 9)
        await shop.hold.by_balance(1)
    assert await holds.current(shop.world.db, 1) == []
    assert (hold.seen, hold.took) == ("balance", 2_100_000)
    assert [row[0] for row in await shop.alerts()] == [8, 9]


async def test_the_balance_before_the_next_order_counts_where_there_is_one(shop: Shop) -> None:
    first = await shop.order(balance=12_000_000)
    shop.world.now += SECOND
    await shop.order("2", balance=11_997_900)
    await shop.hears(first)
    await panel_keys.keep_balance(shop.world.db, 1, 0, "USD", first.created_at)

    await shop.hold.by_balance(1)

    assert await holds.current(shop.world.db, 1) == []


@pytest.mark.parametrize(
    ("charge", "balance"), [("0.0021", 9_900_000), (None, 11_997_900), (None, 11_990_000), (None, 13_000_000)]
)
async def test_a_balance_that_proves_nothing_alarms_nobody(
    shop: Shop, charge: str | None, balance: int
) -> None:
    order = await shop.order(balance=12_000_000)
    await shop.hears(order, charge=charge)
    await panel_keys.keep_balance(shop.world.db, 1, balance, "USD", shop.world.now)

    await shop.hold.by_balance(1)

    assert await holds.current(shop.world.db, 1) == []


async def test_a_service_that_became_another_under_its_id_is_reviewed_again(shop: Shop) -> None:
    ready = await shop.review("1")
    await shop.lists({**LIKES, "name": "Dislikes"}, VIEWS, PACK)

    with pytest.raises(QuoteChanged) as changed:
        await shop.confirm(ready)

    assert (changed.value.old_name, changed.value.step.service.name) == ("Likes", "Dislikes")
    assert await shop.world.db.fetch_all("SELECT id FROM orders") == []
    renewed = changed.value.step.draft
    assert review_of(renewed) != review_of(ready)
    assert (await shop.confirm(renewed)).service_name == "Dislikes"
