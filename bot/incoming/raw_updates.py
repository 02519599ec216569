"""Reads raw updates: the JSON that Telegram sends, before aiogram makes objects of it."""

import json
import re
from typing import Any

import msgspec
from aiogram.types import Update

from bot.telegram.reading import Raw
from panel.parsing.answers import whole_text

CHECKOUT = "pre_checkout_query"
INLINE_QUERY = "inline_query"
WANTED = ["message", "edited_message", "callback_query", CHECKOUT, INLINE_QUERY]
"""The kinds of updates that the bot asks Telegram for."""

AT_ONCE = frozenset({CHECKOUT, INLINE_QUERY})
"""Kinds that are answered past the lanes and never kept: a late answer is of no use."""

MAX_TELEGRAM_ID = 2**63 - 1

_decode = msgspec.json.Decoder().decode
_number = re.compile(rb'"update_id"\s*:\s*(\d{1,18})\b')


def parse(body: bytes) -> Any:
    """Return the JSON of a body. Raises ValueError or RecursionError.

    `whole_text` replaces lone surrogates, which neither the database nor the panel accepts.
    """
    try:
        return _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return json.loads(whole_text(body))


def unreadable(body: bytes) -> Raw:
    """Return a stand-in for an update that `parse` cannot read. Raises ValueError if it has no id.

    Its message fails validation, so the update is set aside.
    """
    found = _number.search(body)
    if found is None:
        raise ValueError("this is no update")
    return {"update_id": int(found[1]), "message": "cannot be read"}


def at_once(raw: Raw) -> str | None:
    """Return the kind of an update that is answered at once; None for all others."""
    return next((kind for kind in AT_ONCE if kind in raw), None)


def person_of(raw: Raw) -> int | None:
    """Return the id of an update's sender, or None. Updates without a sender share one lane."""
    for content in raw.values():
        if isinstance(content, dict):
            sender = content.get("from") or content.get("chat") or {}
            number = sender.get("id") if isinstance(sender, dict) else None
            return number if isinstance(number, int) and abs(number) <= MAX_TELEGRAM_ID else None
    return None


def kind_of(raw: Raw) -> str:
    """Return the kind of an update in one word for the operator. It contains none of a person's text."""
    if isinstance(message := raw.get("message"), dict):
        if isinstance(text := message.get("text"), str):
            return "command" if text.startswith("/") else "text"
        return "file" if "document" in message else "message"
    if "callback_query" in raw:
        return "tap"
    return next((name for name in Update.model_fields if name in raw and name != "update_id"), "unknown")
