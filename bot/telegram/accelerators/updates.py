"""Makes aiogram's objects of raw updates and messages without validating what no handler looks at.

Validating a tapped message with its text, entities and keyboard costs more than all that is done with the
tap. Here the few fields that are always read are checked, and the others of a message when one is asked for.
This reaches behind pydantic's back: tests/bot/test_updates.py holds it against the full validation, to
which everything is left with any other aiogram than those it was held against.
"""

import json
import re
from functools import cache
from typing import Annotated, Any, TypeVar

import aiogram
import msgspec
from aiogram import Bot
from aiogram.types import CallbackQuery, Chat, Message, Update, User
from pydantic import BaseModel, TypeAdapter

from panel.parsing.answers import whole_text

TRIED_AIOGRAM_VERSIONS = ("3.31.0",)

WANTED = ["message", "edited_message", "callback_query"]
"""The kinds of updates that Telegram is asked for."""

Model = TypeVar("Model", bound=BaseModel)
Raw = dict[str, Any]

MAX_TELEGRAM_ID = 2**63 - 1

_decode = msgspec.json.Decoder().decode
_number = re.compile(rb'"update_id"\s*:\s*(\d{1,18})\b')


class SenderFields(msgspec.Struct, forbid_unknown_fields=True):
    """Of a `User` what Telegram sends with an update."""

    id: int
    is_bot: bool
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_premium: bool | None = None
    added_to_attachment_menu: bool | None = None


class ChatFields(msgspec.Struct, forbid_unknown_fields=True):
    """Of a `Chat` what Telegram sends of a private one."""

    id: int
    type: str
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    title: str | None = None


class MessageFields(msgspec.Struct):
    """Of a `Message` what is read of every one; date 0 means that it is an inaccessible one."""

    message_id: int
    date: int
    chat: ChatFields
    sender: SenderFields | None = msgspec.field(default=None, name="from")
    text: str | None = None


class TapFields(msgspec.Struct, forbid_unknown_fields=True):
    """Of a `CallbackQuery` all that a button in a chat brings."""

    id: str
    sender: SenderFields = msgspec.field(name="from")
    chat_instance: str
    message: MessageFields
    data: str


class UpdateFields(msgspec.Struct, forbid_unknown_fields=True):
    update_id: int
    message: MessageFields | None = None
    edited_message: MessageFields | None = None
    callback_query: TapFields | None = None


class PartlyRead(Message):
    """A message that validates a field when it is asked for, and only that field.

    So a document is read also where another field of the message, such as its origin, is not as documented.
    """

    def __getattr__(self, name: str) -> Any:
        raw = (self.__pydantic_private__ or {}).get("raw") or {}
        if name not in raw or name in FIELD_ALIASES:
            return super().__getattr__(name)  # type: ignore[misc]  # pydantic hides it from type checkers
        value = raw[name]
        if name in Message.model_fields:
            value = _reader(name).validate_python(value, context={"bot": self.bot})
        self.__dict__[name] = value
        return value


def parse(body: bytes) -> Any:
    """The JSON of a body; raises ValueError or RecursionError.

    JSON can carry halves of surrogate pairs, which neither the database nor the panel can be given.
    """
    try:
        return _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return json.loads(whole_text(body))


def unreadable(body: bytes) -> Raw:
    """What can be told of an update that `parse` cannot read; raises ValueError where that is nothing.

    It has a message that no validation lets through, so it is set aside.
    """
    found = _number.search(body)
    if found is None:
        raise ValueError("this is no update")
    return {"update_id": int(found[1]), "message": "cannot be read"}


def person_of(raw: Raw) -> int | None:
    """Who an update is from; updates without a person have a lane together."""
    for content in raw.values():
        if isinstance(content, dict):
            sender = content.get("from") or content.get("chat") or {}
            number = sender.get("id") if isinstance(sender, dict) else None
            return number if isinstance(number, int) and abs(number) <= MAX_TELEGRAM_ID else None
    return None


