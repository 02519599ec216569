"""Refills and cancels at a panel: what its answers to asking for them mean, and how they are."""

from typing import Any

import pytest

from panel import Meaning, Outcome, Panel, PanelRefused, Placed, RefillState, RefillStatus, Refused, Unknown
from tests.panel.conftest import Script


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"refill": "1"}, Placed("1")),
        ({"refill": 1}, Placed("1")),
        ([{"refill": "1"}], Placed("1")),
        ([{"order": 1, "refill": 1}], Placed("1")),
        ({"refill": {"error": "Incorrect order ID"}}, Refused(Meaning.ORDER, "Incorrect order ID")),
        ({"error": "There is already an open request for this order"},
         Refused(Meaning.ORDER, "There is already an open request for this order")),
    ],
)  # fmt: skip
async def test_a_refill_is_placed_or_refused(
    script: Script, client: Panel, answer: Any, outcome: Outcome
) -> None:
    script.says(answer)

    assert await client.refill("5") == outcome


@pytest.mark.parametrize("answer", [{"refill": 0}, {"refill": ""}, {"refill": "0"}])
async def test_a_refill_without_an_id_is_refused(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    assert isinstance(await client.refill("5"), Refused)


@pytest.mark.parametrize("answer", [{"refill": None}, {"refill": False}, {}, [], (500, "x"), {"refill": 1.5}])
async def test_any_other_answer_to_a_refill_is_unknown(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    assert isinstance(await client.refill("5"), Unknown)


async def test_refills_and_cancels_of_many_have_an_outcome_each(script: Script, client: Panel) -> None:
    script.says([{"order": 1, "refill": 1}, {"order": 3, "refill": {"error": "Incorrect order ID"}}])
    refills = await client.refills(["1", "3", "4"])
    assert refills["1"] == Placed("1")
    assert refills["3"] == Refused(Meaning.ORDER, "Incorrect order ID")
    assert isinstance(refills["4"], Unknown)

    script.says([{"order": 9, "cancel": {"error": "Incorrect order ID"}}, {"order": 2, "cancel": 1}])
    cancels = await client.cancel(["9", "2"])
    assert cancels == {"9": Refused(Meaning.ORDER, "Incorrect order ID"), "2": Placed("1")}

    script.says({"error": "Invalid API key"})
    assert await client.cancel(["9"]) == {"9": Refused(Meaning.KEY, "Invalid API key")}


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"status": "Completed"}, RefillStatus(RefillState.COMPLETED, "Completed")),
        ({"status": "In progress"}, RefillStatus(RefillState.IN_PROGRESS, "In progress")),
        ({"status": "Rejected"}, RefillStatus(RefillState.REJECTED, "Rejected")),
        ({"status": "Error"}, RefillStatus(RefillState.ERROR, "Error")),
        ({"status": "Sleeping"}, RefillStatus(None, "Sleeping")),
    ],
)
async def test_a_refill_status_is_understood(
    script: Script, client: Panel, answer: Any, status: RefillStatus
) -> None:
    script.says(answer)

    assert await client.refill_status("1") == status


async def test_many_refills_are_understood(script: Script, client: Panel) -> None:
    script.says(
        [{"refill": 1, "status": "Completed"}, {"refill": 3, "status": {"error": "Refill not found"}}]
    )

    told = await client.refill_statuses(["1", "3"])

    assert told["1"] == RefillStatus(RefillState.COMPLETED, "Completed")
    assert isinstance(told["3"], PanelRefused)
