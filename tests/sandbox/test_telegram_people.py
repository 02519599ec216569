"""What people of the sandbox send reaches the bot as Telegram would bring it."""

from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Message, MessageOriginHiddenUser, Update

from sandbox.telegram.pastes import cut
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE


async def post(http: aiohttp.ClientSession, what: str, **wish: Any) -> dict[str, Any]:
    async with http.post(f"/api/chats/{ALICE}/{what}", json=wish) as answer:
        assert answer.status == 200, await answer.text()
        said: dict[str, Any] = await answer.json()
        return said


async def send_file(http: aiohttp.ClientSession, kind: str, body: bytes, **fields: str) -> None:
    form = aiohttp.FormData(fields)
    form.add_field("file", body, filename="words.csv", content_type="application/vnd.ms-excel")
    async with http.post(f"/api/chats/{ALICE}/{kind}", data=form) as answer:
        assert answer.status == 200, await answer.text()


async def newest(api: Bot) -> Message:
    """The message of the newest update, as aiogram understands it; confirms nothing."""
    message = (await api.get_updates(timeout=0))[-1].message
    assert message is not None
    return message


@pytest.mark.parametrize("body", [b"\xef\xbb\xbfa;b\r\n", b"caf\xe9", b"\x00\xff\x10", b""], ids=str)
async def test_a_file_of_any_bytes_arrives_with_its_name_and_type(
    api: Bot, http: aiohttp.ClientSession, body: bytes
) -> None:
    await send_file(http, "document", body, caption="my words")

    message = await newest(api)
    assert message.document is not None
    assert message.caption == "my words"
    assert (message.document.file_name, message.document.mime_type, message.document.file_size) == (
        "words.csv", "application/vnd.ms-excel", len(body),
    )  # fmt: skip
    downloaded = await api.download(message.document)
    assert downloaded is not None
    assert downloaded.read() == body


async def test_a_file_may_have_no_name_and_another_type(api: Bot, http: aiohttp.ClientSession) -> None:
    await send_file(http, "document", b"x", name="", mime_type="application/x-thing")

    document = (await newest(api)).document
    assert document is not None
    assert (document.file_name, document.mime_type) == (None, "application/x-thing")


async def test_photos_and_voices_have_files(api: Bot, http: aiohttp.ClientSession) -> None:
    for kind in ("photo", "voice"):
        await send_file(http, kind, b"bytes")
        message = await newest(api)
        shown = message.photo[-1] if message.photo else message.voice
        assert shown is not None
        downloaded = await api.download(shown)
        assert downloaded is not None
        assert downloaded.read() == b"bytes"


async def test_stickers_contacts_and_places_arrive(api: Bot, http: aiohttp.ClientSession) -> None:
    await post(http, "sticker", emoji="🎉")
    sticker = (await newest(api)).sticker
    assert sticker is not None
    assert sticker.emoji == "🎉"
    await post(http, "contact")
    contact = (await newest(api)).contact
    assert contact is not None
    assert contact.phone_number == "+15550100"
    await post(http, "location", location={"latitude": 1.5, "longitude": 2.5})
    place = (await newest(api)).location
    assert place is not None
    assert (place.latitude, place.longitude) == (1.5, 2.5)


@pytest.mark.parametrize("origin", ["user", "hidden_user", "chat", "channel"])
async def test_a_forwarded_message_says_where_it_is_from(
    api: Bot, http: aiohttp.ClientSession, origin: str
) -> None:
    await post(http, "text", text="look", forward=origin)

    message = await newest(api)
    assert message.forward_origin is not None
    assert message.forward_origin.type == origin
    assert message.forward_date is not None


async def test_a_hidden_user_may_have_no_name(telegram: TelegramServer, http: aiohttp.ClientSession) -> None:
    await send_file(http, "document", b"x", forward="nameless")
    await post(http, "text", text="y", forward={"type": "hidden_user", "sender_user_name": "Heidi"})

    first, second = (update for _, update in telegram.world.updates)
    assert first["message"]["forward_origin"] == {"type": "hidden_user", "date": 1_700_000_000}
    origin = Update.model_validate(second).message.forward_origin  # type: ignore[union-attr]
    assert isinstance(origin, MessageOriginHiddenUser)
    assert origin.sender_user_name == "Heidi"


