"""The sandbox's panel is strict, moves its orders, and misbehaves on demand."""

from decimal import Decimal

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from tests.sandbox.conftest import Ask


async def test_it_lists_services_of_every_type_in_ten_categories(ask: Ask) -> None:
    services = await ask("services")

    assert len({service["type"] for service in services}) == 17
    assert len({service["category"] for service in services}) == 10
    assert len(services) >= 50


def test_a_large_catalogue_is_made_on_demand() -> None:
    assert len(PanelServer(services=10_000).book.services) == 10_000


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"link": ""}, "neworder.error.link"),
        ({"link": "example"}, "neworder.error.link"),
        ({"quantity": "49"}, "greater than or equal to minimum amount 50"),
        ({"quantity": "10001"}, "neworder.error.max_quantity"),
        ({"quantity": "x"}, "neworder.error.quantity"),
        ({"service": "9999"}, "incorrect_service_id"),
        ({"key": "poor-key"}, "not_enough_funds"),
        ({"key": "nobody"}, "Invalid API key"),
    ],
)
async def test_an_order_that_is_not_right_is_refused(
    ask: Ask, panel: PanelServer, change: dict[str, str], error: str
) -> None:
    right = {"service": "101", "link": "https://example.com/1", "quantity": "1000"}

    answer = await ask("add", **(right | change))

    assert error in answer["error"]
    assert not panel.book.orders


async def test_an_order_moves_ends_and_gives_back_what_it_did_not_deliver(
    ask: Ask, panel: PanelServer
) -> None:
    number = (await ask("add", service=101, link="https://e.com/1", quantity=1000))["order"]
    order = panel.book.orders[number]
    order.ends_as, order.takes, order.starts_after = "Partial", 10, 1
    assert (await ask("status", order=number))["status"] == "Pending"

    panel.book.clock.advance(5)
    half = await ask("status", order=number)
    assert (half["status"], half["remains"]) == ("In progress", "600")

    panel.book.clock.advance(60)
    end = await ask("status", orders=f"{number},7")
    assert end[str(number)]["status"] == "Partial"
    assert end["7"] == {"error": "Incorrect order ID"}
    kept = Decimal(end[str(number)]["charge"])
    assert panel.book.keys["demo-key"].balance == 1000 - kept


async def test_an_order_of_another_key_is_not_known(ask: Ask) -> None:
    number = (await ask("add", service=101, link="https://e.com/1", quantity=1000))["order"]

    assert await ask("status", key="poor-key", order=number) == {"error": "Incorrect order ID"}


async def test_refills_are_for_finished_orders_one_at_a_time(ask: Ask, panel: PanelServer) -> None:
    number = (await ask("add", service=101, link="https://e.com/1", quantity=1000))["order"]
    assert "error" in await ask("refill", order=number)
    panel.book.end(panel.book.orders[number], "Completed")

    refill = (await ask("refill", order=number))["refill"]
    assert "already an open request" in (await ask("refill", order=number))["error"]
    panel.book.clock.advance(60)
    assert (await ask("refill_status", refill=refill))["status"] in ("Completed", "Rejected")


async def test_the_page_pushes_orders_and_faults(panel: PanelServer, ask: Ask) -> None:
    number = (await ask("add", service=101, link="https://e.com/1", quantity=1000))["order"]
    async with aiohttp.ClientSession(panel.url) as page:
        await page.post(f"/sandbox/orders/{number}/finish")
        await page.post("/sandbox/faults", json={"kind": "wrong_key", "action": "balance", "times": 1})
        async with page.post("/sandbox/faults", json={"kind": "nonsense"}) as answer:
            assert answer.status == 400

    assert (await ask("status", order=number))["status"] == "Completed"
    assert await ask("balance") == {"error": "Invalid API key"}
    assert (await ask("balance"))["currency"] == "USD"


async def test_a_lost_answer_belongs_to_an_order_that_exists(panel: PanelServer, ask: Ask) -> None:
    panel.faults.switch_on("lost_answer", "add", times=1)

    with pytest.raises(aiohttp.ClientError):
        await ask("add", service=101, link="https://e.com/1", quantity=1000)

    assert len(panel.book.orders) == 1
