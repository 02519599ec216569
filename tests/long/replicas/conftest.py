"""A bot on PostgreSQL that serves a webhook, and others beside it, all in this process."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, Bot, make_settings
from tests.long.replicas.cable import Cable
from tests.people import Person
from tests.ports import free_port

SECRET = "the-secret-of-the-webhook"


@pytest.fixture
def engine() -> str:
    return "postgres"


@pytest.fixture
async def cable(database_url: str) -> AsyncIterator[Cable]:
    async with Cable(database_url) as line:
        yield line


@pytest.fixture
async def hooked(
    cable: Cable, panel: PanelServer, telegram: TelegramServer, tmp_path: Path
) -> AsyncIterator[Bot]:
    """A bot behind the cable that is going to serve a webhook; not started."""
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook"
    settings = make_settings(
        panel, telegram, tmp_path, database_url=cable.url, webhook_url=url, webhook_secret=SECRET, port=port
    )
    bot = Bot(settings)
    yield bot
    cable.mend()
    await bot.stop()


@pytest.fixture
def visitor(http: aiohttp.ClientSession, telegram: TelegramServer) -> Person:
    return Person(http, telegram.world.chats[ALICE])


async def arrive(person: Person) -> None:
    while "Balance $" not in (await person.says("/start"))["text"]:
        await asyncio.sleep(0.1)


async def another(bot: Bot, database_url: str) -> Bot:
    """A second process on the same database, in which Telegram is not interested."""
    port = free_port()
    second = Bot(bot.settings.model_copy(update={"database_url": database_url, "port": port}))
    await second.start()
    while True:
        try:
            assert await deliver(second, {}) == 400
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.05)
        else:
            return second


async def deliver(bot: Bot, update: dict[str, Any]) -> int:
    """Give the bot an update, as Telegram would; the status of its answer."""
    url = f"http://127.0.0.1:{bot.settings.port}/hook"
    headers = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.post(url, json=update) as answer,
    ):
        return answer.status
