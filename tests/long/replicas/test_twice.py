"""Updates that come to two processes: one died after it had handled them, or nginx did not wait."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import BOB, OLGA, Bot
from tests.databases import ask, id_of
from tests.long.replicas.conftest import another, arrive, deliver
from tests.people import Person

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(180)]

SERVICE = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"


@pytest.fixture
async def second(hooked: Bot, database_url: str, visitor: Person) -> AsyncIterator[Bot]:
    """Another process, beside the one that has Telegram's updates."""
    await hooked.start()
    await arrive(visitor)
    bot = await another(hooked, database_url)
    yield bot
    await bot.stop()


def last_update(telegram: TelegramServer) -> dict[str, Any]:
    return telegram.world.taken[-1]


async def taken(telegram: TelegramServer) -> None:
    while telegram.world.updates:
        await asyncio.sleep(0.01)


async def test_an_answer_that_comes_again_is_not_taken_for_the_next_question(
    second: Bot, visitor: Person, telegram: TelegramServer, database_url: str
) -> None:
    await visitor.opens_service(SERVICE)
    await visitor.taps("Order")
    question = await visitor.says(LINK)
    await taken(telegram)

    assert await deliver(second, last_update(telegram)) == 200

    assert visitor.newest == question
    review = await visitor.says("1k")
    assert "Review your order" in review["text"]


async def test_a_confirm_at_two_processes_at_once_places_one_order(
    second: Bot, hooked: Bot, visitor: Person, telegram: TelegramServer, panel: PanelServer
) -> None:
    review = await visitor.reviews(SERVICE, LINK, "1k")
    await visitor.taps("Place order", review)
    await taken(telegram)
    confirm = last_update(telegram)
    again = [{**confirm, "update_id": confirm["update_id"] + step} for step in (1, 2, 3)]

    answers = await asyncio.gather(*(deliver(bot, update) for update in again for bot in (hooked, second)))

    assert answers == [200] * 6
    await visitor.sees("Order 1 · Pending", "Reference")
    assert sum(call.action == "add" for call in panel.calls) == 1


async def test_an_invitation_that_comes_again_does_not_say_that_it_was_used(
    second: Bot, telegram: TelegramServer, http: aiohttp.ClientSession, database_url: str
) -> None:
    olga = Person(http, telegram.world.chats[OLGA])
    await olga.says("/start")
    await olga.taps("Operator")
    invitation = await olga.taps("Invite")
    code = invitation["text"].partition("?start=")[2].split()[0]
    bob = Person(http, telegram.world.chats[BOB])
    assert "Hello, Bob" in (await bob.says(f"/start {code}"))["text"]
    await taken(telegram)
    await ask(
        database_url, f"DELETE FROM conversations WHERE user_id = {id_of(BOB)}"
    )  # the first died before that

    assert await deliver(second, last_update(telegram)) == 200

    assert bob.count("was used") == 0
    assert bob.count("Hello, Bob") == 2


async def test_what_a_dead_process_kept_and_another_handled_is_not_handled_again(
    second: Bot, visitor: Person, telegram: TelegramServer, database_url: str
) -> None:
    await visitor.says("/help")
    await taken(telegram)
    number = last_update(telegram)["update_id"]
    kept = json.dumps(last_update(telegram)).replace("'", "''")

    await ask(
        database_url,
        f"INSERT INTO inbox (update_id, raw, kept_at, kept_by) VALUES ({number}, '{kept}', 0, 1)",
    )

    async with asyncio.timeout(60):
        while await ask(database_url, "SELECT 1 FROM inbox"):
            await asyncio.sleep(0.1)
    assert visitor.count("How it works") == 1
