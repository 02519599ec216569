"""The connection to Telegram: formatting as we use it, and calls that are tried again where that is safe."""

import asyncio
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import AnswerCallbackQuery, EditMessageReplyMarkup, EditMessageText, GetFile, GetMe
from aiogram.methods.base import Response, TelegramMethod, TelegramType
from aiogram.types import LinkPreviewOptions

TIMEOUT = 20  # seconds of a call
MOST_PATIENCE = 10  # seconds that a person who taps is made to wait for 429s in all
HARMLESS = (AnswerCallbackQuery, EditMessageReplyMarkup, EditMessageText, GetFile, GetMe)
"""Calls that do the same when they are done twice."""


class TryAgain(BaseRequestMiddleware):
    """Waits out a short 429, and repeats once what is harmless to repeat when the network fails."""

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        waited = 0
        repeated = False
        while True:
            try:
                return await make_request(bot, method)
            except TelegramRetryAfter as error:
                waited += error.retry_after
                if waited > MOST_PATIENCE:
                    raise
                await asyncio.sleep(error.retry_after)
            except TelegramNetworkError:
                if repeated or not isinstance(method, HARMLESS):
                    raise
                repeated = True


def open_bot(token: str, api_url: str, **session: Any) -> Bot:
    http = AiohttpSession(api=TelegramAPIServer.from_base(api_url), timeout=TIMEOUT, **session)
    http.middleware(TryAgain())
    properties = DefaultBotProperties(
        parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True)
    )
    return Bot(token, session=http, default=properties)
