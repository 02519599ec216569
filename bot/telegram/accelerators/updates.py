"""Makes aiogram's objects from raw updates and messages, and validates only the fields that are read.

Full validation of a tapped message, with text, entities and keyboard, costs more than handling the tap. Here
a few fields are always validated, and another field of a message when it is read. This sets pydantic's
private attributes. tests/bot/test_updates.py compares it with the full validation.
"""

from functools import cache
from typing import Annotated, Any

import msgspec
from aiogram import Bot
from aiogram.types import CallbackQuery, Chat, Message, Update, User
from pydantic import BaseModel, TypeAdapter

from bot.telegram.accelerators import TRIED_VERSIONS, installed_versions
from bot.telegram.reading import READERS, Model, Raw


class SenderFields(msgspec.Struct, forbid_unknown_fields=True):
    """The fields of a `User` that Telegram sends with an update."""

    id: int
    is_bot: bool
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    is_premium: bool | None = None
    added_to_attachment_menu: bool | None = None


class ChatFields(msgspec.Struct, forbid_unknown_fields=True):
    """The fields of a `Chat` that Telegram sends for a private one."""

    id: int
    type: str
    first_name: str | None = None
    last_name: str | None = None
    username: str | None = None
    title: str | None = None


class MessageFields(msgspec.Struct):
    """The fields of a `Message` that are always read. Date 0 means that the message is inaccessible."""

    message_id: int
    date: int
    chat: ChatFields
    sender: SenderFields | None = msgspec.field(default=None, name="from")
    text: str | None = None


class TapFields(msgspec.Struct, forbid_unknown_fields=True):
    """All fields of a `CallbackQuery` from a button in a chat."""

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
    """A message that validates a field when it is read, and only that field.

    So a document can be read even if another field of the message, such as its origin, is not as documented.
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


def accelerate() -> None:
    """Register the partial readers of updates and messages, with tested versions only."""
    if installed_versions() in TRIED_VERSIONS:
        READERS.update({Update: read_update, Message: read_message})


def read_update(raw: Raw, bot: Bot) -> Update:
    """Return the object for a raw update. Raises ValidationError if it is not as Telegram documents it."""
    try:
        read = msgspec.convert(raw, UpdateFields)
    except msgspec.ValidationError:
        return _validated(raw, bot)
    tap = read.callback_query
    message = tap.message if tap else read.message or read.edited_message
    if message is None or not message.date:
        return _validated(raw, bot)
    given: dict[str, object] = {"update_id": read.update_id}
    if tap is not None:
        given["callback_query"] = _tap(tap, raw["callback_query"], bot)
    else:
        name = "message" if read.message else "edited_message"
        given[name] = _message(message, raw[name], bot)
    return _made(Update, given, bot)


def read_message(raw: Raw, bot: Bot) -> Message:
    """Return the object for a raw message. Raises ValidationError if it is not as Telegram documents it."""
    try:
        read = msgspec.convert(raw, MessageFields)
    except msgspec.ValidationError:
        return Message.model_validate(raw, context={"bot": bot})
    return _message(read, raw, bot) if read.date else Message.model_validate(raw, context={"bot": bot})


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
        message.__dict__.pop(name, None)  # the default would hide the raw value
    message.__pydantic_private__["raw"] = raw  # type: ignore[index]  # `_made` has put it there
    return message


def _made(kind: type[Model], given: dict[str, object], bot: Bot) -> Model:
    """Make an object with the attributes that pydantic sets after validation."""
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
    """Return a validator for one field of a message."""
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
