"""Reads a call as strictly as Telegram does: its parameters, texts, topics and replies."""

import json
from functools import cache
from typing import Any

import aiogram.methods
from aiogram.types import LinkPreviewOptions, ReplyParameters

from sandbox.telegram.errors import ApiError, bad_request
from sandbox.telegram.fields import is_true, known_fields, utf16, whole
from sandbox.telegram.html import parse, trim
from sandbox.telegram.world import Chat, Json, World

LONGEST_TEXT = 4_096
LONGEST_CAPTION = 1_024
LARGEST_TEXT = 1 << 15  # bytes before entities are read

# What TDLib takes for nothing: spaces, the braille blank, marks of direction and of no width.
NOTHING = "\u00a0\u1680\u180e\u2800\ufffc\u202e" + "".join(map(chr, range(0x2000, 0x2010)))

IN_TOPIC = ("message_thread_id", "is_topic_message")
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
    "prices",
    "suggested_tip_amounts",
    "results",
    "button",
}


@cache
def parameters_of(method: str) -> frozenset[str]:
    """Return the parameters of a method. Raises 404 for an unknown method."""
    model = getattr(aiogram.methods, method[:1].upper() + method[1:], None)
    if model is None:
        raise ApiError(404, "Not Found: method not found")
    return frozenset(model.model_fields)


def read(method: str, sent: dict[str, str]) -> dict[str, Any]:
    """Return the parameters of a call. Nested ones are decoded."""
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
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None


def text_of(given: Json) -> Json:
    """Return a message's text and entities. Raises ApiError if it is empty, too long or malformed."""
    known_fields(given.get("link_preview_options"), LinkPreviewOptions, "link preview options")
    text, entities = _formatted(given, "text", "entities")
    if not text.strip(NOTHING):
        raise bad_request("message text is empty")
    if utf16(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    return {"text": text, **({"entities": entities} if entities else {})}


def caption_of(given: Json) -> Json:
    """Return the caption of a file and its entities, or nothing."""
    caption, entities = _formatted(given, "caption", "caption_entities")
    if utf16(caption) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    if not caption.strip(NOTHING):
        return {}
    return {"caption": caption, **({"caption_entities": entities} if entities else {})}


def _formatted(given: Json, name: str, entities: str) -> tuple[str, list[Json]]:
    source = str(given.get(name, ""))
    if len(source.encode(errors="replace")) > LARGEST_TEXT:
        raise bad_request("text is too long")
    mode = str(given.get("parse_mode", "")).lower()
    if mode not in ("", "html"):  # Telegram knows Markdown too, which this program never writes
        raise bad_request("unsupported parse_mode")
    return parse(source) if mode else trim(source, given.get(entities) or [])


def thread_of(chat: Chat, given: Json) -> Json:
    """Return the topic for a message. Raises ApiError if there is none with this number."""
    if not given.get("message_thread_id"):
        return {}
    number = whole(given, "message_thread_id")
    if number not in chat.topics:
        raise bad_request("message thread not found")
    return {"message_thread_id": number, "is_topic_message": True}


def reply_of(world: World, chat: Chat, given: Json) -> Json:
    """Return the message that a call answers, and its topic. Raises ApiError if a required one is gone."""
    wish = given.get("reply_parameters") or {}
    known_fields(wish, ReplyParameters, "reply parameters")
    if not wish and "reply_to_message_id" in given:
        wish = {
            "message_id": given["reply_to_message_id"],
            "allow_sending_without_reply": is_true(given, "allow_sending_without_reply"),
        }
    if not wish:
        return {}
    if not isinstance(wish.get("message_id"), int | str):
        raise bad_request('can\'t find field "message_id"')
    elsewhere = world.chats.get(int(wish.get("chat_id", chat.id)))
    message = elsewhere.messages.get(int(wish["message_id"])) if elsewhere else None
    if message is None:
        if wish.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    quoted = {name: value for name, value in message.items() if name != "reply_to_message"}
    topic: Json = {
        name: message[name] for name in ("message_thread_id", "is_topic_message") if name in message
    }
    return {"reply_to_message": quoted, **topic}