def kind_of(raw: Raw) -> str:
    """The kind of an update, in a word for the operator; nothing of what a person wrote."""
    if isinstance(message := raw.get("message"), dict):
        if isinstance(text := message.get("text"), str):
            return "command" if text.startswith("/") else "text"
        return "file" if "document" in message else "message"
    if "callback_query" in raw:
        return "tap"
    return next((name for name in Update.model_fields if name in raw and name != "update_id"), "unknown")


def read_update(raw: Raw, bot: Bot) -> Update:
    """The update of a raw one; raises ValidationError for one that Telegram would not send."""
    try:
        read = msgspec.convert(raw, UpdateFields)
    except msgspec.ValidationError:
        return _validated(raw, bot)
    tap = read.callback_query
    message = tap.message if tap else read.message or read.edited_message
    if aiogram.__version__ not in TRIED_AIOGRAM_VERSIONS or message is None or not message.date:
        return _validated(raw, bot)
    given: dict[str, object] = {"update_id": read.update_id}
    if tap is not None:
        given["callback_query"] = _tap(tap, raw["callback_query"], bot)
    else:
        name = "message" if read.message else "edited_message"
        given[name] = _message(message, raw[name], bot)
    return _made(Update, given, bot)


def read_message(raw: Raw, bot: Bot) -> Message:
    """The message of a raw one; raises ValidationError for one that Telegram would not send."""
    try:
        read = msgspec.convert(raw, MessageFields)
    except msgspec.ValidationError:
        return Message.model_validate(raw, context={"bot": bot})
    if aiogram.__version__ not in TRIED_AIOGRAM_VERSIONS or not read.date:
        return Message.model_validate(raw, context={"bot": bot})
    return _message(read, raw, bot)


def _validated(raw: Raw, bot: Bot) -> Update:
    return Update.model_validate(raw, context={"bot": bot})


def _tap(read: TapFields, raw: Raw, bot: Bot) -> CallbackQuery:
    given = {
        "id": read.id,
        "from_user": _made(User, msgspec.structs.asdict(read.sender), bot),
        "chat_instance": read.chat_instance,
        "message": _message(read.message, raw["message"], bot),
        "data": read.data,
    }
    return _made(CallbackQuery, given, bot)


def _message(read: MessageFields, raw: Raw, bot: Bot) -> Message:
    given: dict[str, object] = {
        "message_id": read.message_id,
        "chat": _made(Chat, msgspec.structs.asdict(read.chat), bot),
        "from_user": read.sender and _made(User, msgspec.structs.asdict(read.sender), bot),
        "text": read.text,
    }
    message = _made(PartlyRead, given, bot)
    for name in raw.keys() - given.keys():
        message.__dict__.pop(name, None)  # its default would be untrue
    message.__pydantic_private__["raw"] = raw  # type: ignore[index]  # `_made` has put it there
    return message


def _made(kind: type[Model], given: dict[str, object], bot: Bot) -> Model:
    """An object as pydantic leaves it after validation."""
    made = kind.__new__(kind)
    for name, value in (
        ("__dict__", DEFAULTS[kind] | given),
        ("__pydantic_fields_set__", set(given)),
        ("__pydantic_extra__", {}),
        ("__pydantic_private__", {"_bot": bot}),
    ):
        object.__setattr__(made, name, value)
    return made


@cache
def _reader(name: str) -> TypeAdapter[Any]:
    """Validates one field of a message."""
    field = Message.model_fields[name]
    return TypeAdapter(Annotated[field.annotation, field])


FIELD_ALIASES = {field.alias for field in Message.model_fields.values() if field.alias}

DEFAULTS: dict[type[BaseModel], dict[str, Any]] = {
    kind: {
        name: None if field.is_required() else field.get_default(call_default_factory=True)
        for name, field in kind.model_fields.items()
    }
    for kind in (Update, CallbackQuery, Message, PartlyRead, Chat, User)
}
