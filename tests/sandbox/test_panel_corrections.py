"""Finished orders of the sandbox's panel are corrected later, and its book stays consistent."""

from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from tests.sandbox.conftest import Ask

ORDER = {"service": "101", "link": "https://e.com/1", "quantity": "1000"}  # it costs 0.90
BEFORE = Decimal(1000)


async def finished(ask: Ask, panel: PanelServer, **fields: str) -> int:
    number = int((await ask("add", **{**ORDER, **fields}))["order"])
    panel.book.end(panel.book.orders[number], "Completed")
    return number


async def correct(control: aiohttp.ClientSession, number: int, state: str, **more: Any) -> dict[str, Any]:
    async with control.post(f"/sandbox/orders/{number}/correct", json={"state": state, **more}) as answer:
        assert answer.status == 200, await answer.text()
        order: dict[str, Any] = await answer.json()
        return order


async def test_an_order_is_corrected_from_end_to_end(
    ask: Ask, panel: PanelServer, control: aiohttp.ClientSession
) -> None:
    number = await finished(ask, panel)

    for state, delivered, remains, cost in (
        ("Partial", 400, "600", "0.36000"),
        ("Partial", 250, "750", "0.22500"),
        ("Canceled", None, "1000", "0.00000"),
        ("Partial", 600, "400", "0.54000"),
        ("Completed", None, "0", "0.90000"),
        ("Failed", None, "1000", "0.00000"),
        ("In progress", 300, "700", "0.90000"),
        ("Completed", None, "0", "0.90000"),
    ):
        order = await correct(control, number, state, delivered=delivered)
        shown = await ask("status", order=number)

        assert (shown["status"], shown["remains"]) == (state, remains)
        assert Decimal(shown["charge"]) == Decimal(order["cost"]) == Decimal(cost)
        assert panel.book.keys["demo-key"].balance == BEFORE - Decimal(cost)


async def test_the_book_tells_what_each_order_cost_and_delivered(
    ask: Ask, panel: PanelServer, control: aiohttp.ClientSession
) -> None:
    numbers = [await finished(ask, panel, link=f"https://e.com/{place}") for place in range(3)]
    await correct(control, numbers[0], "Partial", delivered=400)
    await correct(control, numbers[1], "Canceled")

    async with control.get("/sandbox/orders") as answer:
        book = {
            order["id"]: (order["state"], order["delivered"], order["cost"]) for order in await answer.json()
        }

    assert list(book.values()) == [
        ("Partial", 400, "0.36000"), ("Canceled", 0, "0.00000"), ("Completed", 1_000, "0.90000"),
    ]  # fmt: skip
    assert panel.book.keys["demo-key"].balance == BEFORE - sum(
        order.cost for order in panel.book.orders.values()
    )


async def test_a_charge_may_stay_as_it_was_though_money_came_back(
    ask: Ask, panel: PanelServer, control: aiohttp.ClientSession
) -> None:
    number = await finished(ask, panel)

    order = await correct(control, number, "Partial", delivered=400, lowers_charge=False)

    assert (await ask("status", order=number))["charge"] == "0.90000"
    assert order["cost"] == "0.36000"
    assert panel.book.keys["demo-key"].balance == BEFORE - Decimal("0.36")


async def test_a_correction_may_pay_nothing_back_and_takes_back_what_came(
    ask: Ask, panel: PanelServer, control: aiohttp.ClientSession
) -> None:
    number = await finished(ask, panel)

    assert (await correct(control, number, "Canceled", pays_back=False))["cost"] == "0.90000"
    assert (await correct(control, number, "Canceled", pays_back=True))["cost"] == "0.00000"
    assert (await correct(control, number, "Partial", delivered=500, pays_back=False))["cost"] == "0.45000"
    assert (await correct(control, number, "Completed", pays_back=False))["cost"] == "0.90000"


@pytest.fixture
async def stingy() -> AsyncIterator[PanelServer]:
    async with PanelServer(dialect="rounded-rates") as panel:
        yield panel


async def test_a_dialect_that_pays_nothing_back_pays_nothing_back(stingy: PanelServer) -> None:
    order = stingy.book.add("demo-key", ORDER)
    stingy.book.end(order, "Completed")
    before = stingy.book.keys["demo-key"].balance
    async with aiohttp.ClientSession(stingy.url) as control:
        await correct(control, order.id, "Canceled")

    assert stingy.book.keys["demo-key"].balance == before
    assert order.cost == Decimal("0.9")


async def test_what_goes_on_after_its_end_waits_for_a_push(
    ask: Ask, panel: PanelServer, control: aiohttp.ClientSession
) -> None:
    number = await finished(ask, panel)
    await correct(control, number, "In progress", delivered=700)
    panel.book.clock.advance(10_000)
    assert (await ask("status", order=number))["status"] == "In progress"

    async with control.post(f"/sandbox/orders/{number}/partial") as answer:
        assert (await answer.json())["cost"] == "0.63000"
    assert panel.book.keys["demo-key"].balance == BEFORE - Decimal("0.63")


@pytest.mark.parametrize(
    ("wish", "status", "error"),
    [
        ({}, 400, "state: one of Completed"),
        ({"state": "Lost"}, 400, "state: one of Completed"),
        ({"state": "Partial", "delivered": -1}, 400, "delivered: a whole number from 0"),
        ({"state": "Partial", "delivered": 0}, 409, "it cannot be delivered in part"),
        ({"state": "Partial", "delivered": 1_000}, 409, "it cannot be delivered in part"),
        ({"state": "Canceled", "charge": "0"}, 400, "charge: unknown"),
    ],
)
async def test_a_correction_that_makes_no_sense_changes_nothing(
    ask: Ask,
    panel: PanelServer,
    control: aiohttp.ClientSession,
    wish: dict[str, Any],
    status: int,
    error: str,
) -> None:
    number = await finished(ask, panel)

    async with control.post(f"/sandbox/orders/{number}/correct", json=wish) as answer:
        assert answer.status == status
        assert (await answer.json())["error"].startswith(error)
    order = panel.book.orders[number]
    assert (order.state, order.delivered, order.cost) == ("Completed", 1_000, Decimal("0.9"))


async def test_an_open_order_and_a_package_in_part_are_not_corrected(
    ask: Ask, panel: PanelServer, control: aiohttp.ClientSession
) -> None:
    running = (await ask("add", **ORDER))["order"]
    package = await finished(ask, panel, service="105", link="https://e.com/2", quantity="")

    for number, error in (
        (running, "the order is Pending still"),
        (package, "it cannot be delivered in part"),
    ):
        wish = {"state": "Partial", "delivered": 1}
        async with control.post(f"/sandbox/orders/{number}/correct", json=wish) as answer:
            assert (answer.status, (await answer.json())["error"]) == (409, error)
    async with control.post("/sandbox/orders/7/correct", json={"state": "Canceled"}) as answer:
        assert answer.status == 404
