"""What can go wrong while a broadcast is sent. Nobody gets it twice, and the states sum to the total."""

import asyncio
from collections.abc import Sequence

import aiohttp
import pytest

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import Chat
from tests.conftest import ALICE, BOB, Bot
from tests.databases import ask, id_of
from tests.people import Person
from tests.stories.broadcasts.acts import (
    begins,
    crowd,
    drafts,
    got,
    sends,
    states,
    status,
    until,
)
from tests.stories.broadcasts.test_composing import album

FOLLOWERS = "Pictogram Followers · Standard"
COPIES = ("copyMessage", "copyMessages")


async def has_begun(chats: Sequence[Chat], count: int) -> None:
    async with asyncio.timeout(40):
        while sum(map(got, chats)) < count:
            await asyncio.sleep(0.01)


async def test_a_deleted_message_pauses_it_and_the_operator_is_told(
    olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    chats = await crowd(settings, telegram, 30)
    await sends(olga)
    await has_begun(chats, 3)
    own = next(one for one in olga.chat.messages.values() if one.get("text") == "We have news.")
    del olga.chat.messages[own["message_id"]]

    card = await olga.sees("Broadcast: paused", "Your message, or a part of your album, is gone")

    assert await status(settings) == "paused"
    found = await states(settings)
    assert found.total() == 31
    assert found["failed"] == found["unknown"] == 0
    await olga.taps("Stop", card)
    await olga.taps("Stop it for good")
    await until(settings, "stopped")
    assert (await states(settings)).total() == 31
    assert max(map(got, chats)) == 1


async def test_half_of_an_album_that_is_gone_pauses_it(
    olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    chats = await crowd(settings, telegram, 30)
    await album(olga)
    await olga.taps("Who gets it?")
    await olga.taps("Send to", await olga.taps("Everybody"))
    async with asyncio.timeout(40):
        while not chats[0].messages:
            await asyncio.sleep(0.01)
    own = [one for one in olga.chat.messages.values() if "video" in one and not one["from"]["is_bot"]]
    del olga.chat.messages[own[0]["message_id"]]

    await olga.sees("Broadcast: paused", "a part of your album, is gone")

    found = await states(settings)
    assert found.total() == 31
    assert 1 <= found["failed"] <= 10  # those to whom the rest of it was on its way
    assert found["waiting"] > 0


async def test_everybody_has_blocked_the_bot(
    olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    chats = await crowd(settings, telegram, 25)
    for chat in chats:
        chat.blocked = True
    await sends(olga)

    await until(settings, "ended")

    assert await states(settings) == {"blocked": 25, "sent": 1}
    await olga.sees("Broadcast: sent", "Blocked the bot: 25")
    assert await ask(settings.database_url, "SELECT count(*) FROM users WHERE blocked_at IS NOT NULL AND role = 'customer'") == [(25,)]  # fmt: skip


async def test_nothing_is_sent_while_telegram_asks_to_wait(
    olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    chats = await crowd(settings, telegram, 40)
    await drafts(olga)
    await olga.taps("Who gets it?")
    asked = await olga.taps("Everybody")
    telegram.faults.switch_on("rate_limit", "copyMessage", probability=0.1, seconds=1)
    await olga.taps("Send to", asked)

    await until(settings, "ended")

    calls = [
        call
        for call in telegram.calls
        if call["method"] in COPIES and call["sent"]["chat_id"] != str(olga.id)
    ]
    limited = [call["at"] for call in calls if call["code"] == 429]
    assert limited
    inside = [
        call["at"] - at for at in limited for call in calls
        if at + 0.1 < call["at"] < at + 0.95
    ]  # fmt: skip
    assert not inside
    assert [got(chat) for chat in chats] == [1] * 40
    assert await states(settings) == {"sent": 41}


async def test_a_call_without_an_answer_is_unknown_and_never_made_again(
    olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    chats = await crowd(settings, telegram, 40)
    await drafts(olga)
    await olga.taps("Who gets it?")
    asked = await olga.taps("Everybody")
    telegram.faults.switch_on("lost_answer", "copyMessage", times=2)
    telegram.faults.switch_on("reset", "copyMessage", times=1)
    await olga.taps("Send to", asked)

    await until(settings, "ended")

    found = await states(settings)
    assert (found["unknown"], found.total()) == (3, 41)
    assert max(map(got, chats)) == 1
    await olga.sees("Broadcast: sent", "Unknown: 3")


async def test_it_is_paused_when_telegram_keeps_failing(
    olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    await crowd(settings, telegram, 60)
    await drafts(olga)
    await olga.taps("Who gets it?")
    asked = await olga.taps("Everybody")
    telegram.faults.switch_on("http_500", "copyMessage")
    await olga.taps("Send to", asked)

    await olga.sees("Broadcast: paused", "Telegram keeps failing.")

    found = await states(settings)
    assert found.total() == 61
    assert found["unknown"] < 20
    telegram.faults.switch_off()
    await olga.taps("Go on", await olga.sees("Broadcast: paused"))
    await until(settings, "ended")


async def test_restarts_in_the_middle_send_nothing_twice(
    alice: Person, olga: Person, bot: Bot, settings: Settings, telegram: TelegramServer
) -> None:
    chats = await crowd(settings, telegram, 80)
    await sends(olga)
    for part in (10, 25, 40, 60):
        await has_begun(chats, part)
        await bot.stop()
        assert (await states(settings)).total() == 82
        await bot.start()

    await until(settings, "ended")

    assert [got(chat) for chat in chats] == [1] * 80
    assert got(alice.chat) == 1
    assert await states(settings) == {"sent": 82}


@pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_another_replica_goes_on_with_it(
    olga: Person, bot: Bot, settings: Settings, telegram: TelegramServer
) -> None:
    chats = await crowd(settings, telegram, 60)
    other = Bot(settings)
    await other.start()
    try:
        await sends(olga)
        await has_begun(chats, 10)
        await bot.stop()
        await until(settings, "ended")
    finally:
        await other.stop()
        await bot.start()

    assert [got(chat) for chat in chats] == [1] * 60
    assert await states(settings) == {"sent": 61}


async def test_a_pause_survives_a_restart(
    olga: Person, bot: Bot, settings: Settings, telegram: TelegramServer
) -> None:
    chats = await crowd(settings, telegram, 40)
    card = await sends(olga)
    await has_begun(chats, 3)
    await olga.taps_raw(olga.data_of("Pause", card), card["message_id"])
    assert "Paused." in olga.toast
    await until(settings, "paused")
    await bot.stop()
    await asyncio.sleep(0.1)
    before = sum(map(got, chats))
    await bot.start()
    await olga.says("/start")
    await asyncio.sleep(1.5)
    assert sum(map(got, chats)) == before < 40

    await olga.taps("Operator")
    shown = await olga.taps("Broadcast")
    assert "Broadcast: paused" in shown["text"]
    await olga.taps("Go on", shown)
    await until(settings, "ended")
    assert [got(chat) for chat in chats] == [1] * 40


async def test_two_operators_start_one_at_once(
    http: aiohttp.ClientSession, olga: Person, bot: Bot, settings: Settings, telegram: TelegramServer
) -> None:
    await ask(
        settings.database_url,
        f"INSERT INTO users (id, telegram_id, name, created_at, role) VALUES (77, {BOB}, 'Bob', 0, 'operator')",
    )
    bob = Person(http, telegram.world.chats[BOB])
    chats = await crowd(settings, telegram, 30)
    asked = []
    for person in (olga, bob):
        await drafts(person, f"News of {person.id}.")
        await person.taps("Who gets it?")
        asked.append(await person.taps("Everybody"))

    await asyncio.gather(olga.taps("Send to", asked[0]), bob.taps("Send to", asked[1]))

    assert [olga.toast, bob.toast].count(
        "Another broadcast is under way. There is one at a time; nothing was sent."
    ) == 1
    other = bob if "Another" in bob.toast else olga
    await begins(other)
    await other.sees("Broadcast: sending", "Made by")
    await until_ended(settings)
    assert [sum(got(chat, f"News of {one.id}.") for one in (olga, bob)) for chat in chats] == [1] * 30


async def until_ended(settings: Settings) -> None:
    async with asyncio.timeout(60):
        while not await ask(settings.database_url, "SELECT 1 FROM broadcasts WHERE status = 'ended'"):
            await asyncio.sleep(0.02)


async def test_a_customer_who_forges_its_buttons_changes_nothing(
    alice: Person, olga: Person, settings: Settings, telegram: TelegramServer
) -> None:
    await crowd(settings, telegram, 60)
    card = await sends(olga)
    stop = olga.data_of("Stop", card)
    pause = olga.data_of("Pause", card)

    for data in (pause, stop, stop.replace("bct", "bcq"), stop.replace("bct", "bcy"), "bc", "bcx"):
        assert "out of date" in await alice.taps_raw(data)

    assert await status(settings) == "sending"
    await until(settings, "ended")
    assert (await states(settings))["sent"] == 62


async def test_messages_about_orders_are_not_held_up(
    alice: Person, olga: Person, settings: Settings, telegram: TelegramServer, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, "https://example.com/p/1", "1k")
    await crowd(settings, telegram, 100)
    await sends(olga)
    panel.book.end(panel.book.orders[23501], "Completed")

    await alice.sees("Completed", patience=10)

    assert await status(settings) == "sending"
    took = (
        "SELECT done_at - created_at FROM outbox WHERE event = 'order_ended' AND status = 'sent'"
        f" AND user_id = {id_of(ALICE)}"
    )
    async with asyncio.timeout(10):
        while not (rows := await ask(settings.database_url, took)):
            await asyncio.sleep(0.02)
    ((late,),) = rows
    assert late < 1_000
