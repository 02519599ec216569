"""Asks the sandbox's panel as any client of the API does, and its Telegram as aiogram does."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import aiohttp
import pytest
from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE

Ask = Callable[..., Awaitable[Any]]


@pytest.fixture
async def ask(panel: PanelServer) -> AsyncIterator[Ask]:
    async with aiohttp.ClientSession() as session:

        async def call(action: str, key: str = "demo-key", **parameters: Any) -> Any:
            form = {"key": key, "action": action, **{name: str(value) for name, value in parameters.items()}}
            async with session.post(panel.api_url, data=form) as answer:
                return await answer.json()

        yield call


@pytest.fixture
async def control(panel: PanelServer) -> AsyncIterator[aiohttp.ClientSession]:
    """The panel's page and its controls, as `control.post("/sandbox/…")`."""
    async with aiohttp.ClientSession(panel.url) as session:
        yield session


@pytest.fixture
async def api(telegram: TelegramServer) -> AsyncIterator[Bot]:
    """aiogram's own client, of a bot that Alice has started."""
    telegram.world.chats[ALICE].started = True
    session = AiohttpSession(api=TelegramAPIServer.from_base(telegram.url))
    properties = DefaultBotProperties(
        parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True)
    )
    bot = Bot(telegram.token, session=session, default=properties)
    yield bot
    await bot.session.close()


def keys(*buttons: dict[str, Any]) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(**button)] for button in buttons])
