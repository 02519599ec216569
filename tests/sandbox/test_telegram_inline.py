"""The sandbox refuses answers to inline queries as Telegram does."""

import asyncio
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent

from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE


def article(number: str = "1", title: str = "a title", text: str = "words") -> InlineQueryResultArticle:
    content = InputTextMessageContent(message_text=text)
    return InlineQueryResultArticle(id=number, title=title, input_message_content=content)


async def asked(http: aiohttp.ClientSession, telegram: TelegramServer) -> tuple[str, asyncio.Task[Any]]:
    """Alice types; returns the id of her query, and what her client gets in the end."""

    async def types() -> Any:
        async with http.post(f"/api/chats/{ALICE}/inline", json={"query": "words"}) as answer:
            return await answer.json()

    typing = asyncio.create_task(types())
    while not telegram.world.updates:
        await asyncio.sleep(0.01)
    return telegram.world.updates[-1][1]["inline_query"]["id"], typing


@pytest.fixture(autouse=True)
def wanted(telegram: TelegramServer) -> None:
    telegram.world.allowed = frozenset({"inline_query"})


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"results": [article(str(one)) for one in range(51)]}, "RESULTS_TOO_MUCH"),
        ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": [article("x" * 65)]}, "RESULT_ID_INVALID"),
        ({"results": [article(title=" ")]}, "ARTICLE_TITLE_EMPTY"),
        ({"results": [article(text="")]}, "message text is empty"),
        ({"results": [], "next_offset": "x" * 65}, "NEXT_OFFSET_INVALID"),
        ({"results": [], "button": ("", "find")}, "Button text must be non-empty"),
        ({"results": [], "button": ("words", "a b")}, "START_PARAM_INVALID"),
    ],
    ids=str,
)
async def test_what_telegram_does_not_take_is_refused(
    api: Bot, http: aiohttp.ClientSession, telegram: TelegramServer, given: dict[str, Any], words: str
) -> None:
    query, typing = await asked(http, telegram)
    if "button" in given:
        text, payload = given["button"]
        given = given | {"button": InlineQueryResultsButton(text=text, start_parameter=payload)}

    with pytest.raises(TelegramBadRequest, match=words):
        await api.answer_inline_query(query, **given)

    await api.answer_inline_query(query, [article()])
    assert [one["title"] for one in (await typing)["results"]] == ["a title"]


async def test_a_second_or_a_late_answer_is_refused(
    api: Bot, http: aiohttp.ClientSession, telegram: TelegramServer
) -> None:
    query, typing = await asked(http, telegram)
    await api.answer_inline_query(query, [article()])
    await typing
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await api.answer_inline_query(query, [article()])

    telegram.inline.answered_within = 0.05
    telegram.world.updates.clear()
    query, typing = await asked(http, telegram)
    assert (await typing)["results"] == []
    with pytest.raises(TelegramBadRequest, match="query is too old"):
        await api.answer_inline_query(query, [article()])
