"""Keyboards: inline ones, which stand under a message, and reply keyboards, which replace a person's own.

The words are those of https://github.com/tdlib/telegram-bot-api. Telegram drops some mistakes silently (a
button without a text, a second action, buttons after the hundredth); the sandbox refuses them.
"""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

from aiogram.types import (
    CopyTextButton,
    ForceReply,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from pydantic import BaseModel

from sandbox.telegram.errors import bad_request
from sandbox.telegram.fields import known_fields, utf16

Json = dict[str, Any]

MOST_BUTTONS = 100
MOST_IN_ROW = 8
LONGEST_COPIED = 256
STYLES = {"danger", "success", "primary"}
ACTIONS = set(InlineKeyboardButton.model_fields) - {"text", "style", "icon_custom_emoji_id"}
REPLIES: dict[str, type[BaseModel]] = {
    "keyboard": ReplyKeyboardMarkup,
    "remove_keyboard": ReplyKeyboardRemove,
    "force_reply": ForceReply,
}
START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")

INLINE = "can't parse inline keyboard button"
REPLY = "can't parse keyboard button"


def inline_keyboard_of(given: Json) -> Json | None:
    """Return the inline keyboard of a call. Raises ApiError for any other keyboard, and for a Pay button."""
    keyboard = _inline_of(given)
    if any(map(_pays, _buttons(keyboard))):
        raise bad_request("BUTTON_TYPE_INVALID")
    return keyboard


def invoice_keyboard_of(given: Json) -> Json | None:
    """Return the inline keyboard of an invoice. If it has one, the first button is its only Pay button."""
    keyboard = _inline_of(given)
    places = [place for place, button in enumerate(_buttons(keyboard)) if _pays(button)]
    if keyboard and not places:
        raise bad_request("REPLY_MARKUP_BUY_EMPTY")
    if keyboard and places != [0]:
        raise bad_request("BUTTON_POS_INVALID")
    return keyboard


def _buttons(keyboard: Json | None) -> list[Json]:
    return [button for row in (keyboard or {"inline_keyboard": []})["inline_keyboard"] for button in row]


def _pays(button: Json) -> bool:
    return bool(button.get("pay"))


def _inline_of(given: Json) -> Json | None:
    markup = _markup(given)
    if markup is None:
        return None
    if "inline_keyboard" not in markup and markup:
        raise bad_request("inline keyboard expected")
    known_fields(markup, InlineKeyboardMarkup, "reply markup")
    rows = _rows(markup, "inline_keyboard", "of the InlineKeyboardMarkup must be an Array of Arrays")
    for button in (button for row in rows for button in row):
        _check_inline(button)
    return {"inline_keyboard": [row for row in rows if row]} if any(rows) else None


def reply_keyboard_of(given: Json) -> Json | None:
    """Return a reply keyboard, its removal or a forced reply. None if the call has none of these."""
    markup = _markup(given)
    kind = next((name for name in REPLIES if markup and name in markup), None)
    if markup is None or kind is None or "inline_keyboard" in markup:
        return None
    known_fields(markup, REPLIES[kind], "reply markup")
    if kind == "keyboard":
        for button in (button for row in _rows(markup, kind, "must be an Array of Arrays") for button in row):
            _check_key(button)
    return markup


def check_start_link(url: str, complaint: str) -> None:
    """Refuse a link with a malformed start payload: Telegram's clients would start the bot without it."""
    link = urlsplit(url)
    payloads = parse_qs(link.query).get("start", [])
    if link.hostname == "t.me" and not all(map(START_PAYLOAD.fullmatch, payloads)):
        raise bad_request(complaint)


def _markup(given: Json) -> Json | None:
    markup = given.get("reply_markup")
    if markup is not None and not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    return markup


def _rows(markup: Json, name: str, complaint: str) -> list[list[Any]]:
    rows = markup.get(name, [])
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(f'field "{name}" {complaint}')
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_ROW for row in rows):
        raise bad_request("reply markup is too long")
    return rows


def _check_inline(button: Any) -> None:
    if not isinstance(button, dict):
        raise bad_request(f"{INLINE}: InlineKeyboardButton must be an Object")
    known_fields(button, InlineKeyboardButton, "inline keyboard button")
    _check_text(button, INLINE)
    actions = ACTIONS & button.keys()
    if not actions:
        raise bad_request(f"{INLINE}: Text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        raise bad_request(f"{INLINE}: exactly one action is required")
    _check_action(button)


def _check_text(button: Json, what: str) -> None:
    if "text" not in button:
        raise bad_request(f'{what}: Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise bad_request(f'{what}: Field "text" must be of type String')
    if not button["text"].strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if button.get("style", "primary") not in STYLES:
        raise bad_request(f"{what}: unknown style")


def _check_action(button: Json) -> None:
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    copied = button.get("copy_text")
    if copied is not None:
        known_fields(copied, CopyTextButton, "copy text button")
        if not 1 <= utf16(copied.get("text", "")) <= LONGEST_COPIED:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    url = button.get("url")
    if url is not None and not str(url).startswith(("https://", "http://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")
    check_start_link(str(url or ""), "BUTTON_URL_INVALID")


def _check_key(button: Any) -> None:
    if isinstance(button, str):
        return
    if not isinstance(button, dict):
        raise bad_request(f"{REPLY}: KeyboardButton must be a String or an Object")
    known_fields(button, KeyboardButton, "keyboard button")
    _check_text(button, REPLY)
