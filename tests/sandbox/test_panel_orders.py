"""Orders, refills and cancels of the sandbox's panel, as time goes by."""

from typing import Any

import pytest

from sandbox.panel.book import Order
from sandbox.panel.server import PanelServer
from tests.sandbox.conftest import Ask

CANCELABLE, NOT_CANCELABLE, PACK = 101, 102, 105


async def place(ask: Ask, panel: PanelServer, service: int = CANCELABLE, **plan: Any) -> Order:
    """An order of 1,000 that starts after a second and takes ten, unless planned otherwise."""
    counts = {} if service == PACK else {"quantity": 1000}
    link = f"https://e.com/{len(panel.book.orders)}"
    order = panel.book.orders[(await ask("add", service=service, link=link, **counts))["order"]]
    for name, value in {"starts_after": 1, "takes": 10, "ends_as": "Completed", **plan}.items():
        setattr(order, name, value)
    return order


@pytest.mark.parametrize("looks", [1, 30])
async def test_a_partial_end_does_not_depend_on_who_looked(ask: Ask, panel: PanelServer, looks: int) -> None:
    order = await place(ask, panel, ends_as="Partial")

    for _ in range(looks):
        panel.book.clock.advance(30 / looks)
        shown = await ask("status", order=order.id)

    assert (shown["status"], shown["remains"], shown["charge"]) == ("Partial", "400", "0.54000")


async def test_a_package_is_delivered_whole_or_not_at_all(ask: Ask, panel: PanelServer) -> None:
    order = await place(ask, panel, PACK, ends_as="Partial")

    panel.book.clock.advance(30)

    assert (await ask("status", order=order.id))["status"] == "Canceled"
    assert panel.book.keys["demo-key"].balance == 1000


async def test_an_open_order_keeps_its_link(ask: Ask, panel: PanelServer) -> None:
    order = await place(ask, panel)
    again = {"service": CANCELABLE, "link": order.sent["link"], "quantity": 1000}

    assert await ask("add", **again) == {"error": "neworder.error.link_duplicate"}
    panel.book.clock.advance(30)

    assert "order" in await ask("add", **again)


async def test_a_cancel_is_asked_for_and_done_later(ask: Ask, panel: PanelServer) -> None:
    order = await place(ask, panel)
    panel.book.clock.advance(3)

    assert await ask("cancel", orders=order.id) == [{"order": order.id, "cancel": order.id}]
    assert (await ask("status", order=order.id))["status"] == "In progress"
    panel.book.clock.advance(100)

    shown = await ask("status", order=order.id)
    assert (shown["status"], shown["remains"]) == ("Partial", "500")


@pytest.mark.parametrize("starts_after", [1, 20])
async def test_what_is_canceled_before_its_start_never_starts(
    ask: Ask, panel: PanelServer, starts_after: float
) -> None:
    order = await place(ask, panel, starts_after=starts_after)

    await ask("cancel", orders=order.id)
    assert (await ask("status", order=order.id))["status"] == "Pending"
    panel.book.clock.advance(4)

    assert (await ask("status", order=order.id))["status"] == "Canceled"
    assert panel.book.keys["demo-key"].balance == 1000


async def test_an_order_may_end_before_its_cancel(ask: Ask, panel: PanelServer) -> None:
    order = await place(ask, panel)
    panel.book.clock.advance(10)

    await ask("cancel", orders=order.id)
    panel.book.clock.advance(10)

    assert (await ask("status", order=order.id))["status"] == "Completed"


async def test_only_some_orders_can_be_canceled(ask: Ask, panel: PanelServer) -> None:
    firm, ended = await place(ask, panel, NOT_CANCELABLE), await place(ask, panel)
    panel.book.end(ended, "Completed")

    answers = await ask("cancel", orders=f"{firm.id},{ended.id},7")

    wrong = {"error": "Incorrect order ID"}
    assert answers == [{"order": one, "cancel": wrong} for one in (firm.id, ended.id, 7)]


async def test_refills_of_several_orders_are_asked_for_at_once(ask: Ask, panel: PanelServer) -> None:
    done, early = await place(ask, panel), await place(ask, panel)
    panel.book.end(done, "Completed")

    asked = await ask("refill", orders=f"{done.id},{early.id},7")
    shown = await ask("refill_status", refills="1,9")

    assert asked == [
        {"order": done.id, "refill": 1},
        {"order": early.id, "refill": {"error": "Refill not allowed , try again later"}},
        {"order": 7, "refill": {"error": "Incorrect order ID"}},
    ]
    assert shown == [
        {"refill": 1, "status": "Pending"},
        {"refill": 9, "status": {"error": "Refill not found"}},
    ]


@pytest.mark.parametrize("names", [("order",), ("orders",), ("order", "orders")])
async def test_a_cancel_names_its_order_by_either_name_or_by_both(
    ask: Ask, panel: PanelServer, names: tuple[str, ...]
) -> None:
    order = await place(ask, panel)

    answer = await ask("cancel", **dict.fromkeys(names, order.id))

    assert answer == [{"order": order.id, "cancel": order.id}]
    assert order.cancel_asked is not None


@pytest.mark.parametrize("number", ["", "x", "-1", "²", "٢٣٥٠١", "9" * 5000, "23501 "])
async def test_what_is_no_number_is_no_order(ask: Ask, panel: PanelServer, number: str) -> None:
    await place(ask, panel)

    assert await ask("status", order=number) == {"error": "Incorrect order ID"}


@pytest.mark.parametrize("number", ["", "x", "²", "١٠١", "9" * 5000])
async def test_what_is_no_number_is_no_service(ask: Ask, number: str) -> None:
    answer = await ask("add", service=number, link="https://e.com/1", quantity=1000)

    assert answer == {"error": "neworder.error.incorrect_service_id"}


async def test_a_batch_has_at_most_a_hundred(ask: Ask) -> None:
    assert await ask("status", orders=",".join(map(str, range(101)))) == {"error": "Incorrect request"}
    assert len(await ask("status", orders=",".join(map(str, range(100))))) == 100


async def test_the_same_seed_plans_the_same_ends() -> None:
    plans = []
    for _ in range(2):
        book = PanelServer(seed=7).book
        for number in range(20):
            book.add("demo-key", {"service": "101", "link": f"https://e.com/{number}", "quantity": "50"})
        plans.append([(one.ends_as, one.takes) for one in book.orders.values()])

    assert plans[0] == plans[1]
    assert len({ends_as for ends_as, _ in plans[0]}) > 1


async def test_the_first_order_completes_and_few_others_end_otherwise() -> None:
    ends = []
    for seed in range(30):
        book = PanelServer(seed=seed).book
        for number in range(20):
            book.add("demo-key", {"service": "101", "link": f"https://e.com/{number}", "quantity": "50"})
        first, *others = (one.ends_as for one in book.orders.values())
        assert first == "Completed"
        ends += others

    assert 0.02 < sum(end != "Completed" for end in ends) / len(ends) < 0.08
