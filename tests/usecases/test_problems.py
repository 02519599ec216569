"""Orders that do not go on: a problem, a status that is not understood, slowness. Each is told once."""

from itertools import pairwise
from typing import Any

import pytest

from panel import Panel
from storage import order_progress, orders
from storage.orders import OrderStage
from tests.usecases.sweeping import SAME, World
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import DAY, HOUR, MINUTE
from usecases.errors import AlreadyDecided
from usecases.operating.end_orders import EndOrders
from usecases.operating.view_stuck import ViewStuck
from usecases.people.access import Access
from usecases.tracking.find_slow_orders import FindSlowOrders
from usecases.wakeup import WakeUp

FAIL = {**SAME, "status": "Fail", "remains": "1000"}
GIBBERISH = {"state": "?"}


async def status_of(world: World, number: int = 1) -> str:
    order = await orders.get(world.db, number)
    assert order is not None
    return order.status


async def told(world: World, *events: str) -> list[Any]:
    rows = await world.db.fetch_all("SELECT event, subject_id, payload FROM outbox ORDER BY id")
    return [row for row in rows if row[0] in events]


@pytest.mark.parametrize("word", ["Fail", "Failed", "error", "Rejected"])
async def test_a_problem_is_no_end_and_customer_and_operator_hear_of_it_once(world: World, word: str) -> None:
    await world.open(1, age=2 * DAY)
    for status in (word, "In progress", word):
        world.script.says({**FAIL, "status": status})
        await world.sweep(later=DAY)

    assert await status_of(world) == "problem"
    events = await told(world, "order_problem", "problem", "order_ended")
    assert events == [("order_problem", 1, "{}"), ("problem", 1, "{}")]


async def test_a_problem_is_asked_about_ever_more_slowly(world: World) -> None:
    await world.open(1, age=2 * DAY)
    world.script.says(FAIL)
    await world.sweep()

    asked = [minute for minute in range(1, 24 * 60) if await world.sweep(later=MINUTE)]

    gaps = [later - sooner for sooner, later in pairwise(asked)]
    assert asked[0] == 1
    assert gaps == sorted(gaps)
    assert gaps[-1] == 4 * 60


async def test_an_order_with_a_problem_that_goes_on_is_asked_for_with_the_others_again(world: World) -> None:
    await world.open(1, age=2 * DAY)
    world.script.says(FAIL)
    await world.sweep()
    world.script.says(SAME)
    await world.sweep(later=MINUTE)

    assert await status_of(world) == "in_progress"
    assert await world.db.fetch_all("SELECT next_check_at FROM orders") == [(None,)]


@pytest.mark.parametrize(
    ("word", "end"), [("Canceled", "canceled"), ("Refunded", "canceled"), ("Completed", "completed")]
)
async def test_the_panels_next_word_ends_a_problem(world: World, word: str, end: str) -> None:
    await world.open(1, age=2 * DAY)
    world.script.says(FAIL)
    await world.sweep()
    world.script.says({**FAIL, "status": word})

    await world.sweep(later=MINUTE)

    assert await status_of(world) == end
    assert await told(world, "order_ended") == [("order_ended", 1, "{}")]


async def test_a_refresh_asks_about_a_problem_at_once(world: World) -> None:
    await world.open(1, age=2 * DAY)
    world.script.says(FAIL)
    await world.sweep()
    await world.sweep(later=5 * HOUR)

    assert await order_progress.ask_soon(world.db, 1, 1, world.now)

    assert await world.sweep(later=1) == ["1"]
    assert await status_of(world) == "problem"


async def test_of_two_operators_one_ends_an_order_with_a_problem(world: World) -> None:
    await world.open(1, age=2 * DAY)
    end_orders = EndOrders(db=world.db, alert=_alert(world), wake_sender=WakeUp(), clock=world.clock)
    with pytest.raises(AlreadyDecided):
        await end_orders(1, OrderStage.CANCELED, 9)
    world.script.says(FAIL)
    await world.sweep()

    await end_orders(1, OrderStage.CANCELED, 9)
    with pytest.raises(AlreadyDecided):
        await end_orders(1, OrderStage.COMPLETED, 8)

    world.script.says({**SAME, "status": "Completed"})
    assert await world.sweep(later=DAY) == []
    assert await status_of(world) == "canceled"
    assert await told(world, "order_ended") == [("order_ended", 1, "{}")]


@pytest.mark.parametrize("answer", [GIBBERISH, {"error": "Incorrect order ID"}])
async def test_an_order_without_a_status_for_long_is_asked_for_again_soon(world: World, answer: Any) -> None:
    """The pause is a quarter of the time without an answer, so that an answer is seen soon after it."""
    for number in (1, 2):
        await world.open(number, age=0)
    world.script.says({"1": answer, "2": SAME})
    asked = [minute for minute in range(40) if "1" in await world.sweep(later=MINUTE)]
    gaps = [later - earlier for earlier, later in pairwise(asked)]

    assert gaps == sorted(gaps)
    assert all(gap <= 1 + minute / 4 for gap, minute in zip(gaps, asked, strict=False))
    assert gaps[-1] > 1


