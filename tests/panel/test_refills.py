"""Refills and cancels at a panel: what its answers to asking for them mean, and how they are."""

from typing import Any

import pytest

from panel import (
    Meaning,
    Outcome,
    Panel,
    PanelNotUnderstood,
    PanelRefused,
    Placed,
    RefillState,
    RefillStatus,
    Refused,
    Unknown,
)
from tests.panel.conftest import KEY, Script


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"refill": "1"}, Placed("1")),
        ({"refill": 1}, Placed("1")),
        ([{"refill": "1"}], Placed("1")),
        ([{"order": 1, "refill": 1}], Placed("1")),
        ({"refill": {"error": "Incorrect order ID"}}, Refused(Meaning.ORDER, "Incorrect order ID")),
        ({"error": "There is already an open request for this order"},
         Refused(Meaning.ALREADY_ASKED, "There is already an open request for this order")),
        ({"error": "Refill pending", "status": 200}, Refused(Meaning.ALREADY_ASKED, "Refill pending")),
        ({"error": "No more refills today", "status": 200}, Refused(Meaning.LATER, "No more refills today")),
        ({"refill": "8", "status": 200, "message": "Requested"}, Placed("8")),
        ({"refill": {"id": 8}}, Placed("8")),
        ({"refill": 5}, Placed("5")),
        ({"5": {"refill": 1}}, Placed("1")),
        ({"status": "success", "data": {"refill": 8}}, Placed("8")),
        ({"status": "success", "message": "We look into it"}, Placed("5")),
        ({"success": "Your request was sent"}, Placed("5")),
        ({"refill": True}, Placed("5")),
        ({"refill": {"status": "Pending"}}, Placed("5")),
        ({"refill": "0", "status": "success"}, Placed("5")),
        ({"refill": "Incorrect order ID"}, Refused(Meaning.ORDER, "Incorrect order ID")),
        ({"success": False, "refill": None, "error": "Refill inprogress"},
         Refused(Meaning.ALREADY_ASKED, "Refill inprogress")),
    ],
)  # fmt: skip
async def test_a_refill_is_placed_or_refused(
    script: Script, client: Panel, answer: Any, outcome: Outcome
) -> None:
    script.says(answer)

    assert await client.refill("5") == outcome


