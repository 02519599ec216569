"""On both engines, unless a module says `ENGINES_OF_STORIES`: on one where other tests try its SQL on both."""

from typing import Any

import aiohttp
import pytest

from sandbox.telegram.server import TelegramServer
from tests.conftest import Bot
from tests.databases import ENGINES, ask
from tests.people import Person


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    marks = metafunc.definition.iter_markers("parametrize")
    if "engine" in metafunc.fixturenames and not any("engine" in str(mark.args[0]) for mark in marks):
        engines: Any = getattr(metafunc.module, "ENGINES_OF_STORIES", ENGINES)
        metafunc.parametrize("engine", engines, indirect=True)


@pytest.fixture
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
async def petra(http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot) -> Person:
    """Another operator."""
    number = telegram.world.add_person("Petra").id
    petra = Person(http, telegram.world.chats[number])
    await petra.says("/start")
    await ask(
        bot.settings.database_url,
        f"UPDATE users SET role = 'operator', knocked_at = NULL WHERE telegram_id = {number}",
    )
    await petra.says("/start")
    return petra
