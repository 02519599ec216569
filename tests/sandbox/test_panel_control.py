"""The controls of the sandbox's panel: what they change, refuse, and whom they let in."""

from typing import Any

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from tests.sandbox.conftest import Ask

ORDER = {"service": "101", "link": "https://e.com/1", "quantity": "1000"}


@pytest.mark.parametrize(
    ("push", "state", "delivered", "charge"),
    [
        ("start", "In progress", 300, "0.90000"),
        ("finish", "Completed", 1000, "0.90000"),
        ("partial", "Partial", 600, "0.54000"),
        ("cancel", "Canceled", 0, "0.00000"),
        ("fail", "Failed", 0, "0.00000"),
    ],
)
async def test_an_order_is_pushed(
    ask: Ask, control: aiohttp.ClientSession, push: str, state: str, delivered: int, charge: str
) -> None:
    number = (await ask("add", **ORDER))["order"]

    async with control.post(f"/sandbox/orders/{number}/{push}") as answer:
        order = await answer.json()

    assert (order["state"], order["charge"]) == (state, charge)
    assert abs(order["delivered"] - delivered) <= 1
    assert (await ask("status", order=number))["status"] == state


async def test_what_has_ended_is_not_pushed_again(
    ask: Ask, panel: PanelServer, control: aiohttp.ClientSession
) -> None:
    number = (await ask("add", **ORDER))["order"]
    for path in (f"orders/{number}/finish", "refills/1/complete"):
        await control.post(f"/sandbox/{path}")
        if path.startswith("orders"):
            await ask("refill", order=number)

    for path in (f"orders/{number}/cancel", f"orders/{number}/partial", "refills/1/reject"):
        async with control.post(f"/sandbox/{path}") as answer:
            assert answer.status == 409
            assert "Completed already" in (await answer.json())["error"]
    assert panel.book.refills[1].state == "Completed"


async def test_a_package_is_not_pushed_to_a_partial_end(ask: Ask, control: aiohttp.ClientSession) -> None:
    number = (await ask("add", service=105, link="https://e.com/1"))["order"]

    async with control.post(f"/sandbox/orders/{number}/partial") as answer:
        assert answer.status == 409


async def test_the_clock_is_set_and_put_forward(
    ask: Ask, panel: PanelServer, control: aiohttp.ClientSession
) -> None:
    number = (await ask("add", **ORDER))["order"]

    await control.post("/sandbox/clock", json={"advance": 600})
    await control.post("/sandbox/clock", json={"speed": 20})

    assert (await ask("status", order=number))["status"] in ("Completed", "Partial", "Canceled")
    assert panel.book.clock.speed == 20


async def test_a_price_changes_and_a_service_goes_and_comes_back(
    ask: Ask, control: aiohttp.ClientSession
) -> None:
    await control.patch("/sandbox/services/101", json={"rate": "0.00001", "min": 5})
    changed = (await ask("services"))[0]
    await control.patch("/sandbox/services/101", json={"removed": True})
    gone, refused = await ask("services"), await ask("add", **ORDER)
    await control.patch("/sandbox/services/101", json={"removed": False})

    assert (changed["rate"], changed["min"]) == ("0.00001", "5")
    assert gone[0]["service"] == 102
    assert refused == {"error": "neworder.error.incorrect_service_id"}
    assert (await ask("services"))[0]["service"] == 101


async def test_keys_are_added_and_filled(ask: Ask, control: aiohttp.ClientSession) -> None:
    await control.post("/sandbox/keys", json={"key": "bobs-key", "balance": "2.5"})
    await control.post("/sandbox/keys", json={"key": "poor-key", "balance": 7})

    assert await ask("balance", key="bobs-key") == {"balance": "2.5", "currency": "USD"}
    assert (await ask("balance", key="poor-key"))["balance"] == "7"


