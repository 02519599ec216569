"""Asking for open refills: until the panel has forgotten them, and past what fails."""

from typing import Any

import pytest

from storage import refills
from tests.usecases.sweeping import World
from usecases.clock import DAY, HOUR
from usecases.sweep_refills import FORGOTTEN, SweepRefills


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
