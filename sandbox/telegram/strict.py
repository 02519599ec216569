"""Refuses what Telegram refuses: unknown parameters, broken keyboards, texts that are too long."""

import json
from functools import cache
from typing import Any

import aiogram.methods
from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.html import parse, trim, utf16

LONGEST_TEXT = 4_096
LONGEST_CAPTION = 1_024
MOST_BUTTONS = 100
MOST_IN_ROW = 8
STYLES = {"danger", "success", "primary"}
ACTIONS = set(InlineKeyboardButton.model_fields) - {"text", "style", "icon_custom_emoji_id"}

JSON_PARAMETERS = {
    "reply_markup",
    "link_preview_options",
    "entities",
    "caption_entities",
    "commands",
    "scope",
    "allowed_updates",
    "message_ids",
    "reply_parameters",
    "reaction",
    "menu_button",
}


@cache
def parameters_of(method: str) -> frozenset[str]:
    """The parameters that a method has; raises 404 for a method that there is not."""
    model = getattr(aiogram.methods, method[:1].upper() + method[1:], None)
    if model is None:
        raise ApiError(404, "Not Found: method not found")
    return frozenset(model.model_fields)


def read(method: str, sent: dict[str, str]) -> dict[str, Any]:
    """The parameters of a call with nested ones decoded."""
    known = parameters_of(method)
    unknown = sorted(set(sent) - known)
    if unknown:
        raise bad_request(f"unexpected parameter {unknown[0]}")
    return {
        name: _decoded(name, value) if name in JSON_PARAMETERS else value
        for name, value in sent.items()
        if value != ""
    }


def _decoded(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name}: not JSON") from None


def whole(given: dict[str, Any], name: str) -> int:
    value = str(given.get(name, ""))
    if not value.removeprefix("-").isdecimal():
        raise bad_request(f"{name} is not a number" if value else f"parameter {name} is required")
    return int(value)


def text_of(given: dict[str, Any], name: str, longest: int) -> tuple[str, list[dict[str, Any]]]:
    """A formatted text; raises for what cannot be parsed, is empty or too long."""
    source = str(given.get(name, ""))
    mode = str(given.get("parse_mode", "")).lower()
    if mode not in ("", "html"):
        raise bad_request("unsupported parse_mode")
    text, entities = parse(source) if mode else trim(source, given.get("entities") or [])
    if not text and name == "text":
        raise bad_request("message text is empty")
    if utf16(text) > longest:
        raise bad_request("message is too long" if name == "text" else "message caption is too long")
    _fields(given.get("link_preview_options"), frozenset(LinkPreviewOptions.model_fields), "link preview")
    return text, entities


def keyboard_of(given: dict[str, Any]) -> dict[str, Any] | None:
    markup = given.get("reply_markup")
    if markup is None:
        return None
    _fields(markup, frozenset(InlineKeyboardMarkup.model_fields), "reply markup")
    rows = markup.get("inline_keyboard")
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('object expected as reply markup: "inline_keyboard" is an array of arrays')
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check_button(button)
    return {"inline_keyboard": [row for row in rows if row]} if any(rows) else None


def _check_button(button: Any) -> None:
    _fields(button, frozenset(InlineKeyboardButton.model_fields), "inline keyboard button")
    text = button.get("text")
    if not isinstance(text, str) or not text.strip():
        raise bad_request("can't parse inline keyboard button: text buttons are empty")
    actions = ACTIONS & button.keys()
    if len(actions) != 1:
        raise bad_request("can't parse inline keyboard button: exactly one action is required")
    if button.get("style", "primary") not in STYLES:
        raise bad_request("can't parse inline keyboard button: unknown style")
    _check_action(button)


def _check_action(button: dict[str, Any]) -> None:
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")
    copied = button.get("copy_text")
    if copied is not None:
        _fields(copied, frozenset(CopyTextButton.model_fields), "copy text button")
        if not 1 <= utf16(copied.get("text", "")) <= 256:
            raise bad_request("BUTTON_COPY_TEXT_INVALID")
    url = button.get("url")
    if url is not None and not str(url).startswith(("https://", "http://", "tg://")):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _fields(value: Any, known: frozenset[str], what: str) -> None:
    if value is None:
        return
    if not isinstance(value, dict):
        raise bad_request(f"can't parse {what}: object expected")
    unknown = sorted(set(value) - known)
    if unknown:
        raise bad_request(f"can't parse {what}: unexpected field {unknown[0]}")
