"""Asking for open refills: those that the panel forgets, never knew, never ends, or numbers alike."""

from typing import Any

import pytest

from storage import refills
from storage.refills import REFILL_AGAIN_AFTER_MS, Refill
from tests.usecases.submitters import alerting
from tests.usecases.sweeping import World
from usecases.clock import DAY, HOUR, MINUTE
from usecases.tracking.sweep_refills import FORGOTTEN, GIVEN_UP, NEVER_KNOWN, STUCK, SweepRefills
from usecases.tracking.view_orders import ViewOrders
from views.orders import order_card


async def open_refill(world: World, order: int, panel_refill_id: str | None = None) -> Refill:
    """A refill of a new order that is completed, known to the panel under this id or the order's number."""
    await world.open(order, HOUR)
    await world.db.execute(
        "UPDATE orders SET status = 'completed', ended_at = 7, refillable = 1 WHERE id = $1", order
    )
    return await ask_for(world, order, panel_refill_id or str(order))


async def ask_for(world: World, order: int, panel_refill_id: str, after: int = 0) -> Refill:
    asked = await refills.reserve(world.db, order, 1, after, world.now)
    assert asked is not None
    await refills.begin_submitting(world.db, asked.id)
    taken = await refills.accept(world.db, asked.id, panel_refill_id, world.now)
    assert taken is not None
    return taken


async def sweep_refills(world: World, later: int) -> list[str]:
    """How the refills are afterwards."""
    world.now += later
    alert = alerting(world.db, world.clock)
    await SweepRefills(db=world.db, panel=world.client, alert=alert, clock=world.clock, interval=60)(1)
    rows = await world.db.fetch_all("SELECT status FROM refills ORDER BY id")
    return [status for (status,) in rows]


async def owed(world: World) -> list[Any]:
    rows = await world.db.fetch_all("SELECT event, subject_id FROM outbox WHERE user_id = 1 ORDER BY id")
    return [tuple(row) for row in rows]


def tell(world: World, status: Any, refill: str = "1") -> None:
    """The panel says this of one refill, whether it is asked for alone or with others."""
    alone = status if isinstance(status, dict) else {"status": status}
    world.script.says(lambda sent: [{"refill": refill, "status": status}] if "refills" in sent else alone)


NOT_FOUND = {"error": "Refill not found"}


@pytest.mark.parametrize(
    "answer",
    [
        [{"refill": 1, "status": "Pending"}, {"refill": 2, "status": NOT_FOUND}],
        [{"refill": 1, "status": "Pending"}, {"refill": 2, "status": {"error": "Incorrect refill ID"}}],
        [{"refill": 1, "status": "Pending"}, {"refill": 2, "status": "Refill not found"}],
        [{"refill": 1, "status": "Pending"}],
    ],
)
async def test_a_refill_that_the_panel_never_knows_is_said_to_be_unreported_within_minutes(
    world: World, answer: list[dict[str, Any]]
) -> None:
    await open_refill(world, 1)
    await open_refill(world, 2)
    world.script.says(answer)

    assert await sweep_refills(world, 0) == ["pending", "pending"]
    assert await sweep_refills(world, MINUTE) == ["pending", "pending"]
    assert await sweep_refills(world, NEVER_KNOWN) == ["pending", "unreported"]
    assert ("order_card", 2) in await owed(world)
    assert await sweep_refills(world, 8 * DAY) == ["unreported", "unreported"]  # the first is stuck
    assert not [event for event, _ in await owed(world) if event == "refill_ended"]


async def test_another_refill_can_be_asked_for_a_day_after_an_unreported_one(world: World) -> None:
    first = await open_refill(world, 1)
    tell(world, NOT_FOUND)
    for _ in range(3):
        await sweep_refills(world, NEVER_KNOWN)
    view = ViewOrders(db=world.db, panel_key_id=1, clock=world.clock)

    card = await view.card(1, 1)
    assert (card.can_refill, card.next_refill_at) == (False, first.created_at + REFILL_AGAIN_AFTER_MS)
    for shown in ("This panel does not report on refills.", "You can request another refill"):
        assert shown in order_card.card(card).text
    assert await refills.reserve(world.db, 1, 1, first.id, world.now) is None
    world.now = first.created_at + REFILL_AGAIN_AFTER_MS
    card = await view.card(1, 1)
    assert (card.can_refill, card.next_refill_at) == (True, None)
    assert await refills.reserve(world.db, 1, 1, first.id, world.now) is not None