@pytest.mark.parametrize(
    "answer",
    [
        {"refill": 0},
        {"refill": ""},
        {"refill": "0"},
        {"refill": False},
        {"status": "success", "data": {"refill": 0}},
        {"refill": "false"},
    ],
)
async def test_a_refill_without_an_id_is_refused(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    assert isinstance(await client.refill("5"), Refused)


@pytest.mark.parametrize(
    "answer",
    [
        {"refill": None},
        {},
        [],
        (500, "x"),
        {"refill": 1.5},
        {"order": 5},
        "ok",
        (400, {"refill": 8}),
        {"success": False},
        {"refill": 8, "error": "x"},
        {"refill": "We will see"},
        {"message": "Requested"},
    ],
)
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

    script.says({"9": {"cancel": True}, "2": {"error": "Cancel failed"}})
    cancels = await client.cancel(["9", "2", "4"])
    assert cancels["9"] == Placed("9")
    assert cancels["2"] == Refused(Meaning.OTHER, "Cancel failed")
    assert isinstance(cancels["4"], Unknown)

    script.says({"error": "Invalid API key"})
    assert await client.cancel(["9"]) == {"9": Refused(Meaning.KEY, "Invalid API key")}


@pytest.mark.parametrize(
    "answer",
    [
        {"status": "success", "message": "We try"}, {"canceled": True}, {"cancelled": 1}, {"cancel": True}, {"cancel": 1},
        {"order": 5, "canceled": True}, {"5": {"cancel": True}}, {"success": "Sent to the provider"}, {"success": True},
        {"ok": True}, {"cancel": {"pending": True}}, {"cancel": {"status": "Canceled"}}, {"order": "5", "status": "Canceled"},
        [{"order": "5", "cancel": {"status": "Canceled"}}], [{"order": 5, "cancel": "77"}], {"data": [{"order": 5, "cancel": 1}]},
        {"status": 100}, {"status": True, "error": None}, {"cancel": "pending"}, {"error": "", "cancel": 1},
    ],
    ids=str,
)  # fmt: skip
async def test_a_yes_to_a_cancel_needs_no_id(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    assert isinstance((await client.cancel(["5"]))["5"], Placed)
    assert script.sent == [{"key": KEY, "action": "cancel", "order": "5", "orders": "5"}]


@pytest.mark.parametrize(
    "answer",
    [
        {"5": {"error": "Cancel failed"}}, {"order": "5", "cancel": "0"}, {"cancel": 0}, {"cancel": False}, {"cancel": ""},
        [{"order": 5, "cancel": {"error": "Incorrect order ID"}}], {"cancel": "failed"}, {"cancel": "Order not found"},
        {"status": "success", "data": {"cancel": 0}}, {"status": "success", "data": [{"order": 5, "error": "No"}]},
        {"status": False, "message": "No"}, (400, {"message": "No"}),
    ],
    ids=str,
)  # fmt: skip
async def test_a_no_to_a_cancel_is_one(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    assert isinstance((await client.cancel(["5"]))["5"], Refused)


@pytest.mark.parametrize(
    "answer",
    [[], {}, {"cancel": None}, {"order": 5}, {"message": "Hello"}, "ok", {"success": False}, {"cancel": {}}, (400, {"cancel": 1}),
     {"cancel": 7, "error": "x"}, [{"order": 6, "cancel": 1}, {"order": 7, "cancel": 1}], {"cancel": "Maybe later on"}],
    ids=str,
)  # fmt: skip
async def test_any_other_answer_to_a_cancel_is_unknown(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    assert isinstance((await client.cancel(["5"]))["5"], Unknown)


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ({"status": "Completed"}, RefillStatus(RefillState.COMPLETED, "Completed")),
        ({"status": "In progress"}, RefillStatus(RefillState.IN_PROGRESS, "In progress")),
        ({"status": "Rejected"}, RefillStatus(RefillState.REJECTED, "Rejected")),
        ({"status": "Error"}, RefillStatus(RefillState.ERROR, "Error")),
        ({"status": "Sleeping"}, RefillStatus(None, "Sleeping")),
        ({"status": "In Process"}, RefillStatus(RefillState.IN_PROGRESS, "In Process")),
        ({"status": "PROGRESS"}, RefillStatus(RefillState.IN_PROGRESS, "PROGRESS")),
        ({"status": "approved"}, RefillStatus(RefillState.IN_PROGRESS, "approved")),
        ({"status": "PARTIAL"}, RefillStatus(RefillState.COMPLETED, "PARTIAL")),
        ({"status": "REFUNDED"}, RefillStatus(RefillState.CANCELED, "REFUNDED")),
        ([{"refill": "1", "status": "Completed"}], RefillStatus(RefillState.COMPLETED, "Completed")),
        ({"1": {"status": "Completed"}}, RefillStatus(RefillState.COMPLETED, "Completed")),
        ({"refill": {"id": 1, "status": "Completed"}}, RefillStatus(RefillState.COMPLETED, "Completed")),
    ],
)
async def test_a_refill_status_is_understood(
    script: Script, client: Panel, answer: Any, status: RefillStatus
) -> None:
    script.says(answer)

    assert await client.refill_status("1") == status


@pytest.mark.parametrize(
    "answer",
    [{"status": "Refill not found"}, {"error": "Refill not found"}, {"error": "Who knows"}, [{"refill": 1, "status": {"error": "No"}}],
     {"1": {"error": "Refill not found"}}, "Refill not found"],
    ids=str,
)  # fmt: skip
async def test_a_refill_that_is_not_known_is_said_in_many_ways(
    script: Script, client: Panel, answer: Any
) -> None:
    script.says(answer)

    with pytest.raises(PanelRefused) as caught:
        await client.refill_status("1")

    assert caught.value.meaning is Meaning.ORDER


async def test_the_success_of_the_call_is_no_state_of_a_refill(script: Script, client: Panel) -> None:
    script.says({"status": "success", "message": "Refill found"})

    with pytest.raises(PanelNotUnderstood):
        await client.refill_status("1")


async def test_many_refills_are_understood(script: Script, client: Panel) -> None:
    script.says(
        [{"refill": 1, "status": "Completed"}, {"refill": 3, "status": {"error": "Refill not found"}}]
    )

    told = await client.refill_statuses(["1", "3"])

    assert told["1"] == RefillStatus(RefillState.COMPLETED, "Completed")
    assert isinstance(told["3"], PanelRefused)
