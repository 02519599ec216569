"""What is read in part of an update is what aiogram reads of it, and what is wrong is found wrong."""

import copy
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import Update
from pydantic import BaseModel, ValidationError

from bot.incoming.raw_updates import kind_of, person_of
from bot.telegram.accelerators.updates import PartlyRead, read_update

ALICE = {"id": 1001, "is_bot": False, "first_name": "Alice"}
BOT = {"id": 42, "is_bot": True, "first_name": "Panelgram", "username": "panelgram_bot"}
ROOM = {"id": 1001, "type": "private", "first_name": "Alice"}
BUTTONS = {"inline_keyboard": [[{"text": "Menu", "callback_data": "home"}]]}
BOLD = [{"type": "bold", "offset": 0, "length": 5}]
TEXT = {"message_id": 7, "date": 1_700_000_000, "from": ALICE, "chat": ROOM, "text": "/start"}
MENU = {**TEXT, "from": BOT, "entities": BOLD, "reply_markup": BUTTONS, "edit_date": 1_700_000_001}
TAP = {"id": "5", "from": ALICE, "chat_instance": "-3", "data": "cat:0", "message": MENU}

UPDATES: dict[str, dict[str, Any]] = {
    "a text": {"update_id": 1, "message": TEXT},
    "a command": {"update_id": 1, "message": {**TEXT, "entities": [{**BOLD[0], "type": "bot_command"}]}},
    "a tap": {"update_id": 1, "callback_query": TAP},
    "a tap by somebody with all that there is": {
        "update_id": 1,
        "callback_query": {
            **TAP,
            "from": {
                **ALICE, "last_name": "A", "username": "alice", "language_code": "pt-br", "is_premium": True,
                "added_to_attachment_menu": True,
            },
        },
    },
    "a tap on a message that is too old": {
        "update_id": 1,
        "callback_query": {**TAP, "message": {"message_id": 7, "date": 0, "chat": ROOM}},
    },
    "a tap without a message": {
        "update_id": 1,
        "callback_query": {"id": "5", "from": ALICE, "chat_instance": "-3", "data": "x", "inline_message_id": "9"},
    },
    "a tap on a game": {
        "update_id": 1,
        "callback_query": {"id": "5", "from": ALICE, "chat_instance": "-3", "game_short_name": "g", "message": MENU},
    },
    "a file": {
        "update_id": 1,
        "message": {
            "message_id": 7, "date": 1, "from": ALICE, "chat": ROOM, "caption": "here",
            "document": {"file_id": "f", "file_unique_id": "u", "file_name": "list.txt", "file_size": 9},
        },
    },
    "a reply": {"update_id": 1, "message": {**TEXT, "reply_to_message": MENU}},
    "a text in a group": {
        "update_id": 1, "message": {**TEXT, "chat": {"id": -5, "type": "supergroup", "title": "G", "is_forum": True}},
    },
    "somebody new in a group": {
        "update_id": 1,
        "message": {**TEXT, "chat": {"id": -5, "type": "group", "title": "G"}, "new_chat_members": [BOT]},
    },
    "an edited text": {"update_id": 1, "edited_message": TEXT},
    "a text with a thing of tomorrow": {"update_id": 1, "message": {**TEXT, "hologram": {"depth": 3}}},
    "nothing known": {"update_id": 1, "hologram": {}},
}  # fmt: skip

WRONG: dict[str, dict[str, Any]] = {
    "no id of the update": {"message": TEXT},
    "a text for a number": {"update_id": 1, "message": {**TEXT, "message_id": "seven"}},
    "a number for a text": {"update_id": 1, "message": {**TEXT, "text": 5}},
    "a message without a chat": {"update_id": 1, "message": {"message_id": 7, "date": 1}},
    "a list for a person": {"update_id": 1, "callback_query": {**TAP, "from": []}},
    "a tap without an id": {"update_id": 1, "callback_query": {**TAP, "id": None}},
    "a list": {"update_id": 1, "message": []},
}  # fmt: skip


@pytest.fixture
def bot() -> Bot:
    return Bot("42:a-token-of-nobody")


def differences(ours: Any, theirs: Any, place: str = "") -> list[str]:
    """Where two objects are not the same, looked at as a handler looks at them."""
    if not isinstance(theirs, BaseModel):
        return [] if ours == theirs else [place]
    if not isinstance(ours, type(theirs)):
        return [place]
    if ours.bot is not theirs.bot:  # type: ignore[attr-defined]  # all of aiogram's have one
        return [f"{place}.bot"]
    return [
        found
        for name in (*type(theirs).model_fields, *(theirs.model_extra or {}))
        for found in differences(getattr(ours, name), getattr(theirs, name), f"{place}.{name}")
    ]


@pytest.mark.parametrize("name", UPDATES)
def test_an_update_is_read_as_aiogram_reads_it(name: str, bot: Bot) -> None:
    raw = UPDATES[name]

    assert (
        differences(read_update(copy.deepcopy(raw), bot), Update.model_validate(raw, context={"bot": bot}))
        == []
    )


@pytest.mark.parametrize("name", ["a text", "a command", "a tap", "a file", "a reply", "an edited text"])
def test_what_is_common_is_read_in_part(name: str, bot: Bot) -> None:
    update = read_update(UPDATES[name], bot)

    tapped = update.callback_query and update.callback_query.message
    message = update.message or update.edited_message or tapped
    assert type(message) is PartlyRead


@pytest.mark.parametrize("name", WRONG)
def test_what_telegram_would_not_send_is_refused(name: str, bot: Bot) -> None:
    with pytest.raises(ValidationError):
        read_update(WRONG[name], bot)


def test_what_nobody_asks_for_is_not_looked_at_and_told_when_somebody_does(bot: Bot) -> None:
    update = read_update({"update_id": 1, "message": {**TEXT, "entities": "none"}}, bot)

    assert update.message is not None
    assert update.message.text == "/start"
    with pytest.raises(ValidationError):
        _ = update.message.entities
    with pytest.raises(AttributeError):
        _ = update.message.hologram  # type: ignore[attr-defined]  # that is what is tried


def test_a_field_that_is_wrong_does_not_keep_another_from_being_read(bot: Bot) -> None:
    odd = {"forward_origin": {"type": "hidden_user", "date": 1}, "entities": "none", "date": 5}
    update = read_update({"update_id": 1, "message": {**UPDATES["a file"]["message"], **odd}}, bot)

    assert update.message is not None
    assert update.message.document is not None
    assert update.message.document.file_name == "list.txt"
    assert update.message.document.bot is bot
    assert update.message.caption == "here"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ({"message": {"text": "/start"}}, "command"),
        ({"message": {"text": "words"}}, "text"),
        ({"message": {"text": ["/start"]}}, "message"),
        ({"message": {"document": {}}}, "file"),
        ({"message": {"photo": []}}, "message"),
        ({"callback_query": {"data": "words"}}, "tap"),
        ({"edited_message": {"text": "words"}}, "edited_message"),
        ({"words": {}}, "unknown"),
        ({"message": "words"}, "message"),
    ],
)
def test_the_kind_of_an_update_is_told_without_a_word_of_the_persons(raw: dict[str, Any], kind: str) -> None:
    assert kind_of({"update_id": 1, **raw}) == kind


@pytest.mark.parametrize("odd", [[], {}, "x", None, 1.5])
def test_an_odd_number_of_a_person_is_nobodys(odd: object) -> None:
    assert person_of({"update_id": 1, "message": {"from": {"id": odd}}}) is None
