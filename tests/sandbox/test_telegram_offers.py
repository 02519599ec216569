"""What the program sends now or in its next releases, the sandbox's Telegram takes as the real one."""

import json
import struct
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    KeyboardButton,
    MessageOriginUser,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, BOB
from tests.sandbox.conftest import keys

PNG_BEGINS = b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR"
PNG = PNG_BEGINS + struct.pack(">II", 1_080, 1_350) + bytes(20)


async def call(
    http: aiohttp.ClientSession, telegram: TelegramServer, method: str, data: Any
) -> dict[str, Any]:
    async with http.post(f"/bot{telegram.token}/{method}", data=data) as answer:
        said: dict[str, Any] = await answer.json()
        assert said["ok"], said
        result: dict[str, Any] = said["result"]
        return result


async def test_a_file_comes_as_a_part_of_its_own_name_or_by_attach(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    for name, reference in (("document", ""), ("part7", "attach://part7")):
        form = aiohttp.FormData({"chat_id": str(ALICE), "document": reference, "caption": "words"})
        form.add_field(name, b"a;b", filename="words.csv", content_type="text/csv")
        sent = await call(http, telegram, "sendDocument", form)
        assert (sent["caption"], sent["document"]["file_name"]) == ("words", "words.csv")
        again = await api.send_document(ALICE, sent["document"]["file_id"])
        assert again.document is not None
        downloaded = await api.download(again.document)
        assert downloaded is not None
        assert downloaded.read() == b"a;b"


async def test_a_photo_has_a_caption_that_can_be_edited(api: Bot) -> None:
    sent = await api.send_photo(ALICE, BufferedInputFile(PNG, "code.png"), caption="<b>scan</b>")
    assert sent.photo is not None
    assert sent.caption == "scan"

    edited = await api.edit_message_caption(chat_id=ALICE, message_id=sent.message_id, caption="paid")

    assert not isinstance(edited, bool)
    assert edited.caption == "paid"
    assert edited.photo is not None


async def test_a_photo_has_the_size_of_its_picture_at_most_as_telegram_keeps_it(api: Bot) -> None:
    small, full = (await api.send_photo(ALICE, BufferedInputFile(PNG, "a.png"))).photo or []

    assert (small.width, small.height) == (72, 90)
    assert (full.width, full.height) == (1_024, 1_280)


@pytest.mark.parametrize(
    ("body", "refusal"),
    [
        (PNG_BEGINS + struct.pack(">II", 5_000, 5_000), None),
        (PNG_BEGINS + struct.pack(">II", 5_000, 5_001), "PHOTO_INVALID_DIMENSIONS"),
        (PNG_BEGINS + struct.pack(">II", 100, 2_000), None),
        (PNG_BEGINS + struct.pack(">II", 99, 2_000), "PHOTO_INVALID_DIMENSIONS"),
        (PNG_BEGINS + struct.pack(">II", 0, 100), "IMAGE_PROCESS_FAILED"),
        (PNG_BEGINS, "IMAGE_PROCESS_FAILED"),
        (PNG + bytes(10 << 20), "file is too big"),
    ],
)
async def test_a_photo_is_of_a_shape_and_size_that_telegram_takes(
    api: Bot, body: bytes, refusal: str | None
) -> None:
    photo = BufferedInputFile(body, "a.png")
    if refusal is None:
        assert (await api.send_photo(ALICE, photo)).photo
        return

    with pytest.raises(TelegramBadRequest, match=refusal):
        await api.send_photo(ALICE, photo)


async def test_a_keyboard_changes_under_a_file_and_the_file_stays(api: Bot) -> None:
    sent = await api.send_photo(ALICE, BufferedInputFile(PNG, "code.png"), caption="scan")

    edited = await api.edit_message_reply_markup(
        chat_id=ALICE, message_id=sent.message_id, reply_markup=keys({"text": "a", "callback_data": "b"})
    )

    assert not isinstance(edited, bool)
    assert edited.caption == "scan"
    assert edited.reply_markup is not None


async def test_a_forwarded_message_names_its_sender_and_a_copy_does_not(
    api: Bot, telegram: TelegramServer
) -> None:
    world = telegram.world
    world.chats[BOB].started = True
    asked = world.put_message(world.chats[BOB], {"text": "where is it?"}, world.people[BOB])["message_id"]

    forwarded = await api.forward_message(ALICE, BOB, asked)
    copied = await api.copy_message(BOB, ALICE, forwarded.message_id)

    assert forwarded.text == "where is it?"
    assert isinstance(forwarded.forward_origin, MessageOriginUser)
    assert forwarded.forward_origin.sender_user.id == BOB
    copy = world.chats[BOB].messages[copied.message_id]
    assert copy["text"] == "where is it?"
    assert "forward_origin" not in copy


async def test_a_copy_may_have_another_caption_and_buttons(api: Bot, telegram: TelegramServer) -> None:
    sent = await api.send_document(ALICE, BufferedInputFile(b"x", "x.txt"), caption="old")

    copied = await api.copy_message(
        ALICE, ALICE, sent.message_id, caption="new", reply_markup=keys({"text": "a", "callback_data": "b"})
    )

    copy = telegram.world.chats[ALICE].messages[copied.message_id]
    assert copy["caption"] == "new"
    assert copy["reply_markup"]["inline_keyboard"][0][0]["text"] == "a"


async def test_an_answer_shows_what_it_answers(api: Bot, telegram: TelegramServer) -> None:
    world = telegram.world
    asked = world.put_message(world.chats[ALICE], {"text": "where is it?"}, world.people[ALICE])["message_id"]

    answer = await api.send_message(ALICE, "here", reply_parameters=ReplyParameters(message_id=asked))
    assert answer.reply_to_message is not None
    assert answer.reply_to_message.text == "where is it?"
    lonely = await api.send_message(
        ALICE, "here", reply_parameters=ReplyParameters(message_id=99, allow_sending_without_reply=True)
    )
    assert lonely.reply_to_message is None


async def test_an_answer_to_a_message_in_a_topic_lands_in_it(
    api: Bot, http: aiohttp.ClientSession, telegram: TelegramServer
) -> None:
    async with http.post(f"/api/chats/{ALICE}/topics", json={"name": "Orders"}) as opened:
        topic = (await opened.json())["message_thread_id"]
    asked = await api.send_message(ALICE, "in it", message_thread_id=topic)

    answer = await api.send_message(
        ALICE, "too", reply_parameters=ReplyParameters(message_id=asked.message_id)
    )

    assert answer.message_thread_id == topic


async def test_a_reply_keyboard_is_shown_until_it_is_taken_away(
    api: Bot, http: aiohttp.ClientSession
) -> None:
    async def shown() -> Any:
        async with http.get(f"/api/chats/{ALICE}/messages") as answer:
            return (await answer.json())["keyboard"]

    markup = ReplyKeyboardMarkup(keyboard=[[KeyboardButton(text="Yes"), KeyboardButton(text="No")]])
    sent = await api.send_message(ALICE, "sure?", reply_markup=markup)
    assert sent.reply_markup is None  # Telegram returns inline keyboards only
    assert await shown() == [["Yes", "No"]]

    await api.send_message(ALICE, "fine", reply_markup=ReplyKeyboardRemove())
    assert await shown() == []


async def test_every_chat_action_is_taken(api: Bot) -> None:
    for action in ("typing", "upload_document", "upload_photo", "choose_sticker", "record_video_note"):
        assert await api.send_chat_action(ALICE, action)


async def test_a_tap_may_start_the_bot_with_a_payload(api: Bot, telegram: TelegramServer) -> None:
    world = telegram.world
    sent = await api.send_message(ALICE, "x", reply_markup=keys({"text": "a", "callback_data": "b"}))
    tap = world.tap(world.chats[ALICE], world.people[ALICE], sent.message_id, "b")

    assert await api.answer_callback_query(tap.id, url="https://t.me/panelgram_bot?start=s_101")


async def test_lengths_at_their_limits_are_taken(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    world = telegram.world
    data = {"text": "a", "callback_data": "я" * 32}
    sent = await api.send_message(ALICE, f"<b>{'x' * 4_096}</b>", reply_markup=keys(*[data] * 100))
    assert len(sent.text or "") == 4_096
    filed = await api.send_document(ALICE, BufferedInputFile(b"x", "x"), caption="👍" * 512)
    assert filed.caption == "👍" * 512
    tap = world.tap(world.chats[ALICE], world.people[ALICE], sent.message_id, "b")
    assert await api.answer_callback_query(tap.id, text="x" * 200)
    link = {"text": "a", "url": "https://t.me/panelgram_bot?start=" + "s" * 64}
    await call(
        http,
        telegram,
        "sendMessage",
        {"chat_id": ALICE, "text": "x", "reply_markup": json.dumps({"inline_keyboard": [[link]]})},
    )


async def test_an_album_comes_as_messages_of_one_group_and_is_copied_as_one(
    api: Bot, telegram: TelegramServer, http: aiohttp.ClientSession
) -> None:
    form = aiohttp.FormData({"caption": "Look"})
    form.add_field("file", PNG, filename="a.png", content_type="image/png")
    form.add_field("file", b"video", filename="b.mp4", content_type="video/mp4")
    async with http.post(f"/api/chats/{ALICE}/album", data=form) as answer:
        first, second = (await answer.json())["messages"]
    assert first["media_group_id"] == second["media_group_id"]
    assert (first["caption"], "photo" in first, "video" in second) == ("Look", True, True)
    telegram.world.chats[BOB].started = True

    copies = await api.copy_messages(BOB, ALICE, [first["message_id"], second["message_id"]])

    bobs = [telegram.world.chats[BOB].messages[copy.message_id] for copy in copies]
    assert bobs[0]["media_group_id"] == bobs[1]["media_group_id"] != first["media_group_id"]
    assert bobs[0]["caption"] == "Look"


async def test_what_is_gone_is_left_out_of_several_copies(api: Bot, telegram: TelegramServer) -> None:
    sent = [await api.send_message(ALICE, str(one)) for one in range(3)]
    del telegram.world.chats[ALICE].messages[sent[1].message_id]

    copies = await api.copy_messages(ALICE, ALICE, [one.message_id for one in sent])

    texts = [telegram.world.chats[ALICE].messages[copy.message_id]["text"] for copy in copies]
    assert texts == ["0", "2"]


async def test_messages_are_deleted_for_48_hours(api: Bot, telegram: TelegramServer) -> None:
    sent = [await api.send_message(ALICE, str(one)) for one in range(2)]
    messages = telegram.world.chats[ALICE].messages
    messages[sent[0].message_id]["date"] -= 48 * 3_600

    await api.delete_messages(ALICE, [one.message_id for one in sent])

    assert list(messages) == [sent[0].message_id]
    with pytest.raises(TelegramBadRequest, match="can't be deleted"):
        await api.delete_message(ALICE, sent[0].message_id)
