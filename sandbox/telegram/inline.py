"""Inline mode: a person types the bot's name and words into any chat, and sends one of its results.

The words of the refusals are those of https://github.com/tdlib/telegram-bot-api and Telegram's servers.
"""

import asyncio
import re
import secrets
from dataclasses import dataclass, field
from typing import Any

from aiogram.types import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent
from aiohttp import web

from sandbox.telegram.errors import bad_request
from sandbox.telegram.fields import known_fields
from sandbox.telegram.keyboards import inline_keyboard_of
from sandbox.telegram.strict import text_of
from sandbox.telegram.wishes import chat_of, json_of, sender_of
from sandbox.telegram.world import File, Json, Person, World, shown

LONGEST_QUERY = 256
MOST_RESULTS = 50
LONGEST_ID = LONGEST_OFFSET = 64  # bytes
ANSWERED_WITHIN = 10.0  # seconds
KINDS = {"sender", "private", "group", "supergroup", "channel"}
START_PARAMETER = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(slots=True)
class Query:
    """A question to the bot. `answer` is set when it answers; `messages` are what each result would send."""

    answered: asyncio.Event = field(default_factory=asyncio.Event)
    answer: Json = field(default_factory=dict)
    messages: dict[str, Json] = field(default_factory=dict)


class InlineMode:
    """Telegram sends no inline queries to a bot whose inline mode is off."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._queries: dict[str, Query] = {}
        self.answered_within = ANSWERED_WITHIN
        self.table = {"answerInlineQuery": self.answer}

    def add_routes(self, router: web.UrlDispatcher) -> None:
        router.add_post("/api/chats/{chat}/inline", self._ask)
        router.add_post("/api/chats/{chat}/inline/send", self._send)

    async def _ask(self, request: web.Request) -> web.Response:
        """Type words after the bot's name. `kind` is the kind of chat, by default the chat with the bot."""
        chat, wish = chat_of(self._world, request), await json_of(request)
        kind = str(wish.get("kind", "sender" if chat.owner else "group"))
        if kind not in KINDS:
            raise web.HTTPBadRequest(text="no such kind of chat")
        person = sender_of(self._world, chat, wish)
        number, answer = await self._answer_to(person, str(wish["query"]), str(wish.get("offset", "")), kind)
        return web.json_response({"query_id": number, **answer})

    async def _answer_to(self, person: Person, words: str, offset: str, kind: str) -> tuple[str, Json]:
        number, query = str(secrets.randbelow(10**17) + 10**17), Query()
        if self._world.bot["supports_inline_queries"]:
            self._queries[number] = query
            asked: Json = {"id": number, "from": person.as_user(), "query": words[:LONGEST_QUERY]}
            self._world.put_update({"inline_query": asked | {"offset": offset, "chat_type": kind}})
            try:
                async with asyncio.timeout(self.answered_within):
                    await query.answered.wait()
            except TimeoutError:
                self._queries.pop(number, None)
        return number, query.answer or {"results": [], "next_offset": "", "button": None}

    async def answer(self, given: Json, _: dict[str, File]) -> bool:
        """Take the bot's answer. One that is late, or the second one, is refused as Telegram refuses it."""
        query = self._queries.get(str(given.get("inline_query_id")))
        results = given.get("results")
        if not isinstance(results, list):
            raise bad_request("can't parse inline query results")
        if len(results) > MOST_RESULTS:
            raise bad_request("RESULTS_TOO_MUCH")
        messages = {result["id"]: _message_of(result) for result in map(_checked, results)}
        if len(messages) < len(results):
            raise bad_request("RESULT_ID_DUPLICATE")
        offset = str(given.get("next_offset", ""))
        if len(offset.encode()) > LONGEST_OFFSET:
            raise bad_request("NEXT_OFFSET_INVALID")
        button = _button_of(given.get("button"))
        if query is None or query.answered.is_set():
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        query.messages = messages
        query.answer = {"results": [_listed(one) for one in results], "next_offset": offset, "button": button}
        query.answered.set()
        return True

    async def _send(self, request: web.Request) -> web.Response:
        """Send a result: it is a message of the person, by way of the bot."""
        chat, wish = chat_of(self._world, request), await json_of(request)
        content = self._queries[str(wish["query_id"])].messages[str(wish["result"])]
        by = {name: self._world.bot[name] for name in ("id", "is_bot", "first_name", "username")}
        sender = sender_of(self._world, chat, wish)
        message = self._world.put_message(chat, {**content, "via_bot": by}, sender)
        if chat.started and not chat.blocked:
            self._world.put_update({"message": message})
        return web.json_response({"message": shown(chat, message)})


def _checked(result: Any) -> Json:
    if not isinstance(result, dict) or result.get("type") != "article":
        raise bad_request("the sandbox has inline results of type article only")
    known_fields(result, InlineQueryResultArticle, "inline query result")
    if not 1 <= len(str(result.get("id", "")).encode()) <= LONGEST_ID:
        raise bad_request("RESULT_ID_INVALID")
    if not str(result.get("title", "")).strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    return result


def _message_of(result: Json) -> Json:
    content = result.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad_request("Message content of the type article must be specified")
    known_fields(content, InputTextMessageContent, "input message content")
    text = {"text": content["message_text"], "parse_mode": content.get("parse_mode", "")}
    keyboard = inline_keyboard_of(result)
    return text_of(text) | ({"reply_markup": keyboard} if keyboard else {})


def _button_of(button: Any) -> Json | None:
    if button is None:
        return None
    known_fields(button, InlineQueryResultsButton, "inline query results button")
    if not str(button.get("text", "")).strip():
        raise bad_request("Button text must be non-empty")
    if not START_PARAMETER.fullmatch(str(button.get("start_parameter", ""))):
        raise bad_request("START_PARAM_INVALID")
    return {"text": button["text"], "start_parameter": button["start_parameter"]}


def _listed(result: Json) -> Json:
    return {name: result[name] for name in ("id", "title", "description") if name in result}
