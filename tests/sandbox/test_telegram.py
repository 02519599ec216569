"""The sandbox's Telegram refuses what the real one refuses, and a real aiogram bot understands it."""

import aiohttp
import aiohttp.web
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    Message,
)

from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, BOB
from tests.sandbox.conftest import keys


async def test_edits_behave_as_telegrams(api: Bot, telegram: TelegramServer) -> None:
    sent = await api.send_message(ALICE, "one")
    edited = await api.edit_message_text("two", chat_id=ALICE, message_id=sent.message_id)
    assert isinstance(edited, Message)
    assert edited.text == "two"

    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await api.edit_message_text("two", chat_id=ALICE, message_id=sent.message_id)
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await api.edit_message_text("three", chat_id=ALICE, message_id=999)
    telegram.world.chats[ALICE].old.add(sent.message_id)
    with pytest.raises(TelegramBadRequest, match="can't be edited"):
        await api.edit_message_text("three", chat_id=ALICE, message_id=sent.message_id)
    assert await api.delete_message(ALICE, sent.message_id)


async def test_a_changed_keyboard_alone_is_no_edit(api: Bot) -> None:
    sent = await api.send_message(ALICE, "Menu", reply_markup=keys({"text": "a", "callback_data": "b"}))

    bare = await api.edit_message_reply_markup(chat_id=ALICE, message_id=sent.message_id)
    assert isinstance(bare, Message)
    assert bare.edit_date is None

    reworded = await api.edit_message_text("Page 2", chat_id=ALICE, message_id=sent.message_id)
    assert isinstance(reworded, Message)
    assert reworded.edit_date is not None


async def test_one_stream_tells_of_all_chats(telegram: TelegramServer, http: aiohttp.ClientSession) -> None:
    async with http.ws_connect("/api/events") as stream:
        assert await stream.receive_json() == {"type": "hello", "run": telegram.world.run}
        group = telegram.world.add_group("Readers", [ALICE])
        for chat in (telegram.world.chats[ALICE], telegram.world.chats[BOB], group):
            telegram.world.put_message(chat, {"text": "x"}, None)

        told = [(await stream.receive_json())["chat"] for _ in range(3)]

    assert told == [ALICE, BOB, group.id]


async def test_a_page_from_elsewhere_gets_no_stream(http: aiohttp.ClientSession) -> None:
    with pytest.raises(aiohttp.WSServerHandshakeError, match="403"):
        await http.ws_connect("/api/events", origin="https://elsewhere.example")


async def test_who_blocked_the_bot_or_never_started_it_cannot_be_written_to(
    api: Bot, telegram: TelegramServer
) -> None:
    telegram.world.chats[ALICE].blocked = True
    with pytest.raises(TelegramForbiddenError, match="blocked by the user"):
        await api.send_message(ALICE, "x")
    with pytest.raises(TelegramForbiddenError, match="can't initiate"):
        await api.send_message(1002, "x")


async def test_a_flood_to_one_chat_is_slowed(telegram: TelegramServer, http: aiohttp.ClientSession) -> None:
    telegram.limits.enabled = True
    telegram.world.chats[ALICE].started = True
    codes = []
    for _ in range(22):
        async with http.post(
            f"/bot{telegram.token}/sendMessage", data={"chat_id": ALICE, "text": "x"}
        ) as answer:
            codes.append(answer.status)
            said = await answer.json()

    assert codes[:20] == [200] * 20
    assert codes[-1] == 429
    assert said["parameters"] == {"retry_after": 1}


async def test_a_tap_is_answered_once(api: Bot, telegram: TelegramServer) -> None:
    chat = telegram.world.chats[ALICE]
    await api.send_message(ALICE, "x", reply_markup=keys({"text": "a", "callback_data": "b"}))
    tap = telegram.world.tap(chat, telegram.world.people[ALICE], max(chat.messages), "b")
    (update,) = await api.get_updates(timeout=0)
    assert update.callback_query is not None
    assert isinstance(update.callback_query.message, Message)

    assert await api.answer_callback_query(tap.id, text="done")
    for stale in (tap.id, "7"):
        with pytest.raises(TelegramBadRequest, match="query is too old"):
            await api.answer_callback_query(stale)


async def test_files_go_both_ways(api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession) -> None:
    sent = await api.send_document(ALICE, BufferedInputFile(b"hello", "hello.txt"), caption="<b>a file</b>")
    assert sent.document is not None
    assert sent.caption == "a file"
    async with http.get(f"/api/chats/{ALICE}/files/{sent.document.file_id}") as answer:
        assert await answer.read() == b"hello"

    downloaded = await api.download(sent.document.file_id)
    assert downloaded is not None
    assert downloaded.read() == b"hello"


async def test_commands_and_descriptions_are_taken(api: Bot, telegram: TelegramServer) -> None:
    commands = [BotCommand(command="start", description="Begin")]
    assert await api.set_my_commands(commands)
    assert [one.command for one in await api.get_my_commands()] == ["start"]
    assert await api.delete_my_commands()
    assert await api.get_my_commands() == []
    assert await api.set_my_description("x")
    assert await api.set_my_short_description("x")
    assert (await api.get_chat(ALICE)).first_name == "Alice"
    assert await api.send_chat_action(ALICE, "typing")


async def test_pages_from_elsewhere_cannot_reach_the_controls(http: aiohttp.ClientSession) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        async with http.get("/api/info", headers=headers) as answer:
            assert answer.status == 403
