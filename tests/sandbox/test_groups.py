"""What the page does to a group, and who may write there."""

from typing import Any

import aiohttp
import pytest
from aiogram import Bot

from sandbox.quiet_people import QUIET_IDS, add_quiet_people, block_some
from sandbox.telegram.forums import FORUM, Forum, add_forum
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, OLGA


@pytest.fixture
def forum(telegram: TelegramServer) -> Forum:
    return add_forum(telegram.world, members=(OLGA,))


async def post(http: aiohttp.ClientSession, what: str, wish: dict[str, Any], expected: int = 200) -> Any:
    async with http.post(f"/api/chats/{FORUM}/{what}", json=wish) as answer:
        assert answer.status == expected, await answer.text()
        return await (answer.json() if expected == 200 else answer.text())


async def test_the_page_learns_of_a_group_and_of_each_topic(
    api: Bot, forum: Forum, http: aiohttp.ClientSession
) -> None:
    topic = await api.create_forum_topic(forum.id, "Orders")

    async with http.get("/api/info") as answer:
        (group,) = (await answer.json())["groups"]

    assert group == {
        "id": FORUM,
        "title": "Operators",
        "is_forum": True,
        "bot_is": "administrator",
        "members": [OLGA],
        "topics": [{"id": topic.message_thread_id, "name": "Orders"}],
    }


async def test_a_member_writes_and_taps_and_nobody_else(
    api: Bot, forum: Forum, http: aiohttp.ClientSession
) -> None:
    await post(http, "text", {"from": OLGA, "text": "Hello"})
    assert [update.message.text for update in await api.get_updates(timeout=0) if update.message] == ["Hello"]

    refusal = await post(http, "text", {"from": ALICE, "text": "Hello"}, 403)

    assert refusal == "Alice is not a member of this group."
    assert await post(http, "tap", {"from": ALICE, "message_id": 1, "data": "x", "forged": True}, 403)
    assert len(forum.messages) == 1


async def test_a_topic_is_deleted_with_its_messages(
    api: Bot, forum: Forum, http: aiohttp.ClientSession
) -> None:
    topic = (await api.create_forum_topic(forum.id, "Orders")).message_thread_id
    await api.send_message(forum.id, "text", message_thread_id=topic)

    group = await post(http, "topics/delete", {"message_thread_id": topic})

    assert group["topics"] == []
    assert forum.messages == {}
    assert (
        await post(http, "topics/delete", {"message_thread_id": topic}, 409) == "the chat has no such topic"
    )


async def test_topics_that_are_switched_off_do_not_come_back(
    api: Bot, forum: Forum, http: aiohttp.ClientSession
) -> None:
    await api.create_forum_topic(forum.id, "Orders")

    assert not (await post(http, "forum", {"is_forum": False}))["is_forum"]
    group = await post(http, "forum", {"is_forum": True})

    assert (group["is_forum"], group["topics"]) == (True, [])
    assert (await api.get_chat(forum.id)).is_forum


async def test_the_bot_hears_nothing_of_a_group_that_it_was_removed_from(
    api: Bot, forum: Forum, http: aiohttp.ClientSession
) -> None:
    assert (await post(http, "bot", {"bot_is": "kicked"}))["bot_is"] == "kicked"
    await post(http, "text", {"from": OLGA, "text": "Nobody hears this."})
    assert await post(http, "bot", {"bot_is": "asleep"}, 400)
    await post(http, "bot", {"bot_is": "administrator"})
    await post(http, "text", {"from": OLGA, "text": "Hello"})

    heard = [update.message.text for update in await api.get_updates(timeout=0) if update.message]

    assert heard == ["Hello"]


async def test_a_private_chat_is_no_group(http: aiohttp.ClientSession) -> None:
    async with http.post(f"/api/chats/{OLGA}/forum", json={"is_forum": False}) as answer:
        assert answer.status == 409


async def test_quiet_people_start_the_bot_and_are_not_on_the_page(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    await add_quiet_people(telegram.world, 2)
    block_some(telegram.world, 2)

    started = [update.message for update in await api.get_updates(timeout=0)]
    async with http.get("/api/info") as answer:
        shown = [person["first_name"] for person in (await answer.json())["people"]]

    assert [one.text for one in started if one] == ["/start", "/start"]
    assert shown == ["Alice", "Bob", "Olga"]
    assert [telegram.world.chats[one].blocked for one in QUIET_IDS[:2]] == [True, False]
