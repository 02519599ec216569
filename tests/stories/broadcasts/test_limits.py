"""How fast a broadcast is, and whom Telegram's limits hold up."""

import asyncio
import time

import aiohttp
import pytest

from bot.outgoing import broadcaster
from bot.outgoing.broadcaster import BROADCAST_PACE
from bot.settings import Settings
from sandbox.telegram.server import TelegramServer
from tests.conftest import Bot
from tests.databases import ask
from tests.people import Message, Person
from tests.stories.broadcasts.acts import crowd, drafts, got, states, until
from tests.stories.broadcasts.test_composing import album

ENGINES_OF_STORIES = ("sqlite",)


async def asked(olga: Person) -> Message:
    """Choose everybody for the draft."""
    await olga.taps("Who gets it?")
    return await olga.taps("Everybody")


async def is_refused(telegram: TelegramServer) -> None:
    async with asyncio.timeout(10):
        while not any(call["code"] == 429 for call in telegram.calls):
            await asyncio.sleep(0.01)


async def test_each_part_of_an_album_takes_its_time(
    olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    await crowd(settings, telegram, 12)
    await album(olga)
    await olga.taps("Send to", await asked(olga))

    await until(settings, "ended")

    sent = [
        call["at"]
        for call in telegram.calls
        if call["method"] == "copyMessages" and call["sent"]["chat_id"] != str(olga.id)
    ]
    messages_each = 3 + 1  # the buttons follow
    assert len(sent) == 12
    assert sent[-1] - sent[0] >= 0.9 * (len(sent) - 1) * messages_each / BROADCAST_PACE


async def test_one_chat_over_its_limit_holds_up_no_answers(
    http: aiohttp.ClientSession, olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    chats = await crowd(settings, telegram, 40)
    last = Person(http, chats[-1])
    await drafts(olga)
    question = await asked(olga)
    telegram.faults.switch_on("rate_limit", "copyMessage", times=1, seconds=6)
    await olga.taps_raw(olga.data_of("Send to", question), question["message_id"])
    await is_refused(telegram)
    began = time.monotonic()

    await last.says("/start")

    assert time.monotonic() - began < 4
    await until(settings, "ended")
    assert [got(chat) for chat in chats] == [1] * 40


async def test_a_chat_that_is_held_holds_up_no_others(
    http: aiohttp.ClientSession, olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    first, *others = await crowd(settings, telegram, 30)
    await drafts(olga)
    question = await asked(olga)
    telegram.faults.switch_on("rate_limit", "sendMessage", times=1, seconds=60)
    await Person(http, first).writes("/start")
    await is_refused(telegram)

    await olga.taps_raw(olga.data_of("Send to", question), question["message_id"])

    async with asyncio.timeout(15):
        while sum(map(got, others)) < len(others):
            await asyncio.sleep(0.02)
    assert got(first) == 0


async def test_an_album_whose_buttons_do_not_come_counts_as_sent(
    olga: Person, bot: Bot, settings: Settings, telegram: TelegramServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcaster, "LAST_CALLS_S", 0.2)
    chats = await crowd(settings, telegram, 3)
    await album(olga)
    question = await asked(olga)
    telegram.faults.switch_on("no_answer", "sendMessage")
    await olga.taps_raw(olga.data_of("Send to", question), question["message_id"])
    async with asyncio.timeout(10):
        while any(len(chat.messages) < 3 for chat in chats):
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.5)  # until the buttons are on their way

    await bot.stop()

    assert await states(settings) == {"sent": 4}
    rows = await ask(settings.database_url, "SELECT message_ids FROM broadcast_people")
    assert [len(str(ids).split()) for (ids,) in rows] == [3] * 4
    await bot.start()
