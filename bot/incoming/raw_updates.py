"""Updates as Telegram writes them, before aiogram has made objects of them."""

import json
import re
from typing import Any

import msgspec
from aiogram.types import Update

from bot.telegram.reading import Raw
from panel.parsing.answers import whole_text

WANTED = ["message", "edited_message", "callback_query"]
"""The kinds of updates that Telegram is asked for."""

MAX_TELEGRAM_ID = 2**63 - 1

_decode = msgspec.json.Decoder().decode
_number = re.compile(rb'"update_id"\s*:\s*(\d{1,18})\b')


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
