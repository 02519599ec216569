"""Updates under bad conditions: broken ones, floods, a Telegram that takes nothing, ends in the middle."""

import asyncio
import signal
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.incoming.intake import MOST_WAITING
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.bot.conftest import Process
from tests.conftest import Bot
from tests.people import Person


def kept(settings_url: str) -> int:
    """How many updates the bot holds in its database."""
    with closing(sqlite3.connect(settings_url.removeprefix("sqlite:///"))) as connection:
        return int(connection.execute("SELECT count(*) FROM inbox WHERE raw <> ''").fetchone()[0])


async def confirmed(telegram: TelegramServer) -> None:
    """Wait until Telegram has forgotten every update."""
    async with asyncio.timeout(60):
        while telegram.world.updates:
            await asyncio.sleep(0.02)


async def test_an_unparsable_update_among_a_hundred_is_set_aside_and_the_operator_told_once(
    olga: Person, telegram: TelegramServer, bot: Bot, http: aiohttp.ClientSession
) -> None:
    people = [Person(http, telegram.world.chats[telegram.world.add_person("Somebody").id]) for _ in range(99)]

    for number, person in enumerate(people):
        await person.writes("/help")
        if number in (30, 60):
            telegram.world.put_update({"message": {"message_id": "not a number", "text": "secret words"}})

    for person in people:
        await person.sees("This bot is private.")
    await olga.sees("An update from Telegram could not be handled and was set aside")
    await confirmed(telegram)
    await asyncio.sleep(0.5)
    assert olga.count("could not be handled") == 1
    with closing(sqlite3.connect(bot.settings.database_url.removeprefix("sqlite:///"))) as connection:
        rows = connection.execute("SELECT raw, set_aside_because FROM inbox").fetchall()
    assert [raw for raw, _ in rows] == ["", ""]
    assert all("message.message_id" in reason for _, reason in rows)


async def test_answers_that_telegram_did_not_take_are_given_again_in_their_order(
    alice: Person, telegram: TelegramServer
) -> None:
    telegram.faults.switch_on("http_500", "sendMessage", times=3)

    await alice.writes("/help")
    await alice.writes("/terms")

    await alice.sees("How it works")
    terms = await alice.sees("Terms")
    assert alice.newest["message_id"] == terms["message_id"]
    assert alice.count("How it works") == 1


async def test_nothing_is_sent_to_a_chat_before_its_retry_after_is_over(
    alice: Person, telegram: TelegramServer, panel: PanelServer
) -> None:
    await alice.orders("Pictogram Followers · Standard", "https://example.com/p/1", "1k")
    await alice.sees("Order 1", "Last checked")  # the card comes to rest
    telegram.calls.clear()
    telegram.faults.switch_on("rate_limit", "sendMessage", times=1, seconds=3)

    await alice.writes("/help")
    while telegram.faults.listed():
        await asyncio.sleep(0.01)
    panel.book.end(panel.book.orders[23501], "Completed")

    await alice.sees("How it works")
    await alice.sees("Order 1 · Completed", "1,000 of 1,000 delivered")
    first, second, *_ = (
        call["at"] for call in telegram.calls if call["sent"].get("chat_id") == str(alice.id)
    )
    assert second - first >= 3


async def test_who_floods_is_told_so_and_everybody_else_is_answered(
    alice: Person, olga: Person, telegram: TelegramServer, bot: Bot
) -> None:
    topic = await alice.opens_topic("Orders")

    async def flood() -> None:
        for _ in range(400):
            await alice.writes("/catalogue", message_thread_id=topic)

    flooding = asyncio.create_task(flood())
    for _ in range(10):
        assert "How it works" in (await olga.says("/help"))["text"]
        assert kept(bot.settings.database_url) <= 2 * MOST_WAITING

    await flooding
    told = await alice.sees("That was too much at once", patience=60)
    assert told.get("message_thread_id") == topic
    await confirmed(telegram)


async def test_an_update_that_telegram_delivers_twice_is_handled_once(
    alice: Person, telegram: TelegramServer
) -> None:
    await alice.says("/help")
    await confirmed(telegram)

    telegram.world.redeliver(1)

    assert "Terms" in (await alice.says("/terms"))["text"]
    assert alice.count("How it works") == 1


@pytest.mark.parametrize("number", [50_000, 900_000_000])
async def test_after_a_quiet_week_updates_go_on_with_any_number(
    alice: Person, telegram: TelegramServer, number: int
) -> None:
    await alice.says("/help")
    await confirmed(telegram)
    telegram.world.go_on_at(number)

    assert "Terms" in (await alice.says("/terms"))["text"]
    assert "How it works" in (await alice.says("/help"))["text"]
    await confirmed(telegram)

    telegram.calls.clear()
    await asyncio.sleep(1)
    assert sum(call["method"] == "getUpdates" for call in telegram.calls) < 5
    assert alice.count("How it works") == 2
    assert alice.count("Terms") == 1


ODD: tuple[dict[str, Any], ...] = (
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "from": {"id": [7]}}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": {}, "type": "private"}, "text": 5}},
    {"message": {"message_id": 1, "date": 1, "chat": {"id": 5}, "from": {"id": 2**70, "is_bot": False}}},
    {"message": [[]]},
    {"callback_query": {"id": 1, "from": None, "message": 3, "data": ["x"]}},
)


async def test_updates_with_odd_fields_are_set_aside_and_the_others_are_handled(
    alice: Person, olga: Person, telegram: TelegramServer
) -> None:
    for odd in ODD:
        telegram.world.put_update(odd)

    assert "How it works" in (await alice.says("/help"))["text"]

    await olga.sees("An update from Telegram could not be handled and was set aside")
    await confirmed(telegram)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
async def test_an_update_that_was_confirmed_but_not_answered_survives_the_end_of_the_program(
    program: Process, visitor: Person, telegram: TelegramServer, tmp_path: Path, number: int
) -> None:
    await program.start()
    await visitor.writes("/start")
    await visitor.sees("Hello, Alice")
    telegram.faults.switch_on("no_answer", "sendMessage", times=1)
    await visitor.writes("/help")
    await confirmed(telegram)
    assert kept(f"sqlite:///{tmp_path}/data/panelgram.db") == 1

    assert await program.signal(number) == (0 if number == signal.SIGTERM else -number)
    await program.start()

    await visitor.sees("How it works")
    async with asyncio.timeout(60):
        while kept(f"sqlite:///{tmp_path}/data/panelgram.db"):
            await asyncio.sleep(0.02)


async def test_a_second_sigterm_ends_the_program_at_once_and_loses_nothing(
    program: Process, visitor: Person, telegram: TelegramServer
) -> None:
    await program.start()
    await visitor.writes("/start")
    await visitor.sees("Hello, Alice")
    telegram.faults.switch_on("no_answer", "sendMessage", times=1)
    await visitor.writes("/help")
    await confirmed(telegram)

    assert program.process is not None
    program.process.send_signal(signal.SIGTERM)
    await asyncio.sleep(0.3)
    assert await program.signal(signal.SIGTERM) == -signal.SIGKILL

    await program.start()
    await visitor.sees("How it works")
