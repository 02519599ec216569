"""Asking for open orders: in rounds, past what fails, and without a word written about what stays as it was."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import pytest

from panel import Panel
from storage import order_progress, orders, refills, rounds
from storage.database import Database, open_database
from tests.databases import ENGINES
from tests.panel.conftest import Script, client, script
from tests.usecases.records import begin, reserve
from usecases.access import Access
from usecases.alert_operators import AlertOperators
from usecases.clock import DAY, HOUR, MINUTE
from usecases.sweep_orders import MOST_PEOPLE, SweepOrders
from usecases.sweep_refills import FORGOTTEN, SweepRefills
from usecases.view_orders import ViewOrders

__all__ = ["client", "script"]  # fixtures

NOON = 40 * DAY
SAME: dict[str, Any] = {
    "status": "In progress",
    "charge": "0.90",
    "start_count": "5",
    "remains": "10",
    "currency": "USD",
}


@dataclass
class World:
    """A sweep with its database, a scripted panel, and a clock that a test moves."""

    db: Database
    script: Script
    client: Panel
    now: int = NOON
    people: int = 0
    at_once: int = 1

    def sweeper(self) -> SweepOrders:
        access = Access(db=self.db, admin_ids=[9], allowed_ids=[], clock=self.clock)
        alert = AlertOperators(db=self.db, access=access, clock=self.clock)
        return SweepOrders(
            db=self.db,
            panel=self.client,
            alert=alert,
            clock=self.clock,
            interval=60,
            people=lambda: self.people,
            at_once=self.at_once,
        )

    def clock(self) -> int:
        return self.now

    async def sweep(self, later: int = 0) -> list[str]:
        """The orders that were asked for, as the panel numbers them."""
        self.now += later
        before = len(self.script.sent)
        await self.sweeper()(1)
        asked = (sent.get("orders", sent.get("order", "")) for sent in self.script.sent[before:])
        return [one for ids in asked for one in ids.split(",")]

    async def open(self, number: int, age: int) -> None:
        """An order that is under way, known to the panel by its number, and was asked for before."""
        await reserve(self.db, number)
        await order_progress.begin_submitting(self.db, number)
        await order_progress.place(self.db, number, str(number), self.now - age, 1)
        await self.db.execute(
            """
            UPDATE orders SET status = 'in_progress', status_word = 'In progress', charge = 900000, start_count = 5,
                remains = 10, next_check_at = NULL, checked_at = 7
            WHERE id = $1
            """,
            number,
        )

    async def written(self) -> list[Any]:
        """Everything that stands in the records of orders, and what is owed to people."""
        return [
            *await self.db.fetch_all("SELECT * FROM orders ORDER BY id"),
            *await self.db.fetch_all("SELECT * FROM outbox ORDER BY id"),
        ]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def world(database_url: str, script: Script, client: Panel) -> AsyncIterator[World]:
    async with open_database(database_url) as db:
        await begin(db)
        script.says(lambda sent: dict.fromkeys(sent["orders"].split(","), SAME) if "orders" in sent else SAME)
        yield World(db, script, client)


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

    assert (await ViewOrders(db=world.db).card(1, 1)).order.checked_at == NOON


async def test_a_card_does_not_say_checked_of_an_order_that_the_panel_does_not_know(world: World) -> None:
    await world.open(1, age=2 * DAY)
    await world.open(2, age=2 * DAY)
    world.script.says({"1": SAME, "2": {"error": "Incorrect order ID"}})

    await world.sweep()

    cards = [await ViewOrders(db=world.db).card(number, 1) for number in (1, 2)]
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
    (older,) = [one for one in await rounds.of_panel_key(world.db, 1) if one.age == "older"]
    assert older.asked_id is None
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


async def test_what_was_not_asked_for_since_a_restore_stays_marked_until_it_was(world: World) -> None:
    for number in range(1, 151):
        await world.open(number, age=2 * DAY)
    await world.db.execute("UPDATE orders SET next_check_at = 0")
    answer = world.script.answers[0]
    world.script.says(answer, (500, "no"))
    await world.sweep()
    assert await order_progress.unasked(world.db) == 50
    world.script.says(answer)

    await world.sweep(later=1)

    assert await order_progress.unasked(world.db) == 0


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


async def open_refill(world: World, number: int) -> None:
    """A refill of an order that is completed, known to the panel as `number`."""
    await world.open(number, HOUR)
    await world.db.execute(
        "UPDATE orders SET status = 'completed', ended_at = 7, refillable = 1 WHERE id = $1", number
    )
    asked = await refills.reserve(world.db, number, 1, 0, world.now)
    assert asked is not None
    await refills.begin_submitting(world.db, asked.id)
    await refills.accept(world.db, asked.id, str(number), world.now)


async def sweep_refills(world: World, later: int) -> list[str]:
    """How the refills are afterwards."""
    world.now += later
    await SweepRefills(db=world.db, panel=world.client, clock=world.clock, interval=60)(1)
    rows = await world.db.fetch_all("SELECT status FROM refills ORDER BY id")
    return [status for (status,) in rows]


@pytest.mark.parametrize(
    "answer",
    [
        [{"refill": 1, "status": "Pending"}, {"refill": 2, "status": {"error": "Refill not found"}}],
        [{"refill": 1, "status": "Pending"}, {"refill": 2, "status": {"error": "Incorrect refill ID"}}],
        [{"refill": 1, "status": "Pending"}],
    ],
)
async def test_a_refill_that_the_panel_has_forgotten_does_not_stay_open_for_ever(
    world: World, answer: list[dict[str, Any]]
) -> None:
    await open_refill(world, 1)
    await open_refill(world, 2)
    world.script.says(answer)

    assert await sweep_refills(world, 0) == ["pending", "pending"]
    assert await sweep_refills(world, FORGOTTEN - 1) == ["pending", "pending"]
    assert await sweep_refills(world, HOUR) == ["pending", "error"]
    assert ("refill_ended", 1) in await world.db.fetch_all("SELECT event, user_id FROM outbox")


@pytest.mark.parametrize("error", ["Maintenance, try again later", "Internal error", "Refill not found"])
async def test_a_passing_error_ends_no_refill_however_old_it_is(world: World, error: str) -> None:
    await open_refill(world, 1)
    await open_refill(world, 2)
    fine = [{"refill": one, "status": "Pending"} for one in (1, 2)]
    world.script.says(fine)
    await sweep_refills(world, FORGOTTEN * 2)
    world.script.says([{"refill": one, "status": {"error": error}} for one in (1, 2)])
    assert await sweep_refills(world, DAY) == ["pending", "pending"]
    world.script.says(fine)
    await sweep_refills(world, FORGOTTEN)
    world.script.says([{"refill": one, "status": {"error": error}} for one in (1, 2)])

    assert await sweep_refills(world, DAY) == ["pending", "pending"]
