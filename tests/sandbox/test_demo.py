"""The demo as a program: who is there when its page can be opened."""

import asyncio
import re
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from sandbox.__main__ import ROOT
from sandbox.opening import OPERATOR, PETRA
from sandbox.quiet_people import QUIET_IDS

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]


@asynccontextmanager
async def demo(*arguments: str) -> AsyncIterator[aiohttp.ClientSession]:
    command = (sys.executable, "-m", "sandbox", "--port", "0", "--people", "3", *arguments)
    program = await asyncio.create_subprocess_exec(
        *command, cwd=ROOT, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
    )
    assert program.stdout is not None
    try:
        while not (found := re.search(rb"running:  (http://\S+)", line := await program.stdout.readline())):
            assert line, "the demo has ended"
        async with aiohttp.ClientSession(found[1].decode()) as http:
            yield http
    finally:
        program.send_signal(signal.SIGINT)
        await program.stdout.read()
        await program.wait()


async def texts(http: aiohttp.ClientSession, chat: int) -> list[str]:
    async with http.get(f"/api/chats/{chat}/messages") as answer:
        if answer.status == 404:  # a quiet person who has not come yet
            return []
        messages: list[dict[str, Any]] = (await answer.json())["messages"]
    return [message.get("text", "") for message in messages]


async def shows(http: aiohttp.ClientSession, chat: int, text: str) -> None:
    async with asyncio.timeout(60):
        while not any(text in one for one in await texts(http, chat)):
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("mode", ["private", "reseller"])
async def test_the_demo_has_two_operators_their_group_and_people_for_a_broadcast(mode: str) -> None:
    async with demo("--mode", mode) as http:
        await shows(http, PETRA, "You now operate this bot as: Support")
        for quiet in QUIET_IDS[:3]:
            await shows(http, quiet, "Hello, ")
        async with http.get("/api/info") as answer:
            info = await answer.json()
        assert [person["first_name"] for person in info["people"]] == ["Alice", "Bob", "Olga", "Petra"]
        assert [group["members"] for group in info["groups"]] == [[OPERATOR, PETRA]]
        if mode == "reseller":
            await shows(http, OPERATOR, "Ordering is open.")
