"""The bot between a panel of one dialect and Telegram. What a panel says is stored alike by both engines."""

import asyncio
from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.panel.dialects import DIALECTS
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, OLGA, Bot
from tests.dialects import steps
from tests.dialects.steps import Town
from tests.people import Person

READY = 60.0  # seconds


@pytest.fixture(
    params=[
        *((one, "sqlite") for one in DIALECTS),
        pytest.param(("plain", "postgres"), marks=(pytest.mark.postgres, pytest.mark.slow)),
    ],
    ids="-".join,
)
def place(request: pytest.FixtureRequest) -> tuple[str, str]:
    """A dialect and an engine."""
    dialect, engine = request.param
    return dialect, engine


@pytest.fixture
def dialect(place: tuple[str, str]) -> str:
    return place[0]


@pytest.fixture
def engine(place: tuple[str, str]) -> str:
    return place[1]


@pytest.fixture
async def panel(dialect: str) -> AsyncIterator[PanelServer]:
    async with PanelServer(speed=0, dialect=dialect) as server:
        yield server


@pytest.fixture
async def town(
    http: aiohttp.ClientSession, telegram: TelegramServer, panel: PanelServer, bot: Bot, database_url: str
) -> Town:
    """Alice and Olga have opened the menu of a bot that has its catalogue and balance."""
    found = {steps.ALICE: ALICE, steps.OLGA: OLGA}
    people = {name: Person(http, telegram.world.chats[number]) for name, number in found.items()}
    async with asyncio.timeout(READY):
        for person in people.values():
            while "Balance" not in (await person.says("/start"))["text"]:
                await asyncio.sleep(0.05)
        await bot.has_catalogue()
    return Town(people, panel, database_url)
