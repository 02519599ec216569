"""Opens the bot: default formatting, waits after a 429, and one retry of idempotent calls."""

import asyncio
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.client.telegram import TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.exceptions import TelegramNetworkError, TelegramRetryAfter
from aiogram.methods import (
    AnswerCallbackQuery,
    AnswerPreCheckoutQuery,
    DeleteMyCommands,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    GetMe,
    SetMyCommands,
    SetMyDescription,
    SetMyShortDescription,
)
from aiogram.methods.base import Response, TelegramMethod, TelegramType
from aiogram.types import LinkPreviewOptions

from bot.telegram.rate_limits import RateLimits
from bot.telegram.session import Session

CALL_TIMEOUT_S = 20  # seconds that one call may take
MAX_TAP_WAIT_S = 10.0  # seconds that a person who taps waits for 429s in all
NO_CHAT = 0  # the chat id of calls that are not about a chat
HARMLESS = (
    AnswerCallbackQuery,
    AnswerPreCheckoutQuery,
    EditMessageReplyMarkup,
    EditMessageText,
    GetFile,
    GetMe,
)
"""Idempotent calls."""
APART = (DeleteMyCommands, SetMyCommands, SetMyDescription, SetMyShortDescription)
"""Calls with a limit of their own. A 429 to one of them says nothing about the others."""


class OutboxBot(Bot):
    """The bot that the sender uses. The sender itself waits for a slot and retries after a 429."""

    def __init__(self, bot: Bot) -> None:
        super().__init__(bot.token, session=bot.session, default=bot.default)


class KeepToLimits(BaseRequestMiddleware):
    """Waits before calls while Telegram limits them, and retries idempotent calls once.

    A call that got a 429 is repeated after `retry_after`, unless the sender made it. Calls in `APART` do not
    wait for other calls, and other calls do not wait for them.
    """

    def __init__(self, rate_limits: RateLimits) -> None:
        self._rate_limits = rate_limits

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        if type(method) in APART:
            return await make_request(bot, method)
        chat_id = method.__dict__.get("chat_id", NO_CHAT)  # `getattr` is slow if pydantic has no field
        deadline = asyncio.get_running_loop().time() + MAX_TAP_WAIT_S
        while True:
            if not (isinstance(bot, OutboxBot) or self._rate_limits.is_idle()):
                await self._wait(chat_id, method, deadline)
            try:
                return await self._once_more(make_request, bot, method)
            except TelegramRetryAfter as error:
                self._rate_limits.block(chat_id, error.retry_after)
                if isinstance(bot, OutboxBot):
                    raise

    async def _wait(self, chat_id: int, method: TelegramMethod[Any], deadline: float) -> None:
        """Wait until the chat's `retry_after` is over. If that is after `deadline`, raise at once.

        `deadline` is in seconds of the event loop's clock.
        """
        blocked = self._rate_limits.blocked_for(chat_id)
        if asyncio.get_running_loop().time() + blocked > deadline:
            raise TelegramRetryAfter(method, "Too Many Requests: still waiting", int(blocked) + 1)
        await self._rate_limits.wait_for_answer_slot(chat_id)

    async def _once_more(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        try:
            return await make_request(bot, method)
        except TelegramNetworkError:
            if type(method) not in HARMLESS:
                raise
            return await make_request(bot, method)


def open_bot(token: str, api_url: str, rate_limits: RateLimits, **session: Any) -> Bot:
    http = Session(api=TelegramAPIServer.from_base(api_url), timeout=CALL_TIMEOUT_S, **session)
    http.middleware(KeepToLimits(rate_limits))
    properties = DefaultBotProperties(
        parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True)
    )
    return Bot(token, session=http, default=properties)
