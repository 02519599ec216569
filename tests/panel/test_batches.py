"""Questions about many ids, and panels that take no batch or fail now and then."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from panel import (
    Meaning,
    OrderState,
    OrderStatus,
    Panel,
    PanelNotUnderstood,
    PanelRefused,
    RefillState,
    RefillStatus,
)
from tests.panel.conftest import KEY, Script


async def test_a_batch_is_understood_in_any_order_with_ids_missing_or_bad(
    script: Script, client: Panel
) -> None:
    script.says(
        {"10": {"error": "Incorrect order ID"}, "100": {"status": "Pending"}, "1": {"status": "Partial"},
         "11": "Incorrect order ID"}
    )  # fmt: skip

    told = await client.order_statuses(["1", "10", "11", "100", "7"])

    assert told["1"] == OrderStatus(OrderState.PARTIAL, "Partial")
    assert told["100"] == OrderStatus(OrderState.PENDING, "Pending")
    for bad in ("10", "11"):
        refused = told[bad]
        assert isinstance(refused, PanelRefused)
        assert refused.meaning is Meaning.ORDER
    assert "7" not in told


async def test_many_are_asked_for_100_at_a_time(script: Script, client: Panel) -> None:
    script.says(lambda sent: {one: {"status": "Pending"} for one in sent["orders"].split(",")})

    told = await client.order_statuses([str(number) for number in range(1, 251)])

    assert len(told) == 250
    assert [len(sent["orders"].split(",")) for sent in script.sent] == [100, 100, 50]


@pytest.mark.parametrize(
    "answer",
    [{"error": "Incorrect request"}, {"error": "Incorrect order ID"}, {"status": "Pending", "charge": "1"}],
    ids=["an error", "another error", "one flat object"],
)
async def test_a_panel_without_batches_is_asked_one_by_one_and_remembered(
    script: Script, client: Panel, answer: dict[str, str]
) -> None:
    script.says(lambda sent: {"status": "Pending"} if "order" in sent else answer)

    assert set(await client.order_statuses(["1", "2"])) == {"1", "2"}
    await client.order_statuses(["3", "4"])

    assert sum("orders" in sent for sent in script.sent) == 2  # the first batch, tried twice


@pytest.fixture
async def clocked(script: Script) -> AsyncIterator[tuple[Panel, list[float]]]:
    now = [0.0]
    async with Panel(script.url, KEY, calls_per_minute=10_000, backoff=0.001, clock=lambda: now[0]) as panel:
        yield panel, now


async def test_batches_are_tried_again_after_an_hour(
    script: Script, clocked: tuple[Panel, list[float]]
) -> None:
    panel, now = clocked
    script.says(lambda sent: {"status": "Pending"} if "order" in sent else {"error": "Incorrect request"})
    await panel.order_statuses(["1", "2"])
    script.says(
        lambda sent: {one: {"status": "Partial"} for one in (sent.get("orders") or sent["order"]).split(",")}
    )
    script.sent.clear()

    now[0] = 3_599.0
    await panel.order_statuses(["1", "2"])
    assert [sent.get("orders") for sent in script.sent] == [None, None]

    now[0] = 3_601.0
    assert len(await panel.order_statuses(["1", "2"])) == 2
    assert script.sent[-1]["orders"] == "1,2"


@pytest.mark.parametrize(
    "answer", [{"error": "Something went wrong"}, {"error": "No"}, b"<html>", {"status": "Pending"}]
)
async def test_one_passing_error_is_no_reason_to_give_batches_up(
    script: Script, client: Panel, answer: Any
) -> None:
    pending = {"status": "Pending"}
    script.says(answer, pending, {"1": pending, "2": pending}, {"3": pending, "4": pending})

    assert await client.order_statuses(["1", "2"]) == dict.fromkeys(
        "12", OrderStatus(OrderState.PENDING, "Pending")
    )
    assert len(await client.order_statuses(["3", "4"])) == 2

    assert [sent.get("orders") for sent in script.sent] == ["1,2", None, "1,2", "3,4"]


@pytest.mark.parametrize("answer", [{"error": "Internal server error"}, b"<html>"])
async def test_trouble_that_meets_single_calls_too_asks_no_more_of_them(
    script: Script, client: Panel, answer: Any
) -> None:
    script.says(answer)

    with pytest.raises((PanelRefused, PanelNotUnderstood)):
        await client.order_statuses([str(number) for number in range(1, 60)])

    assert len(script.sent) == 2


@pytest.mark.parametrize("answer", [[], {}, {"status": "success", "data": []}, {"data": {}}])
async def test_an_empty_answer_to_a_batch_knows_none_of_them(
    script: Script, client: Panel, answer: Any
) -> None:
    script.says(answer)

    told = await client.order_statuses(["1", "2"])

    assert len(script.sent) == 1
    for one in ("1", "2"):
        refused = told[one]
        assert isinstance(refused, PanelRefused)
        assert refused.meaning is Meaning.ORDER


async def test_single_calls_that_fail_too_are_no_reason_to_give_batches_up(
    script: Script, client: Panel
) -> None:
    script.says({"error": "Incorrect order ID"})

    for _ in range(2):
        told = await client.order_statuses(["1", "2"])
        assert all(isinstance(one, PanelRefused) for one in told.values())

    assert [sent.get("orders") for sent in script.sent] == ["1,2", None, None] * 2


@pytest.mark.parametrize(
    "answer",
    [
        [{"order": 2, "status": "Partial"}, {"order": 1, "status": "Pending"}],
        [{"1": {"status": "Pending"}}, {"2": {"status": "Partial"}}],
        {"data": {"1": {"status": "Pending"}, "2": [{"status": "Partial"}]}},
        {"status": "success", "orders": {"1": {"data": {"status": "Pending"}}, "2": {"status": "Partial"}}},
        {"result": [{"order": "1", "status": "Pending"}, {"order": "2", "status": "Partial"}]},
    ],
    ids=str,
)
async def test_a_batch_comes_in_many_shapes(script: Script, client: Panel, answer: Any) -> None:
    script.says(answer)

    told = await client.order_statuses(["1", "2"])

    assert told == {
        "1": OrderStatus(OrderState.PENDING, "Pending"),
        "2": OrderStatus(OrderState.PARTIAL, "Partial"),
    }
    assert len(script.sent) == 1


@pytest.mark.parametrize("answer", [{"error": "Refill not found"}, {"status": "Completed"}, [], b"<html>"])
async def test_a_panel_that_reads_one_refill_only_is_asked_for_one(
    script: Script, client: Panel, answer: Any
) -> None:
    script.says(lambda sent: {"status": "Completed"} if "refill" in sent else answer)

    told = await client.refill_statuses(["7", "8"])

    if answer == []:
        assert all(isinstance(one, PanelRefused) for one in told.values())
    else:
        assert told == dict.fromkeys("78", RefillStatus(RefillState.COMPLETED, "Completed"))
