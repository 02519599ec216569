"""A shop, its operator and its customers."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, BOB, OLGA, Bot, make_settings
from tests.databases import ask, id_of, open_shop
from tests.people import Person


@pytest.fixture
def settings(panel: PanelServer, telegram: TelegramServer, tmp_path: Path, database_url: str) -> Settings:
    return make_settings(
        panel,
        telegram,
        tmp_path,
        database_url=database_url,
        mode="reseller",
        secret_key="k" * 40,
        allowed_ids=[],
        min_margin=0,
    )


@pytest.fixture
async def alice(http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot) -> Person:
    """A customer who has opened the menu; nobody had to let her in."""
    return await arrive(Person(http, telegram.world.chats[ALICE]), bot)


@pytest.fixture
async def bob(http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot) -> Person:
    return await arrive(Person(http, telegram.world.chats[BOB]), bot)


@pytest.fixture
async def olga(http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot) -> Person:
    """The operator, who has opened the menu and got every alert about the start."""
    person = await arrive(Person(http, telegram.world.chats[OLGA]), bot)
    waiting = f"SELECT id FROM outbox WHERE status IN ('pending', 'sending') AND user_id = {id_of(OLGA)}"
    while await ask(bot.settings.database_url, waiting):
        await asyncio.sleep(0.02)
    return person


async def arrive(person: Person, bot: Bot) -> Person:
    """Open the menu once the panel has told services and balance."""
    while await ask(bot.settings.database_url, "SELECT id FROM panel_keys WHERE balance IS NOT NULL") == []:
        await asyncio.sleep(0.02)
    await bot.has_catalogue()
    await open_shop(bot.settings.database_url, OLGA)
    await person.says("/start")
    return person
