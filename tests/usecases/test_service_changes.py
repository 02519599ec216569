"""What a refresh finds changed: kept, told once a day in one message, and far moves of rates at once."""

import json
from typing import Any

import pytest

from storage import service_changes
from storage.service_changes import ChangeKind
from tests.usecases.selling import ResellerShop
from tests.usecases.shop import LIKES, PACK, VIEWS, Shop
from tests.usecases.sweeping import World
from usecases.alerting.tell_service_changes import CHANGES_KEPT_FOR, SERVICES_CHANGED, TellServiceChanges
from usecases.browsing.refresh_catalogue import RATES_JUMPED, RATES_MOVED
from usecases.clock import DAY, HOUR


async def told(world: World) -> list[tuple[str, Any]]:
    """The alerts to one operator."""
    rows = await world.db.fetch_all(
        "SELECT payload FROM outbox WHERE event = 'alert' AND user_id = "
        "(SELECT min(user_id) FROM outbox WHERE event = 'alert') ORDER BY id"
    )
    found = [json.loads(row[0]) for row in rows]
    return [(one["condition"], one["detail"]) for one in found]


async def seen(world: World) -> list[tuple[str, str, str, str]]:
    found = await service_changes.newest(world.db, 1, 100)
    return sorted((one.service_id, one.kind.value, one.was, one.now) for one in found)


def telling(shop: Shop | ResellerShop) -> TellServiceChanges:
    return TellServiceChanges(db=shop.world.db, panel_key_id=1, alert=shop.alert, clock=shop.world.clock)


@pytest.fixture
async def shop(world: World) -> Shop:
    shop = Shop(world)
    await shop.lists(LIKES, VIEWS)
    return shop


async def test_nothing_of_the_first_list_is_a_change(shop: Shop) -> None:
    assert await seen(shop.world) == []
    await shop.lists(VIEWS, LIKES)
    assert await seen(shop.world) == [], "another order is none either"


async def test_each_kind_of_change_is_kept(shop: Shop) -> None:
    await shop.lists({**LIKES, "rate": "0.0022", "max": 80_000, "name": "Hearts", "type": "Package"}, PACK)
    await shop.lists(LIKES, VIEWS)

    assert await seen(shop.world) == [
        ("2", "back", "", ""),
        ("2", "gone", "", ""),
        ("3", "gone", "", ""),
        ("3", "new", "", ""),
    ], "what has become what it was again is no change"

    await shop.lists({**LIKES, "rate": "0.0022", "max": 80_000, "name": "Hearts", "type": "Package"}, VIEWS)
    assert (await seen(shop.world))[:4] == [
        ("1", "limits", "10–90000", "10–80000"),
        ("1", "name", "Likes", "Hearts"),
        ("1", "rate", "0.0021", "0.0022"),
        ("1", "type", "default", "package"),
    ]


async def test_a_rate_that_is_only_written_in_another_way_is_the_same(shop: Shop) -> None:
    await shop.lists({**LIKES, "rate": "0.00210"}, VIEWS)

    assert await seen(shop.world) == []


async def test_a_day_is_told_once_when_it_is_over(shop: Shop) -> None:
    tell, world = telling(shop), shop.world
    for rate in ("0.0022", "0.0023"):
        await shop.lists({**LIKES, "rate": rate}, PACK)
    await tell()
    assert await told(world) == [], "the day is not over"

    world.now += DAY
    await shop.lists({**LIKES, "rate": "0.0024"}, PACK)
    for _ in range(3):
        await tell()
        world.now += HOUR

    (name, detail) = (await told(world))[0]
    assert len(await told(world)) == 1
    assert name == SERVICES_CHANGED
    assert json.loads(detail) == {"gone": 1, "new": 1, "rate": 1}
    world.now += DAY
    await tell()
    assert len(await told(world)) == 1, "of the day after there is nothing left to tell"


async def test_a_change_that_was_taken_back_is_not_told(shop: Shop) -> None:
    await shop.lists({**LIKES, "rate": "0.0022"}, VIEWS)
    await shop.lists(LIKES, VIEWS)
    shop.world.now += DAY

    await telling(shop)()

    assert await told(shop.world) == []


async def test_a_rate_that_moves_far_is_told_at_once_and_by_no_digest(shop: Shop) -> None:
    await shop.lists({**LIKES, "rate": "0.0042"}, {**VIEWS, "rate": "0.0041"})

    assert await told(shop.world) == [(RATES_JUMPED, "1")]
    shop.world.now += DAY
    await telling(shop)()
    name, detail = (await told(shop.world))[-1]
    assert (name, json.loads(detail)) == (SERVICES_CHANGED, {"rate": 1}), "the other rate moved little"


async def test_a_shop_is_told_of_a_far_move_once_by_the_hold(world: World) -> None:
    shop = ResellerShop(world)
    await shop.lists(LIKES, VIEWS)

    await shop.lists({**LIKES, "rate": "0.0042"}, VIEWS)
    world.now += DAY
    await telling(shop)()

    assert await told(world) == [(RATES_MOVED, "1")]
    assert await seen(world) == [("1", "rate", "0.0021", "0.0042")], "it stands in the list of changes"


async def test_a_panel_that_flaps_leaves_one_row_a_day_of_each_service_and_kind(shop: Shop) -> None:
    for _ in range(5):
        await shop.lists(LIKES)
        await shop.lists(LIKES, VIEWS)

    rows = await shop.world.db.fetch_all(
        "SELECT kind, count(*) FROM service_changes GROUP BY kind ORDER BY kind"
    )
    assert rows == [("back", 1), ("gone", 1)]


async def test_changes_are_kept_for_a_month(shop: Shop) -> None:
    await shop.lists(LIKES)
    shop.world.now += DAY
    await telling(shop)()
    assert await seen(shop.world) == [("2", ChangeKind.GONE.value, "", "")]

    shop.world.now += CHANGES_KEPT_FOR
    await telling(shop)()

    assert await seen(shop.world) == []
