"""The figures of the last days: by day, what became of the orders, and which services are slow."""

import datetime as dt
from collections.abc import Sequence

from storage import order_progress
from storage.database import Database
from storage.orders import OrderStage
from tests.usecases.paid_orders import PRICE, placed, send, shop
from tests.usecases.records import reserve
from tests.usecases.shop import Shop
from usecases.clock import DAY, HOUR, MINUTE, Clock
from usecases.operating.report_sales import ReportSales
from usecases.operating.view_charts import CHART_DAYS, MOST_SLOW, ChartDay, OutcomeShare, ViewCharts

__all__ = ["shop"]  # a fixture

NOW = 20_000 * DAY + 5 * HOUR


def view(db: Database, clock: Clock, currency: str | None = "USD") -> ViewCharts:
    report = ReportSales(db=db, wallet_currency=currency)
    return ViewCharts(db=db, panel_key_id=1, report_sales=report, wallet_currency=currency, clock=clock)


def with_orders(days: Sequence[ChartDay]) -> dict[int, tuple[int, int, int]]:
    """Return the days that have orders, by place."""
    return {place: (it.orders, it.sold, it.margin) for place, it in enumerate(days) if it.orders}


async def test_a_shop_sees_its_sales_by_day_as_the_sales_have_them(shop: Shop) -> None:
    world = shop.world
    world.now = NOW
    await placed(shop)
    world.now += DAY
    await shop.hears(await placed(shop), status="Canceled", remains="0")
    await placed(shop)
    report = ReportSales(db=world.db, wallet_currency="USD")

    it = await view(world.db, world.clock)(with_money=True)

    (month,) = await report.by_month(shop.world.now)
    today = await report.since(world.now - world.now % DAY)
    assert today is not None
    assert (it.orders, it.sold, it.margin) == (month.orders, month.quoted, month.margin)
    assert with_orders(it.days) == {
        28: (1, PRICE, PRICE - 1_500),
        29: (2, 2 * PRICE, today.margin),
    }
    assert (it.currency, it.without_cost) == ("USD", 0)
    assert it.days[-1].date == dt.date(1970, 1, 1) + dt.timedelta(days=world.now // DAY)


async def test_without_the_right_to_see_money_there_is_none(shop: Shop) -> None:
    await placed(shop)

    it = await view(shop.world.db, shop.world.clock)(with_money=False)

    assert (it.orders, it.currency) == (1, None)


async def test_orders_older_than_the_days_are_left_out(shop: Shop) -> None:
    world = shop.world
    world.now = NOW
    await placed(shop)
    world.now += (CHART_DAYS - 1) * DAY
    assert (await view(world.db, world.clock)(with_money=True)).orders == 1

    world.now += DAY

    it = await view(world.db, world.clock)(with_money=True)
    assert (it.orders, it.is_empty, len(it.days)) == (0, True, CHART_DAYS)


async def test_a_refused_order_has_an_outcome_and_is_no_sale(shop: Shop) -> None:
    await shop.hears(await placed(shop), status="Partial", remains="400")
    await placed(shop)
    await shop.confirm(await shop.review())
    await send(shop, {"error": "Incorrect link"})

    it = await view(shop.world.db, shop.world.clock)(with_money=True)

    assert it.orders == 2
    assert it.outcomes == [
        OutcomeShare(OrderStage.PARTIAL, 1),
        OutcomeShare(OrderStage.FAILED, 1),
        OutcomeShare(None, 1),
    ]


async def test_a_shop_leaves_out_its_private_time_and_a_private_bot_counts_all(shop: Shop) -> None:
    world = shop.world
    world.now = HOUR
    await reserve(world.db, 77)
    await placed(shop)

    as_shop = await view(world.db, world.clock)(with_money=True)
    private = await view(world.db, world.clock, None)(with_money=True)

    assert (as_shop.orders, [one.orders for one in as_shop.outcomes]) == (1, [1])
    assert (private.orders, [one.orders for one in private.outcomes]) == (2, [2])
    assert private.currency is None


async def test_a_closed_order_of_a_former_panel_counts_as_closed(shop: Shop) -> None:
    order = await placed(shop)
    await shop.world.db.execute("UPDATE orders SET status = 'closed' WHERE id = $1", order.id)

    it = await view(shop.world.db, shop.world.clock)(with_money=True)

    assert it.outcomes == [OutcomeShare(OrderStage.CLOSED, 1)]


async def complete(db: Database, first: int, service: str, *took: int) -> None:
    """Write down completed orders of a service, which were placed a day before `NOW`."""
    for number, duration in enumerate(took, first):
        await db.execute(
            "INSERT INTO drafts (id, user_id, panel_key_id, service_id, created_at, updated_at)"
            " VALUES ($1, 1, 1, '1', 0, 0)",
            str(number),
        )
        await db.execute(
            """
            INSERT INTO orders (id, user_id, panel_key_id, draft_id, service_id, service_name, service_type,
                parameters, target, rate, price, currency, refillable, cancelable, created_at)
            VALUES ($1, 1, 1, $2, $3, $4, 'default', '{}', 'x', '1', 1, 'USD', 0, 0, 0)
            """,
            number, str(number), service, f"Service {service}",
        )  # fmt: skip
        await order_progress.begin_submitting(db, number)
        await order_progress.place(db, number, str(number), NOW - DAY, NOW - DAY)
        await db.execute(
            "UPDATE orders SET status = 'completed', ended_at = $2 WHERE id = $1",
            number,
            NOW - DAY + duration,
        )


async def test_the_slowest_services_come_first_by_the_median_of_their_orders(shop: Shop) -> None:
    db = shop.world.db
    await complete(db, 100, "9", HOUR, 5 * HOUR, 9 * HOUR)
    await complete(db, 200, "8", HOUR, 2 * HOUR, 4 * HOUR, 20 * HOUR)
    await complete(db, 300, "7", 20 * HOUR, 20 * HOUR)  # too few

    it = await view(db, lambda: NOW, None)(with_money=False)

    assert [(one.id, one.name, one.median) for one in it.slowest] == [
        ("9", "Service 9", 5 * HOUR),
        ("8", "Service 8", 3 * HOUR),
    ]


async def test_at_most_a_few_services_are_told(shop: Shop) -> None:
    for service in range(MOST_SLOW + 2):
        await complete(shop.world.db, 100 + 10 * service, str(service), *[service * MINUTE + MINUTE] * 3)

    it = await view(shop.world.db, lambda: NOW, None)(with_money=False)

    assert [one.id for one in it.slowest] == ["6", "5", "4", "3", "2"]
