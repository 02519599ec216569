"""Each fault of the sandbox's panel, seen from a client's socket."""

import asyncio
import time
from typing import Any

import aiohttp
import pytest

from sandbox.panel.server import KINDS, PanelServer
from tests.sandbox.conftest import Ask

ADD = {"action": "add", "key": "demo-key", "service": "101", "link": "https://e.com/1", "quantity": "1000"}
SILENT = {"no_answer", "lost_answer", "reset", "slow"}
TAKEN = {"lost_answer", "slow"}


async def add(panel: PanelServer, patience: float = 5) -> tuple[int, str]:
    """Status and body of the answer."""
    timeout = aiohttp.ClientTimeout(patience)
    async with (
        aiohttp.ClientSession(timeout=timeout) as session,
        session.post(panel.api_url, data=ADD, allow_redirects=False) as answer,
    ):
        return answer.status, await answer.text()


@pytest.mark.parametrize(
    ("kind", "status", "body"),
    [
        ("http_500", 500, "<h1>We will be back soon</h1>"),
        ("http_502", 502, "<h1>We will be back soon</h1>"),
        ("html", 200, "<h1>We will be back soon</h1>"),
        ("garbage", 200, '{"order": 12'),
        ("wrong_types", 200, '"order": null'),
        ("rate_limit", 429, "Too many requests"),
        ("wrong_key", 200, "Invalid API key"),
        ("no_funds", 200, "neworder.error.not_enough_funds"),
        ("redirect", 302, ""),
    ],
)
async def test_a_wrong_answer_takes_no_order(panel: PanelServer, kind: str, status: int, body: str) -> None:
    panel.faults.switch_on(kind, "add", times=1)

    seen = await add(panel)

    assert seen[0] == status
    assert body in seen[1]
    assert not panel.book.orders
    assert (await add(panel))[1] == '{"order": 23501}'


def test_every_kind_is_tried_here() -> None:
    wrong = {"http_500", "http_502", "html", "garbage", "wrong_types", "rate_limit", "wrong_key", "no_funds"}
    assert set(KINDS) == wrong | SILENT | {"redirect"}


@pytest.mark.parametrize("kind", ["lost_answer", "reset"])
async def test_a_connection_that_breaks_may_or_may_not_have_taken_the_order(
    panel: PanelServer, kind: str
) -> None:
    panel.faults.switch_on(kind, times=1)

    with pytest.raises(aiohttp.ClientError):
        await add(panel)

    assert len(panel.book.orders) == (kind in TAKEN)


async def test_no_answer_is_held_and_takes_no_order(panel: PanelServer) -> None:
    panel.faults.switch_on("no_answer")

    with pytest.raises(TimeoutError):
        await add(panel, patience=0.3)

    assert not panel.book.orders


async def test_a_slow_answer_comes_late(panel: PanelServer) -> None:
    panel.faults.switch_on("slow", seconds=0.3)
    began = time.monotonic()

    assert (await add(panel))[0] == 200
    assert time.monotonic() - began >= 0.3


async def test_a_panel_that_is_down_takes_nothing_and_hears_nothing(panel: PanelServer, ask: Ask) -> None:
    panel.down = True
    with pytest.raises(aiohttp.ClientError):
        await add(panel)
    panel.down = False

    assert not panel.calls
    assert await ask("balance") == {"balance": "1000", "currency": "USD"}


async def test_stopping_cuts_the_calls_that_are_held(panel: PanelServer) -> None:
    panel.faults.switch_on("no_answer")
    held = asyncio.create_task(add(panel))
    while not panel.calls:
        await asyncio.sleep(0.01)
    began = time.monotonic()

    await panel.stop()

    with pytest.raises(aiohttp.ClientError):
        await held
    assert time.monotonic() - began < 2


async def test_a_panel_started_again_has_its_orders_and_its_faults(panel: PanelServer) -> None:
    await add(panel)
    await panel.stop()
    await panel.start()
    panel.faults.switch_on("no_answer")

    with pytest.raises(TimeoutError):
        await add(panel, patience=0.3)

    assert list(panel.book.orders) == [23501]


async def test_a_fault_hits_its_action_as_often_as_asked(panel: PanelServer, ask: Ask) -> None:
    panel.faults.switch_on("wrong_key", "balance", times=2)

    assert "error" not in (await ask("services"))[0]
    answers = [await ask("balance") for _ in range(3)]

    assert ["error" in answer for answer in answers] == [True, True, False]
    assert not panel.faults.listed()


async def test_a_fault_by_chance_hits_some_calls(panel: PanelServer, ask: Ask) -> None:
    panel.faults.switch_on("wrong_key", probability=0.5)

    hits = ["error" in await ask("balance") for _ in range(40)]

    assert 5 < sum(hits) < 35


@pytest.mark.parametrize(
    "sent",
    [
        {
            "data": b"key=demo-key&action=\xff\xfe",
            "headers": {"Content-Type": "application/x-www-form-urlencoded"},
        },
        {"data": b"--x\r\nnonsense", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
        {"json": {"key": "demo-key", "action": "balance"}},
        {},
    ],
    ids=["not UTF-8", "broken multipart", "JSON", "nothing"],
)
async def test_what_is_no_form_is_answered_as_one_without_a_key(
    panel: PanelServer, sent: dict[str, Any]
) -> None:
    async with aiohttp.ClientSession() as session, session.post(panel.api_url, **sent) as answer:
        assert answer.status == 200
        assert await answer.json() == {"error": "API key is required"}