async def test_a_refill_that_the_panel_knows_after_all_goes_on_and_ends(world: World) -> None:
    await open_refill(world, 1)
    tell(world, NOT_FOUND)
    for _ in range(3):
        await sweep_refills(world, NEVER_KNOWN)

    tell(world, "In progress")
    assert await sweep_refills(world, DAY) == ["in_progress"]
    tell(world, "Completed")
    assert await sweep_refills(world, DAY) == ["completed"]
    assert ("refill_ended", 1) in await owed(world)


async def test_an_unreported_refill_whose_place_was_taken_is_left_alone(world: World) -> None:
    first = await open_refill(world, 1, "55")
    world.script.says(NOT_FOUND)
    for _ in range(3):
        await sweep_refills(world, NEVER_KNOWN)
    world.now += DAY
    await ask_for(world, 1, "55", after=first.id)

    tell(world, "Completed", "55")

    assert await sweep_refills(world, DAY) == ["unreported", "completed"]
    world.script.sent.clear()
    await sweep_refills(world, DAY)
    assert not world.script.sent


async def test_an_unreported_refill_is_not_asked_for_for_ever(world: World) -> None:
    await open_refill(world, 1)
    world.script.says(NOT_FOUND)
    for _ in range(3):
        await sweep_refills(world, NEVER_KNOWN)
    await sweep_refills(world, GIVEN_UP)
    world.script.sent.clear()

    assert await sweep_refills(world, DAY) == ["unreported"]
    assert not world.script.sent


@pytest.mark.parametrize("answer", [{"error": "Unknown method"}, {"error": "No such action"}])
async def test_a_panel_without_a_call_for_refills_is_found_out_and_not_asked_at_every_beat(
    world: World, answer: dict[str, str]
) -> None:
    await open_refill(world, 1)
    world.script.says(answer)
    await sweep_refills(world, 0)
    asked = len(world.script.sent)
    await sweep_refills(world, 1)
    assert len(world.script.sent) == asked

    await sweep_refills(world, MINUTE)
    assert await sweep_refills(world, NEVER_KNOWN) == ["unreported"]


async def test_a_refill_that_stays_the_same_for_days_is_said_to_be_stuck(world: World) -> None:
    await open_refill(world, 1)
    tell(world, "Processing")

    await sweep_refills(world, HOUR)
    assert await sweep_refills(world, STUCK - HOUR) != ["unreported"]
    assert await sweep_refills(world, 2 * HOUR) == ["unreported"]


async def test_a_panel_that_answers_nothing_readable_of_a_refill_for_days_is_not_silence(
    world: World,
) -> None:
    await open_refill(world, 1)
    world.script.says(b"<html>404</html>")

    assert await sweep_refills(world, STUCK - 1) == ["pending"]
    assert await sweep_refills(world, HOUR) == ["unreported"]


async def test_two_refills_with_one_id_are_both_asked_for_and_both_end(world: World) -> None:
    await open_refill(world, 1, "1")
    await open_refill(world, 2, "1")
    tell(world, "Completed")

    assert await sweep_refills(world, MINUTE) == ["completed", "completed"]
    assert {("refill_ended", 1), ("refill_ended", 2)} <= set(await owed(world))


async def test_an_unknown_word_of_a_refill_reaches_the_operator_once(world: World) -> None:
    await open_refill(world, 1)
    tell(world, "Bubbling")

    assert await sweep_refills(world, MINUTE) == ["pending"]
    await sweep_refills(world, HOUR)

    told = await world.db.fetch_all("SELECT payload FROM outbox WHERE event = 'alert' AND user_id = 9")
    assert len(told) == 1
    assert "status_word:Bubbling" in told[0][0]


@pytest.mark.parametrize("error", ["Too many requests", "Invalid API key", "Refill not found"])
async def test_a_passing_error_ends_no_refill_however_old_it_is(world: World, error: str) -> None:
    await open_refill(world, 1)
    await open_refill(world, 2)
    world.script.says([{"refill": one, "status": "Pending"} for one in (1, 2)])
    await sweep_refills(world, 0)
    world.script.says([{"refill": one, "status": {"error": error}} for one in (1, 2)])

    assert await sweep_refills(world, FORGOTTEN) == ["pending", "pending"]
    assert await sweep_refills(world, HOUR) == ["pending", "pending"]
    world.script.says([{"refill": one, "status": "In progress"} for one in (1, 2)])
    assert await sweep_refills(world, HOUR) == ["in_progress", "in_progress"]
