"""The sandbox's Telegram fails on demand, in each way in which Telegram was seen to fail."""

import asyncio
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("http_500", TelegramServerError | ClientDecodeError),
        ("server_error", TelegramServerError),
        ("html", ClientDecodeError),
        ("garbage", ClientDecodeError),
        ("reset", TelegramNetworkError),
        ("lost_answer", TelegramNetworkError),
        ("unauthorized", TelegramUnauthorizedError),
        ("not_found", TelegramNotFound),
        ("conflict", TelegramConflictError),
        ("rate_limit", TelegramRetryAfter),
    ],
)
async def test_faults_strike_as_often_as_they_should(
    api: Bot, telegram: TelegramServer, kind: str, error: Any
) -> None:
    telegram.faults.switch_on(kind, "sendMessage", times=1)

    with pytest.raises(error.__args__ if hasattr(error, "__args__") else error):
        await api.send_message(ALICE, "x")

    await api.send_message(ALICE, "y")
    texts = [message["text"] for message in telegram.world.chats[ALICE].messages.values()]
    assert texts == (["x", "y"] if kind == "lost_answer" else ["y"])


@pytest.mark.parametrize(
    ("kind", "answer"),
    [
        ("not_found", {"ok": False, "error_code": 404, "description": "Not Found"}),
        ("flood_wait", {"ok": False, "error_code": 420, "description": "FLOOD_WAIT_7"}),
        ("rate_limit_bare", {"ok": False, "error_code": 429, "description": "Too Many Requests"}),
        ("rate_limit", {"ok": False, "error_code": 429, "description": "Too Many Requests: retry after 7",
                        "parameters": {"retry_after": 7}}),
        ("server_error", {"ok": False, "error_code": 500, "description": "Internal Server Error"}),
    ],
)  # fmt: skip
async def test_each_refusal_is_worded_as_telegrams(
    telegram: TelegramServer, http: aiohttp.ClientSession, kind: str, answer: dict[str, Any]
) -> None:
    async with http.post("/api/faults", json={"kind": kind, "method": "getMe", "seconds": 7}) as switched:
        assert switched.status == 200
    async with http.post(f"/bot{telegram.token}/getMe") as answered:
        assert answered.status == answer["error_code"]
        assert await answered.json() == answer


async def test_a_fault_that_strikes_now_and_then_lets_other_calls_through(
    telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    telegram.faults.switch_on("not_found", "getMe", probability=0.3)
    codes = []
    for _ in range(40):
        async with http.post(f"/bot{telegram.token}/getMe") as answer:
            codes.append(answer.status)

    assert set(codes) == {200, 404}


async def test_answers_take_longer_and_shorter_in_turn(
    telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    async with http.post("/api/jitter", json={"seconds": 0.3}) as switched:
        assert switched.status == 200
    ends: list[int] = []

    async def call(number: int) -> None:
        async with http.post(f"/bot{telegram.token}/getMe") as answer:
            assert answer.status == 200
        ends.append(number)

    calls = []
    for number in range(3):
        calls.append(asyncio.create_task(call(number)))
        await asyncio.sleep(0.03)
    await asyncio.gather(*calls)

    assert ends == [0, 2, 1]  # they take 0, 300 and 60 ms


async def test_a_poll_is_slowed_too(api: Bot, telegram: TelegramServer) -> None:
    telegram.faults.switch_on("rate_limit", "getUpdates", times=1, seconds=30)

    with pytest.raises(TelegramRetryAfter) as refused:
        await api.get_updates(timeout=0)

    assert refused.value.retry_after == 30
    assert await api.get_updates(timeout=0) == []


async def test_a_fault_that_there_is_not_is_refused(http: aiohttp.ClientSession) -> None:
    async with http.post("/api/faults", json={"kind": "thunder"}) as answer:
        assert answer.status == 400
        assert "kind: one of" in (await answer.json())["error"]


async def test_a_flood_of_all_chats_is_slowed(api: Bot, telegram: TelegramServer) -> None:
    telegram.limits.enabled = True
    for _ in range(31):
        person = telegram.world.add_person("Somebody")
        telegram.world.chats[person.id].started = True
    people = [number for number in telegram.world.people if number > 1003]

    with pytest.raises(TelegramRetryAfter):
        await asyncio.gather(*(api.send_message(number, "x") for number in people))


async def test_what_comes_of_no_json_is_no_refusal(api: Bot, telegram: TelegramServer) -> None:
    telegram.faults.switch_on("html", "sendMessage", times=1)
    with pytest.raises(ClientDecodeError) as failed:
        await api.send_message(ALICE, "x")
    assert not isinstance(failed.value, TelegramAPIError | TelegramBadRequest)