async def test_an_edit_reaches_a_bot_that_wants_edits(api: Bot, http: aiohttp.ClientSession) -> None:
    sent = await post(http, "text", text="one")
    await post(http, "edit", message_id=sent["message"]["message_id"], text="two")

    first, second = await api.get_updates(timeout=0)
    assert first.message is not None
    assert first.message.text == "one"
    assert second.edited_message is not None
    assert second.edited_message.text == "two"
    assert second.edited_message.edit_date is not None


async def test_an_edit_does_not_reach_a_bot_that_does_not(api: Bot, http: aiohttp.ClientSession) -> None:
    await api.get_updates(timeout=0, allowed_updates=["message", "callback_query"])
    sent = await post(http, "text", text="one")
    await post(http, "edit", message_id=sent["message"]["message_id"], text="two")

    (only,) = await api.get_updates(timeout=0)
    assert only.message is not None
    assert only.message.text == "one"


async def test_others_messages_cannot_be_edited(api: Bot, http: aiohttp.ClientSession) -> None:
    theirs = await api.send_message(ALICE, "mine")
    wish = {"message_id": theirs.message_id, "text": "yours"}
    async with http.post(f"/api/chats/{ALICE}/edit", json=wish) as answer:
        assert answer.status == 409


async def test_a_message_in_a_topic_names_it(api: Bot, http: aiohttp.ClientSession) -> None:
    topic = (await post(http, "topics", name="Orders"))["message_thread_id"]
    await post(http, "text", text="in it", message_thread_id=topic)
    await post(http, "text", text="beside it")

    opened, inside, beside = (update.message for update in await api.get_updates(timeout=0))
    assert opened is not None
    assert inside is not None
    assert beside is not None
    assert opened.forum_topic_created is not None
    assert (inside.message_thread_id, inside.is_topic_message) == (topic, True)
    assert (beside.message_thread_id, beside.is_topic_message) == (None, None)
    async with http.post(f"/api/chats/{ALICE}/text", json={"text": "x", "message_thread_id": 99}) as answer:
        assert answer.status == 409


async def test_the_bot_answers_in_a_topic(api: Bot, http: aiohttp.ClientSession) -> None:
    topic = (await post(http, "topics", name="Orders"))["message_thread_id"]

    sent = await api.send_message(ALICE, "here", message_thread_id=topic)
    assert (sent.message_thread_id, sent.is_topic_message) == (topic, True)
    for call in (api.send_message(ALICE, "x", message_thread_id=99),
                 api.send_chat_action(ALICE, "typing", message_thread_id=99)):  # fmt: skip
        with pytest.raises(TelegramBadRequest, match="message thread not found"):
            await call


async def test_a_long_paste_arrives_in_pieces_at_once(api: Bot, http: aiohttp.ClientSession) -> None:
    lines = [f"line {number} of a list that is long" for number in range(400)]

    await post(http, "text", text="\n".join(lines))

    texts = [update.message.text or "" for update in await api.get_updates(timeout=0) if update.message]
    assert len(texts) == 4
    assert "\n".join(texts).split("\n") == lines
    assert all(len(text) <= 4_096 for text in texts)


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("x" * 4_096, [4_096]),
        ("x" * 4_097, [4_096, 1]),
        ("x" * 4_000 + "\n" + "y" * 200, [4_000, 200]),
        ("x" * 3_000 + "\n" + "y" * 2_000, [4_096, 905]),
        ("x" * 4_096 + "\n" + "y", [4_096, 1]),
        ("👍" * 3_000, [2_048, 952]),
        ("  x  ", [1]),
        (" \n ", []),
    ],
    ids=["fits", "one too many", "line end near", "line end far", "line end at the limit", "emoji", "spaces", "empty"],
)  # fmt: skip
def test_a_text_is_cut_as_clients_cut_it(text: str, lengths: list[int]) -> None:
    assert [len(piece) for piece in cut(text)] == lengths
