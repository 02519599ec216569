"""A shop: MODE=reseller, with Alice as its customer and Olga as its operator, who has not confirmed its prices."""

from pathlib import Path

import aiohttp
import pytest
from pydantic import SecretStr

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, OLGA, Bot, make_settings
from tests.people import Person
from tests.stories.shop.acts import opens, started


@pytest.fixture
def settings(panel: PanelServer, telegram: TelegramServer, tmp_path: Path, database_url: str) -> Settings:
    return make_settings(
        panel,
        telegram,
        tmp_path,
        database_url=database_url,
        mode="reseller",
        secret_key=SecretStr("a key of the tests with enough letters"),
        catalogue_interval=0.5,
    )


@pytest.fixture
async def closed_alice(http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot) -> Person:
    """Alice, while nobody has confirmed the prices."""
    return await started(Person(http, telegram.world.chats[ALICE]), bot)


@pytest.fixture
async def olga(http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot) -> Person:
    return await started(Person(http, telegram.world.chats[OLGA]), bot)


@pytest.fixture
async def alice(closed_alice: Person, olga: Person) -> Person:
    """Alice, after Olga has confirmed the prices."""
    await opens(olga)
    return closed_alice
