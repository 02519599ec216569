"""The sandbox's Telegram refuses what the real one refuses, and a real aiogram bot understands it."""

from typing import Any

import aiohttp
import aiohttp.web
import pytest
from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CopyTextButton,
    Message,
)

from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE
from tests.sandbox.conftest import keys


@pytest.mark.parametrize(
    ("call", "complaint"),
    [
        ({"text": " "}, "message text is empty"),
        ({"text": "x" * 4_097}, "message is too long"),
        ({"text": "x", "reply_markup": keys({"text": "a", "callback_data": "я" * 33})}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "reply_markup": keys({"text": "a"})}, "exactly one action"),
        ({"text": "x", "reply_markup": keys({"text": "a", "callback_data": "b", "url": "https://e.com"})},
         "exactly one action"),
        ({"text": "x", "reply_markup": keys({"text": "a", "callback_data": "b", "style": "loud"})}, "unknown style"),
        ({"text": "x", "reply_markup": keys({"text": "a", "copy_text": CopyTextButton(text="c" * 257)})},
         "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "x", "reply_markup": keys(*({"text": "a", "callback_data": "b"} for _ in range(101)))}, "too long"),
        ({"text": "x", "chat_id": 5}, "chat not found"),
    ],
)  # fmt: skip
async def test_what_telegram_refuses_is_refused(api: Bot, call: dict[str, Any], complaint: str) -> None:
    with pytest.raises(TelegramBadRequest, match=complaint):
        await api.send_message(**({"chat_id": ALICE} | call))


async def test_an_unknown_parameter_is_refused(telegram: TelegramServer, http: aiohttp.ClientSession) -> None:
    telegram.world.chats[ALICE].started = True
    for wrong in ({"txt": "x"}, {"reply_markup": '{"inline_keyboard": [[{"text": "a", "data": "b"}]]}'}):
        async with http.post(
            f"/bot{telegram.token}/sendMessage", data={"chat_id": ALICE, "text": "x"} | wrong
        ) as answer:
            assert answer.status == 400
            assert "unexpected" in (await answer.json())["description"]


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


async def test_who_blocked_the_bot_or_never_started_it_cannot_be_written_to(
    api: Bot, telegram: TelegramServer
) -> None:
    telegram.world.chats[ALICE].blocked = True
    with pytest.raises(TelegramForbiddenError, match="blocked by the user"):
        await api.send_message(ALICE, "x")
    with pytest.raises(TelegramForbiddenError, match="can't initiate"):
        await api.send_message(1002, "x")


async def test_a_flood_to_one_chat_is_slowed(telegram: TelegramServer, http: aiohttp.ClientSession) -> None:
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


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        ("http_500", TelegramServerError | ClientDecodeError),
        ("html", ClientDecodeError),
        ("garbage", ClientDecodeError),
        ("reset", TelegramNetworkError),
        ("lost_answer", TelegramNetworkError),
        ("unauthorized", TelegramUnauthorizedError),
    ],
)
async def test_faults_strike_as_often_as_they_should(
    api: Bot, telegram: TelegramServer, kind: str, error: Any
) -> None:
    telegram.faults.switch_on(kind, "sendMessage", times=1)

    with pytest.raises(error.__args__ if hasattr(error, "__args__") else error):
        await api.send_message(ALICE, "x")

    await api.send_message(ALICE, "y")
    texts = [message["text"] for message in telegram.world.chats[ALICE].messages.values()]
    assert texts == (["x", "y"] if kind == "lost_answer" else ["y"])


async def test_pages_from_elsewhere_cannot_reach_the_controls(http: aiohttp.ClientSession) -> None:
    for headers in ({"Origin": "https://evil.example"}, {"Host": "evil.example"}):
        async with http.get("/api/info", headers=headers) as answer:
            assert answer.status == 403


@pytest.mark.parametrize(
    ("method", "wrong"),
    [
        ("getUpdates", {"offset": "x"}),
        ("deleteMessages", {"chat_id": ALICE, "message_ids": "5"}),
        ("setMyCommands", {"commands": "[1]"}),
        ("setMyCommands", {"commands": '[{"command": "Start!", "description": "x"}]'}),
        ("setMyDescription", {"description": "x" * 600}),
        ("sendMessage", {"chat_id": ALICE, "text": "x", "entities": "5"}),
        ("setWebhook", {"url": "https://e.com", "secret_token": "a b!"}),
    ],
)
async def test_values_of_the_wrong_kind_are_a_bad_request(
    telegram: TelegramServer, http: aiohttp.ClientSession, method: str, wrong: dict[str, Any]
) -> None:
    telegram.world.chats[ALICE].started = True
    async with http.post(f"/bot{telegram.token}/{method}", data=wrong) as answer:
        assert answer.status == 400
        assert (await answer.json())["ok"] is False