async def test_an_order_that_the_panel_never_mentions_reaches_the_operator_after_a_day(world: World) -> None:
    for number in (1, 2):
        await world.open(number, age=0)
        await order_progress.ask_soon(world.db, number, 1, world.now)
    world.script.says({"2": SAME})

    asked = [minute for minute in range(60) if "1" in await world.sweep(later=MINUTE)]
    assert asked[:3] == [0, 1, 2]
    for _ in range(24):
        await world.sweep(later=HOUR)

    assert [row for row in await told(world, "alert") if "order_unreadable:1" in row[2]]
    assert not [row for row in await told(world, "alert") if "order_unreadable:2" in row[2]]


@pytest.mark.parametrize("text", ["Incorrect order ID", "Orden no encontrada", "Incorrect request"])
async def test_an_order_that_the_panel_does_not_know_for_a_day_reaches_the_operator_once(
    world: World, text: str
) -> None:
    for number in (1, 2):
        await world.open(number, age=2 * DAY)
    world.script.says({"1": {"error": text}, "2": SAME})
    for _ in range(24):
        await world.sweep(later=HOUR)
    assert await told(world, "alert") == []
    for _ in range(6):
        await world.sweep(later=HOUR)

    assert await status_of(world) == "in_progress"
    assert ["order_missing:1" in row[2] for row in await told(world, "alert")] == [True]
    world.script.says(SAME)
    await world.sweep(later=HOUR)
    assert await world.db.fetch_all("SELECT name FROM conditions") == []


@pytest.mark.parametrize("answer", [GIBBERISH, [], 7])
async def test_a_status_that_is_not_understood_for_a_day_reaches_the_operator_once(
    world: World, answer: Any
) -> None:
    for number in (1, 2):
        await world.open(number, age=2 * DAY)
    world.script.says({"1": answer, "2": SAME})
    for _ in range(30):
        await world.sweep(later=HOUR)
    alerts = await told(world, "alert")

    assert await status_of(world) == "in_progress"
    assert len(alerts) == 1
    assert "order_unreadable:1" in alerts[0][2]

    world.script.says(SAME)
    await world.sweep(later=HOUR)
    assert await world.db.fetch_all("SELECT name FROM conditions") == []


def _alert(world: World) -> AlertOperators:
    access = Access(db=world.db, admin_ids=[9], allowed_ids=[], clock=world.clock)
    return AlertOperators(db=world.db, access=access, clock=world.clock)


def finder(world: World) -> FindSlowOrders:
    return FindSlowOrders(db=world.db, alert=_alert(world), clock=world.clock)


async def test_an_order_that_says_the_same_for_days_is_told_once(world: World) -> None:
    for number in (1, 2):
        await world.open(number, age=0)
    find = finder(world)

    world.now += 3 * DAY - 1
    await find(1)
    assert await told(world, "slow") == []

    world.script.says({"1": SAME, "2": {**SAME, "remains": "9"}})
    await world.sweep()
    world.now += 1
    for _ in range(3):
        await find(1)
        world.now += DAY // 2

    assert [row[2].replace(" ", "") for row in await told(world, "slow")] == ['{"orders":[1]}']
    assert [await is_slow(world, number) for number in (1, 2)] == [True, False]
    stuck = ViewStuck(db=world.db, panel_key_id=1)
    assert [order.id for order in (await stuck(0)).orders] == [1]

    world.script.says({**SAME, "remains": "3"})
    await world.sweep()
    assert not await is_slow(world, 1)
    assert (await stuck(0)).count == 0


async def is_slow(world: World, number: int) -> bool:
    order = await orders.get(world.db, number)
    assert order is not None
    return order.is_slow


async def test_a_service_that_usually_takes_long_has_three_times_as_long(world: World) -> None:
    for number in range(1, 11):
        await world.open(number, age=0)
    await world.db.execute("UPDATE orders SET status = 'completed', ended_at = placed_at + $1", 4 * DAY)
    await world.open(11, age=0)
    find = finder(world)

    for _ in range(12):
        assert await told(world, "slow") == []
        await find(1)
        world.now += DAY
    await find(1)

    assert len(await told(world, "slow")) == 1


async def test_a_look_for_slow_orders_reads_only_those_that_are_due(world: World, client: Panel) -> None:
    for number in range(1, 4):
        await world.open(number, age=0)

    assert await order_progress.to_look_at(world.db, 1, world.now, 10) == []