@pytest.mark.parametrize(
    ("method", "path", "wish", "error"),
    [
        ("POST", "faults", {}, "kind: one of slow"),
        ("POST", "faults", {"kind": "nonsense"}, "kind: one of slow"),
        ("POST", "faults", {"kind": "html", "action": "ad"}, "action: one of services"),
        ("POST", "faults", {"kind": "html", "times": "3"}, "times: a whole number from 1"),
        ("POST", "faults", {"kind": "html", "times": 0}, "times: a whole number from 1"),
        ("POST", "faults", {"kind": "html", "probability": 1.5}, "probability: a number from 0 to 1"),
        ("POST", "faults", {"kind": "html", "often": 1}, "often: unknown; there is kind"),
        ("POST", "faults", [], "a JSON object expected"),
        ("DELETE", "faults?id=x", {}, "id: the number of a fault"),
        ("POST", "clock", {"speed": "fast"}, "speed: a number from 0"),
        ("POST", "clock", {"advance": -1}, "advance: a number from 0"),
        ("POST", "keys", {"balance": 1}, "key: a text"),
        ("POST", "keys", {"key": "k", "balance": "NaN"}, "balance: an amount of money"),
        ("POST", "keys", {"key": "k", "balance": "much"}, "balance: an amount of money"),
        ("PATCH", "services/101", {"rate": -1}, "rate: an amount of money"),
        ("PATCH", "services/101", {"removed": "no"}, "removed: true or false"),
        ("PATCH", "services/101", {"min": 20_000}, "min: at most max"),
    ],
)
async def test_a_wish_that_is_not_right_changes_nothing(
    panel: PanelServer, control: aiohttp.ClientSession, method: str, path: str, wish: Any, error: str
) -> None:
    async with control.get("/sandbox/state") as before:
        was = await before.json()
    async with control.request(method, f"/sandbox/{path}", json=wish) as answer:
        assert answer.status == 400
        assert (await answer.json())["error"].startswith(error)

    async with control.get("/sandbox/state") as after:
        assert await after.json() == was
    assert panel.book.services[101].min == 50


@pytest.mark.parametrize(
    "path",
    [
        "orders/x/finish",
        "orders/7/finish",
        "orders/7/burn",
        "refills/7/reject",
        f"orders/{'9' * 5000}/finish",
    ],
)
async def test_what_is_not_there_is_not_pushed(control: aiohttp.ClientSession, path: str) -> None:
    async with control.post(f"/sandbox/{path}") as answer:
        assert answer.status == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "rebound.example"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Host": "127.0.0.1.elsewhere.example"},
    ],
)
async def test_only_this_machine_reaches_the_controls(
    panel: PanelServer, control: aiohttp.ClientSession, headers: dict[str, str]
) -> None:
    async with control.post("/sandbox/down", headers=headers) as answer:
        assert answer.status == 403
    assert not panel.down


async def test_calls_are_kept_by_the_name_of_their_key(
    ask: Ask, panel: PanelServer, control: aiohttp.ClientSession
) -> None:
    await ask("balance", key="a-real-key-that-somebody-pasted")

    async with control.get("/sandbox/state") as answer:
        assert "a-real-key" not in await answer.text()
    assert panel.calls[0].key == "unknown"


async def test_the_log_has_a_line_for_each_change_and_fault_and_one_for_checks_between(
    panel: PanelServer, control: aiohttp.ClientSession, ask: Ask
) -> None:
    await ask("balance")
    await ask("services")
    await ask("add", service=101, link="https://e.com/1", quantity=1000)
    await ask("balance")
    panel.faults.switch_on("wrong_key", "balance", times=1)
    await ask("balance")

    async with control.get("/sandbox/state") as answer:
        lines = (await answer.json())["calls"]
    async with control.get("/sandbox/state?calls=balance") as answer:
        only = (await answer.json())["calls"]

    assert [line.get("checks") or (line["action"], line["fault"]) for line in lines] == [
        ("balance", "wrong_key"), {"balance": 1}, ("add", None), {"services": 1, "balance": 1},
    ]  # fmt: skip
    assert [line["action"] for line in only] == ["balance"] * 3


async def test_what_was_tried_is_known(panel: PanelServer, control: aiohttp.ClientSession, ask: Ask) -> None:
    async def done() -> object:
        async with control.get("/sandbox/state") as answer:
            return (await answer.json())["done"]

    assert await done() == {"ordered": False, "ended": False, "fault": False}
    await ask("add", service=101, link="https://e.com/1", quantity=1000)
    assert await done() == {"ordered": True, "ended": False, "fault": False}
    panel.book.clock.advance(100)
    panel.faults.switch_on("no_funds", times=1)
    assert await done() == {"ordered": True, "ended": True, "fault": False}
    await ask("balance")
    assert await done() == {"ordered": True, "ended": True, "fault": True}
