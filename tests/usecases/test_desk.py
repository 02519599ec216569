"""The desk tells what is late, and what a shop sold today."""

import dataclasses

import pytest

from storage import outbox, sweep_rounds
from storage.events import Event
from tests.usecases.paid_orders import PRICE, placed, shop
from tests.usecases.shop import Shop
from tests.usecases.sweeping import World
from usecases.clock import DAY, HOUR, SECOND
from usecases.operating.report_sales import ReportSales, Sales
from usecases.operating.view_desk import FEW_BYTES, Desk, Host, ViewDesk

__all__ = ["shop"]  # a fixture

ALICE = 1


def desk_of(world: World, host: Host | None = None) -> ViewDesk:
    return ViewDesk(
        db=world.db,
        panel_key_id=1,
        look_at_host=lambda: host or Host(),
        report_sales=ReportSales(db=world.db, wallet_currency="USD"),
        clock=world.clock,
    )


def late(it: Desk) -> list[bool]:
    return [it.is_swept_late, it.is_unsent_late, it.is_backup_old, it.is_disk_full]


async def test_a_quiet_bot_has_nothing_late(world: World) -> None:
    it = await desk_of(world)(with_money=True)

    assert it == Desk(now=world.now, swept_at=None, queued=0, unsent=0, unsent_since=None)
    assert late(it) == [False] * 4


async def test_what_is_late_is_told(world: World) -> None:
    world.now = 20_000 * DAY
    await sweep_rounds.note_ends(world.db, 1, {"hour": world.now - HOUR, "older": world.now - DAY})
    await outbox.add(world.db, ALICE, Event.ALERT, None, world.now - HOUR, {})
    view = desk_of(world, Host(world.now - 3 * DAY, FEW_BYTES - 1, makes_backups=True))

    it = await view(with_money=False)

    assert (it.swept_at, it.unsent, it.unsent_since) == (world.now - HOUR, 1, world.now - HOUR)
    assert late(it) == [True] * 4
    fresh = dataclasses.replace(it, host=Host(world.now - DAY, FEW_BYTES, makes_backups=True))
    assert late(fresh) == [True, True, False, False]


@pytest.mark.parametrize("with_money", [True, False])
async def test_today_has_the_orders_since_midnight_that_wallets_pay_for(
    shop: Shop, *, with_money: bool
) -> None:
    world = shop.world
    await placed(shop)  # yesterday
    world.now += DAY
    await placed(shop)
    await shop.confirm(await shop.review())
    midnight = world.now - world.now % DAY
    await world.db.execute(
        "INSERT INTO topups (charge_id, user_id, stars, currency, heard_from, paid_at, created_at) VALUES"
        " ('a', 1, 100, 'USD', 'update', $1, 0), ('b', 1, 50, 'USD', 'update', $2, 0)",
        midnight, midnight - 1,
    )  # fmt: skip

    it = await desk_of(world)(with_money=with_money)

    assert it.queued == 1
    assert it.stars == (100 if with_money else 0)
    sold = it.today and (it.today.orders, it.today.quoted, it.today.cost, it.today.margin)
    assert sold == ((2, 2 * PRICE, 3_000, 2 * PRICE - 3_000) if with_money else None)
    world.now += 31 * SECOND
    await placed(shop)
    again = await desk_of(world)(with_money=True)
    assert (again.today or Sales("", None, "", "")).orders == 3


async def test_the_money_of_today_is_added_up_twice_a_minute_and_anew_after_midnight(shop: Shop) -> None:
    world = shop.world
    world.now += DAY - world.now % DAY - 20 * SECOND
    view = desk_of(world)
    await placed(shop)
    assert (await view(with_money=True)).today is not None
    await placed(shop)
    same = (await view(with_money=True)).today
    assert same is not None
    assert same.orders == 1
    world.now += 20 * SECOND
    assert (await view(with_money=True)).today is None
