"""What was sold, given back, what it cost and what is left."""

import datetime as dt

import pytest

from panel.service_types import Field
from storage import shop_settings
from storage.orders import Cost
from tests.usecases.paid_orders import OLGA, PRICE, decide_refunds, placed, send, shop
from tests.usecases.records import reserve
from tests.usecases.shop import LIKES, Shop
from usecases.clock import DAY
from usecases.operating.report_sales import ReportSales, Sales

__all__ = ["shop"]  # a fixture


def reporting(shop: Shop, currency: str = "USD") -> ReportSales:
    return ReportSales(db=shop.world.db, wallet_currency=currency)


async def month(shop: Shop) -> Sales:
    (one,) = await reporting(shop).by_month(shop.world.now)
    return one


async def test_what_came_back_is_what_the_books_say(shop: Shop) -> None:
    """The panel tells no proportion, and an operator gave back a part."""
    order = await placed(shop)
    await shop.hears(order, status="Partial", remains="0")
    await decide_refunds(shop).give_back(order.id, 600, OLGA)

    it = await month(shop)

    assert (it.month, it.orders, it.quoted, it.spent, it.given_back) == (
        "1970-02",
        1,
        PRICE,
        PRICE - 600,
        600,
    )
    assert (it.cost, it.margin, it.without_cost) == (1_500, PRICE - 600 - 1_500, 0)


async def test_the_cost_is_that_of_what_was_delivered(shop: Shop) -> None:
    await shop.hears(await placed(shop), status="Partial", remains="400")
    await shop.hears(await placed(shop), status="Canceled", remains="0")
    await shop.hears(await placed(shop), status="Completed", remains="0")

    it = await month(shop)

    assert (it.quoted, it.given_back) == (3 * PRICE, 840 + PRICE)
    assert it.cost == 900 + 0 + 1_500
    assert it.margin == it.quoted - it.given_back - it.cost


async def test_a_refused_order_was_not_sold(shop: Shop) -> None:
    await shop.confirm(await shop.review())

    await send(shop, {"error": "Incorrect link"})

    assert await reporting(shop).by_month(shop.world.now) == []


async def test_an_order_without_a_known_cost_is_counted_and_left_out_of_the_margin(shop: Shop) -> None:
    await placed(shop)
    shop.costs["1"] = Cost("0", 0, "USD")
    await placed(shop)

    it = await month(shop)

    assert (it.orders, it.quoted, it.without_cost) == (2, 2 * PRICE, 1)
    assert (it.cost, it.margin) == (1_500, PRICE - 1_500)


async def test_another_currency_is_exchanged_at_the_rate_of_its_day(shop: Shop) -> None:
    world = shop.world
    shop.costs["1"] = Cost("0.0015", 1_500, "eur")
    await placed(shop)
    assert (await month(shop)).without_cost == 1
    for rate, at in (("1.1", 0), ("1.2", world.now), ("1.4", world.now + DAY)):
        await shop_settings.add(world.db, "exchange_rate:EUR:USD", rate, OLGA, at)
    assert (await month(shop)).cost == 1_800
    world.now += DAY
    await placed(shop)

    it = await month(shop)

    assert it.cost == 1_800 + 2_100
    assert it.margin == 2 * PRICE - it.cost


async def test_orders_of_the_private_time_were_not_sold(shop: Shop) -> None:
    await reserve(shop.world.db, 77)

    assert await reporting(shop).by_month(shop.world.now) == []
    await placed(shop)
    assert (await month(shop)).orders == 1
    assert [one.quoted for one in await ReportSales(db=shop.world.db)()] == [900_000, PRICE]


@pytest.mark.parametrize(("runs", "spent"), [(1, 1_260), (3, 3 * PRICE)])
async def test_what_is_left_of_one_run_says_nothing_about_a_drip_feed(
    shop: Shop, runs: int, spent: int
) -> None:
    """In private mode, where `remains` alone says what was spent."""
    shop.costs.clear()
    await shop.lists({**LIKES, "dripfeed": runs > 1})
    answers = {Field.LINK: "https://example.com/p", Field.QUANTITY: "1000"}
    if runs > 1:
        answers |= {Field.RUNS: str(runs), Field.INTERVAL: "60"}
    draft = (await shop.drafts.start(1, "1")).draft
    for name, text in answers.items():
        draft = (await shop.drafts.answer(draft.id, 1, name, text)).draft
    order = await shop.confirm(draft)
    await send(shop, {"order": 7})
    await shop.hears(order, status="Partial", remains="400")

    (it,) = await ReportSales(db=shop.world.db)()

    assert it.spent == spent


async def test_months_of_all_people_come_newest_first(shop: Shop) -> None:
    await placed(shop)
    shop.world.now += 30 * DAY
    await placed(shop)

    its = await reporting(shop).by_month(shop.world.now)

    assert [(one.month, one.orders, one.name) for one in its] == [("1970-03", 1, ""), ("1970-02", 1, "")]
    assert [(one.month, one.name) for one in await reporting(shop)()] == [
        ("1970-02", "Alice"),
        ("1970-03", "Alice"),
    ]


async def test_the_months_at_a_glance_are_this_one_and_the_five_before(shop: Shop) -> None:
    world = shop.world
    await placed(shop)
    ordered = world.now
    first = "2026-01-01T00:00:00+00:00"
    at = int(dt.datetime.fromisoformat(first).timestamp()) * 1_000
    await world.db.execute("UPDATE orders SET created_at = $1 WHERE created_at <= $2", at, ordered)

    for now, months in (
        ("2026-01-01", ["2026-01"]), ("2026-06-30", ["2026-01"]), ("2026-07-01", []),
    ):  # fmt: skip
        world.now = int(dt.datetime.fromisoformat(f"{now}T12:00:00+00:00").timestamp()) * 1_000
        assert [one.month for one in await reporting(shop).by_month(world.now)] == months
    assert [one.month for one in await reporting(shop)()] == ["2026-01"]
