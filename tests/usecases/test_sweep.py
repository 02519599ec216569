"""Asking for open orders: in rounds, past what fails, and without a word written about what stays as it was."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from storage import open_orders, order_progress, orders
from storage.database import Queries
from storage.engines.migrate import MIGRATIONS
from tests.usecases.sweeping import NOON, SAME, World
from usecases.clock import DAY, HOUR, MINUTE
from usecases.tracking import record_statuses
from usecases.tracking.sweep_orders import MOST_PEOPLE
from usecases.tracking.view_orders import ViewOrders


async def test_an_order_about_which_nothing_is_new_is_not_written_to(world: World) -> None:
    for number in range(1, 4):
        await world.open(number, age=2 * DAY)
    before = await world.written()

    assert await world.sweep() == ["1", "2", "3"]

    assert await world.written() == before


async def test_its_card_says_all_the_same_when_it_was_checked(world: World) -> None:
    await world.open(1, age=2 * DAY)
    await world.open(2, age=2 * DAY)

    await world.sweep()

    assert (
        await ViewOrders(db=world.db, panel_key_id=1, clock=world.clock).card(1, 1)
    ).order.checked_at == NOON


async def test_a_card_does_not_say_checked_of_an_order_that_the_panel_does_not_know(world: World) -> None:
    await world.open(1, age=2 * DAY)
    await world.open(2, age=2 * DAY)
    world.script.says({"1": SAME, "2": {"error": "Incorrect order ID"}})

    await world.sweep()

    cards = [
        await ViewOrders(db=world.db, panel_key_id=1, clock=world.clock).card(number, 1) for number in (1, 2)
    ]
    assert [card.order.checked_at for card in cards] == [NOON, 7]


async def test_older_orders_are_asked_for_less_often(world: World) -> None:
    for number, age in enumerate((5 * MINUTE, 2 * HOUR, 2 * DAY), 1):
        await world.open(number, age)
        await world.open(number + 3, age)
    asked = [await world.sweep(later=MINUTE) for _ in range(16)]

    times = {one: sum(one in sweep for sweep in asked) for one in "123456"}
    assert times == {"1": 16, "4": 16, "2": 4, "5": 4, "3": 2, "6": 2}


async def test_a_clock_that_is_set_back_stops_nothing(world: World) -> None:
    await world.open(1, age=2 * HOUR)
    await world.open(2, age=2 * HOUR)
    assert await world.sweep()

    assert sorted(await world.sweep(later=-DAY)) == ["1", "2"]


async def test_a_refresh_is_asked_for_at_once_and_its_card_drawn_though_nothing_is_new(world: World) -> None:
    await world.open(1, age=2 * DAY)
    await world.open(2, age=2 * DAY)
    await world.sweep()

    await order_progress.ask_soon(world.db, 2, 1, world.now)

    assert await world.sweep(later=1) == ["2"]
    assert await world.db.fetch_all("SELECT event, subject_id FROM outbox") == [("order_card", 2)]
    assert (await world.sweep(later=1)) == []


async def test_all_cards_that_somebody_wants_to_see_again_are_drawn_though_nothing_is_new(
    world: World,
) -> None:
    for number in (1, 2, 3):
        await world.open(number, age=2 * DAY)
    await world.sweep()

    await order_progress.ask_soon(world.db, 1, 1, world.now)
    await order_progress.ask_soon(world.db, 3, 1, world.now)

    assert await world.sweep(later=1) == ["1", "3"]
    assert await world.db.fetch_all("SELECT event, subject_id FROM outbox ORDER BY subject_id") == [
        ("order_card", 1),
        ("order_card", 3),
    ]
    assert (await world.sweep(later=1)) == []


async def test_only_an_order_with_an_appointment_is_missing_or_waits_to_be_drawn_again(world: World) -> None:
    async def strays() -> Any:
        return await world.db.fetch_all(
            "SELECT id FROM orders WHERE next_check_at IS NULL AND (missing_since IS NOT NULL OR redraw = 1)"
        )

    for number in (1, 2, 3):
        await world.open(number, age=2 * DAY)
    world.script.says({"1": SAME, "2": {"error": "Incorrect order ID"}, "3": {**SAME, "remains": "9"}})
    await world.sweep()
    assert await world.db.fetch_all("SELECT id FROM orders WHERE missing_since IS NOT NULL") == [(2,)]
    assert await strays() == []

    for number in (1, 2, 3):
        await order_progress.ask_soon(world.db, number, 1, world.now)
    assert await strays() == []

    world.script.says({"1": {**SAME, "remains": "8"}, "2": SAME, "3": {**SAME, "status": "Completed"}})
    await world.sweep(later=1)
    assert (
        await world.db.fetch_all("SELECT redraw, missing_since, next_check_at FROM orders")
        == [(0, None, None)] * 3
    )


@pytest.mark.parametrize("left", ["missing_since = 5", "redraw = 1"])
async def test_what_an_older_schema_left_without_an_appointment_gets_one(
    world: World, engine: str, left: str
) -> None:
    for number in (1, 2, 3):
        await world.open(number, age=HOUR // 2)
    await world.db.execute(f"UPDATE orders SET {left} WHERE id = 2")

    await world.db.execute((MIGRATIONS / engine / "0005_appointments.sql").read_text())

    assert await world.sweep() == ["2", "1", "3"]
    rows = await world.db.fetch_all("SELECT missing_since, redraw, next_check_at FROM orders")
    assert rows == [(None, 0, None)] * 3


async def test_a_round_that_is_broken_off_goes_on_behind_the_last_answer(world: World) -> None:
    for number in range(1, 421):
        await world.open(number, age=3 * DAY - number)
    answer = world.script.answers[0]
    world.script.says(answer, answer, (500, "down"))
    first = await world.sweep()
    world.script.says((500, "down"))
    await world.sweep(later=1)
    world.script.says(answer)

    assert first[:200] == [str(number) for number in range(1, 201)]
    assert await world.sweep(later=1) == [str(number) for number in range(301, 421)]
    assert await world.sweep(later=MINUTE) == [str(number) for number in range(201, 301)]
    assert await world.sweep(later=MINUTE) == []


async def test_after_a_restart_a_round_begins_anew(world: World) -> None:
    for number in range(1, 251):
        await world.open(number, age=3 * DAY - number)
    answer = world.script.answers[0]
    world.script.says(answer, (500, "down"))
    await world.sweep()
    world.script.says(answer)
    world.restart()

    asked = await world.sweep(later=1)

    assert asked[:100] == [str(number) for number in range(1, 101)]


async def test_however_many_people_are_being_answered_a_sweep_pauses_for_them_and_then_goes_on(
    world: World,
) -> None:
    await world.open(1, age=2 * DAY)
    world.people = 1_000_000

    sweep = asyncio.create_task(world.sweep())
    await asyncio.sleep(MOST_PEOPLE / 2)

    assert world.script.sent == []
    assert await sweep == ["1"]


async def test_a_batch_that_fails_alone_does_not_hold_up_the_others(world: World) -> None:
    for number in range(1, 301):
        await world.open(number, age=3 * DAY - number)

    def all_but_the_second(sent: dict[str, str]) -> Any:
        asked = sent["orders"].split(",")
        return (500, "no") if "150" in asked else dict.fromkeys(asked, SAME)

    world.script.says(all_but_the_second)
    world.at_once = 2

    assert set(await world.sweep()) >= {str(number) for number in (*range(1, 101), *range(201, 301))}
    assert await world.db.fetch_all("SELECT age FROM rounds WHERE age = 'older'") == [("older",)]
    assert set(await world.sweep(later=2 * MINUTE)) == {str(number) for number in range(101, 201)}


async def test_while_the_panel_answers_nobody_nothing_is_written(world: World) -> None:
    for number in range(1, 251):
        await world.open(number, age=2 * DAY)
    before = await world.written()
    world.script.says((500, "down"))
    sweeper = world.sweeper()

    is_done = await sweeper(1)

    assert not is_done
    assert await world.written() == before


async def test_much_news_is_not_written_in_one_transaction_for_which_others_would_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(1, 251):
        await world.open(number, age=3 * DAY - number)
    news = {**SAME, "remains": "9"}
    world.script.says(lambda sent: dict.fromkeys(sent["orders"].split(","), news))
    record, written = open_orders.record, []

    async def noted(db: Queries, news: Sequence[Any], now: int) -> list[open_orders.Changed]:
        written.append(len(news))
        return await record(db, news, now)

    monkeypatch.setattr(open_orders, "record", noted)
    monkeypatch.setattr(record_statuses, "CHANGES_PER_TRANSACTION", 100)

    await world.sweep()

    assert written == [100, 100, 50]
    owed = await world.db.fetch_all("SELECT subject_id FROM outbox ORDER BY id")
    assert owed == [(number,) for number in range(1, 251)]


async def test_what_was_not_asked_for_since_a_restore_stays_marked_until_it_was(world: World) -> None:
    for number in range(1, 151):
        await world.open(number, age=2 * DAY)
    await world.db.execute("UPDATE orders SET next_check_at = 0")
    answer = world.script.answers[0]
    world.script.says(answer, (500, "no"))
    await world.sweep()
    assert await order_progress.unasked(world.db, 1) == 50
    world.script.says(answer)

    await world.sweep(later=1)

    assert await order_progress.unasked(world.db, 1) == 0


async def test_an_end_and_an_unknown_word_are_told_once_each(world: World) -> None:
    for number in range(1, 4):
        await world.open(number, age=2 * DAY)
    ended, odd = {**SAME, "status": "Completed", "remains": "0"}, {**SAME, "status": "Levitating"}
    world.script.says({"1": ended, "2": odd, "3": odd})

    await world.sweep()
    await world.sweep(later=DAY)

    told = await world.db.fetch_all("SELECT event, subject_id FROM outbox ORDER BY id")
    assert told == [
        ("alert", None),
        ("order_card", 1),
        ("order_ended", 1),
        ("order_card", 2),
        ("order_card", 3),
    ]
    found = [await orders.get(world.db, number) for number in (1, 2)]
    assert [order and (order.status, order.status_word, bool(order.ended_at)) for order in found] == [
        ("completed", "Completed", True),
        ("in_progress", "Levitating", False),
    ]
