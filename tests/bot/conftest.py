"""The program as a process of its own."""

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE
from tests.people import Person

ROOT = Path(__file__).parents[2]


class Process:
    """`python -m bot` with an environment of its own."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self.environment = environment
        self._folder = folder
        self.process: asyncio.subprocess.Process | None = None

    async def start(self, *arguments: str, **changes: str) -> None:
        """Without arguments it runs at once, without a look for another program."""
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            *(arguments or ("run", "--take-over")),
            env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], **self.environment, **changes},
            cwd=self._folder,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )

    async def ends(self, *arguments: str, **changes: str) -> tuple[int, str]:
        """Start it and wait for its end: exit code and everything it printed."""
        await self.start(*arguments, **changes)
        assert self.process is not None
        async with asyncio.timeout(90):
            output, _ = await self.process.communicate()
        return self.process.returncode or 0, output.decode()

    async def signal(self, number: int) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        async with asyncio.timeout(90):
            return await self.process.wait()


@pytest.fixture
async def program(panel: PanelServer, telegram: TelegramServer, tmp_path: Path) -> AsyncIterator[Process]:
    process = Process(
        {
            "BOT_TOKEN": telegram.token,
            "TELEGRAM_API_URL": telegram.url,
            "PANEL_API_URL": panel.api_url,
            "PANEL_API_KEY": "demo-key",
            "PANEL_CALLS_PER_MINUTE": "6000",
            "STATUS_INTERVAL": "0.3",
            "ALLOWED_IDS": str(ALICE),
            "ADMIN_IDS": "1003",
        },
        tmp_path,
    )
    yield process
    if process.process is not None and process.process.returncode is None:
        process.process.kill()
        await process.process.wait()


@pytest.fixture
async def visitor(http: aiohttp.ClientSession, telegram: TelegramServer) -> Person:
    return Person(http, telegram.world.chats[ALICE])


async def arrive(person: Person) -> None:
    """Open the menu of a program that is just starting, once it knows all it needs."""
    while "services in" not in (await person.says("/catalogue", 90))["text"]:
        await asyncio.sleep(0.1)
    while "Balance $" not in (await person.says("/start", 90))["text"]:
        await asyncio.sleep(0.1)
