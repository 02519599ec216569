"""Groups with topics behave as Telegram's."""

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError, TelegramMigrateToChat
from aiogram.types import ChatMemberAdministrator

from sandbox.telegram.forums import Forum, add_forum
from sandbox.telegram.server import TelegramServer
from tests.conftest import OLGA


@pytest.fixture
def forum(telegram: TelegramServer) -> Forum:
    return add_forum(telegram.world)


async def test_a_topic_takes_messages_until_it_is_deleted(api: Bot, forum: Forum) -> None:
    topic = await api.create_forum_topic(forum.id, "Orders")
    sent = await api.send_message(forum.id, "text", message_thread_id=topic.message_thread_id)
    assert (sent.is_topic_message, sent.message_thread_id) == (True, topic.message_thread_id)
    forum.delete_topic(topic.message_thread_id)
    assert forum.messages == {}
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await api.send_message(forum.id, "text", message_thread_id=topic.message_thread_id)


@pytest.mark.parametrize("name", ["", "x" * 129])
async def test_a_topic_needs_a_name_of_at_most_128_characters(api: Bot, forum: Forum, name: str) -> None:
    with pytest.raises(TelegramBadRequest):
        await api.create_forum_topic(forum.id, name)


async def test_topics_need_a_forum_and_the_right_to_manage_them(
    api: Bot, forum: Forum, telegram: TelegramServer
) -> None:
    plain = telegram.world.add_group("Plain", [])
    with pytest.raises(TelegramBadRequest, match="the chat is not a forum"):
        await api.create_forum_topic(plain.id, "Orders")
    forum.may_manage_topics = False
    with pytest.raises(TelegramBadRequest, match="not enough rights"):
        await api.create_forum_topic(forum.id, "Orders")
    member = await api.get_chat_member(forum.id, 42)
    assert isinstance(member, ChatMemberAdministrator)
    assert not member.can_manage_topics
    assert (await api.get_chat(forum.id)).is_forum
    forum.switch_topics_off()
    assert not (await api.get_chat(forum.id)).is_forum


async def test_a_group_that_moved_or_threw_the_bot_out_takes_nothing(api: Bot, forum: Forum) -> None:
    forum.moved_to = -1_005
    with pytest.raises(TelegramMigrateToChat) as moved:
        await api.send_message(forum.id, "text")
    assert moved.value.migrate_to_chat_id == -1_005
    forum.moved_to, forum.bot_is = None, "kicked"
    with pytest.raises(TelegramForbiddenError, match="bot was kicked from the supergroup chat"):
        await api.send_message(forum.id, "text")


async def test_what_is_written_in_a_topic_carries_its_first_message_unless_it_answers_another(
    api: Bot, forum: Forum, http: aiohttp.ClientSession
) -> None:
    topic = (await api.create_forum_topic(forum.id, "Orders")).message_thread_id
    sent = await api.send_message(forum.id, "text", message_thread_id=topic)
    for wish in ({}, {"reply_to": sent.message_id, "anonymous": True}):
        body = {"from": OLGA, "text": "words", "message_thread_id": topic, **wish}
        async with http.post(f"/api/chats/{forum.id}/text", json=body) as answer:
            assert answer.status == 200

    plain, reply = [one.message for one in await api.get_updates(timeout=0)]

    assert plain
    assert plain.reply_to_message
    assert plain.reply_to_message.forum_topic_created
    assert reply
    assert reply.reply_to_message
    assert reply.from_user
    assert reply.reply_to_message.message_id == sent.message_id
    assert reply.from_user.id == 1_087_968_824
    assert reply.sender_chat
    assert reply.sender_chat.id == forum.id
