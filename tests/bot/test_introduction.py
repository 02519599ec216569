"""Telegram gets the bot's commands and descriptions in each language when they have changed, beside the work."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiogram import Bot

from bot.leader.introduce import Introduce
from bot.telegram.client import open_bot
from bot.telegram.rate_limits import RateLimits
from sandbox.telegram.server import TelegramServer
from storage.database import Database
from storage.engines.open import open_database
from tests.conftest import ALICE
from tests.conftest import Bot as Program
from tests.people import Person
from tests.views.locales import spoken_are

RUSSIAN = 'msgid "The menu"\nmsgstr "Меню"\n'
PORTUGUESE = 'msgid "The menu"\nmsgstr "O menu"\n'
SETTING = ("setMyCommands", "setMyDescription", "setMyShortDescription")


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as db:
        yield db


@pytest.fixture
async def api(settings: Any) -> AsyncIterator[Bot]:
    api = open_bot(settings.bot_token.get_secret_value(), settings.telegram_api_url, RateLimits())
    yield api
    await api.session.close()


def told(telegram: TelegramServer) -> list[tuple[str, str | None]]:
    """Which texts were set or taken away since the last look, for which language."""
    calls = [call for call in telegram.calls if "My" in call["method"]]
    telegram.calls.clear()
    assert all(call["code"] == 200 for call in calls)
    return [(call["method"], call["sent"].get("language_code")) for call in calls]


async def commands(api: Bot, language: str | None) -> dict[str, str]:
    return {one.command: one.description for one in await api.get_my_commands(language_code=language)}


async def test_each_language_is_told_once(
    db: Database, api: Bot, telegram: TelegramServer, tmp_path: Path
) -> None:
    with spoken_are(tmp_path, {"ru": RUSSIAN, "pt-br": PORTUGUESE}):
        await Introduce(db=db, bot=api, is_shop=True)()
        first = told(telegram)
        await Introduce(db=db, bot=api, is_shop=True)()

        assert first == [(method, code) for code in (None, "pt", "ru") for method in SETTING]
        assert told(telegram) == []
        assert (await commands(api, None))["start"] == "The menu"
        assert (await commands(api, "ru"))["start"] == "Меню"
        assert (await commands(api, "pt"))["start"] == "O menu"
        assert "wallet" in await commands(api, "ru")


async def test_only_what_has_changed_is_told_again(
    db: Database, api: Bot, telegram: TelegramServer, tmp_path: Path
) -> None:
    with spoken_are(tmp_path, {"ru": RUSSIAN}):
        await Introduce(db=db, bot=api, is_shop=False)()
    told(telegram)
    with spoken_are(tmp_path, {"ru": RUSSIAN.replace("Меню", "Главное меню")}):
        await Introduce(db=db, bot=api, is_shop=False)()

        assert told(telegram) == [("setMyCommands", "ru")]
        assert (await commands(api, "ru"))["start"] == "Главное меню"


async def test_a_language_that_is_gone_is_taken_away(
    db: Database, api: Bot, telegram: TelegramServer, tmp_path: Path
) -> None:
    with spoken_are(tmp_path, {"ru": RUSSIAN}):
        await Introduce(db=db, bot=api, is_shop=False)()
    (tmp_path / "ru.po").unlink()
    told(telegram)
    with spoken_are(tmp_path, {}):
        await Introduce(db=db, bot=api, is_shop=False)()
        await Introduce(db=db, bot=api, is_shop=False)()

    gone = ("deleteMyCommands", "setMyDescription", "setMyShortDescription")
    assert sorted(told(telegram)) == [(method, "ru") for method in gone]
    assert await commands(api, "ru") == {}


async def test_what_was_refused_for_good_keeps_nothing_else_back(
    db: Database, api: Bot, telegram: TelegramServer, tmp_path: Path
) -> None:
    too_long = f'msgid "The menu"\nmsgstr "{"x" * 300}"\n'
    with spoken_are(tmp_path, {"ru": too_long}):
        await Introduce(db=db, bot=api, is_shop=False)()

    refused = [call["method"] for call in telegram.calls if call["code"] == 400]
    assert refused == ["setMyCommands"]
    assert len(telegram.calls) == 6


async def test_a_wait_for_the_commands_holds_up_nobody(
    settings: Any, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    """Alice is answered while Telegram wants no commands for a minute."""
    telegram.faults.switch_on("rate_limit", "setMyCommands", times=1, seconds=60)
    program, alice = Program(settings), Person(http, telegram.world.chats[ALICE])
    await program.start()
    await _refused(telegram, "setMyCommands")

    await alice.writes("/start")
    await alice.sees("Hello, Alice")
    await alice.taps("Help")
    await alice.sees("How it works")

    await program.stop()
    assert not [call for call in telegram.calls if call["method"] in SETTING and call["code"] == 200]


async def _refused(telegram: TelegramServer, method: str) -> None:
    async with asyncio.timeout(20):
        while not any(call["method"] == method and call["code"] == 429 for call in telegram.calls):
            await asyncio.sleep(0.01)


async def test_a_start_tells_and_the_next_one_does_not(settings: Any, telegram: TelegramServer) -> None:
    program = Program(settings)
    for expected in (True, False):
        telegram.calls.clear()
        await program.start()
        await program.has_catalogue()
        async with asyncio.timeout(20):
            while expected and ("setMyShortDescription", "ru") not in (
                (call["method"], call["sent"].get("language_code")) for call in telegram.calls
            ):
                await asyncio.sleep(0.01)
        await program.stop()

        assert any(call["method"] in SETTING for call in telegram.calls) is expected
