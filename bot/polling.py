"""Fetches updates by long polling and confirms only those that were handled to their end."""

import asyncio
import json
import logging
from typing import Any

import aiohttp
from aiogram import Bot
from aiogram.methods import GetUpdates

from bot.intake import Intake
from bot.updates import Raw, parse

log = logging.getLogger(__name__)

LONG_POLL = 25  # seconds
SETTLE = 0.25  # seconds to wait for handlers before the next fetch, which confirms those that ended
PAUSES = (1.0, 2.0, 5.0, 10.0)  # seconds between attempts while Telegram cannot be reached
ALLOWED = json.dumps(["message", "callback_query"])
UNAUTHORIZED, CONFLICT = 401, 409
MOST_CONFLICTS = 3


class TokenRefused(Exception):
    """Telegram does not know the token."""

    def __init__(self) -> None:
        super().__init__("BOT_TOKEN: Telegram does not know this token; ask @BotFather for the right one")


class PollingElsewhere(Exception):
    """Another program fetches this bot's updates."""

    def __init__(self) -> None:
        super().__init__("another program fetches this bot's updates; stop it first")


class Polling:
    """Raw JSON instead of aiogram's own polling: one update that does not parse must not stop all others."""

    def __init__(self, *, bot: Bot, intake: Intake) -> None:
        self._bot = bot
        self._intake = intake
        self._open: dict[int, asyncio.Future[None]] = {}
        self._next = 0
        self._failures = 0
        self._conflicts = 0

    async def run(self) -> None:
        """Fetch until cancelled; raises TokenRefused or PollingElsewhere."""
        async with aiohttp.ClientSession() as http:
            while True:
                try:
                    updates = await self._fetch(http, self._offset(), LONG_POLL)
                except (aiohttp.ClientError, TimeoutError, ValueError, ConnectionError) as error:
                    await self._pause(error)
                    continue
                self._is_back()
                self._take(updates)
                await self._settle()

    async def confirm(self) -> None:
        """Let Telegram forget what is done, once the intake has finished."""
        async with aiohttp.ClientSession() as http:
            try:
                await self._fetch(http, self._offset(), 0, limit=1)
            except (aiohttp.ClientError, TimeoutError, ValueError, ConnectionError):
                log.info("the last updates could not be confirmed; they will be delivered again")

    def _take(self, updates: list[Raw]) -> None:
        for raw in updates:
            number = raw.get("update_id")
            if isinstance(number, int) and not self._has(number):
                self._next = max(self._next, number + 1)
                self._open[number] = self._intake.take(raw)

    def _has(self, number: int) -> bool:
        """Whether it is under way; one that was handed back is not."""
        task = self._open.get(number)
        return task is not None and (not task.done() or _is_safe(task))

    async def _settle(self) -> None:
        """Wait a little for what is under way; longer where there is no room for more."""
        if self._open:
            await asyncio.wait(self._open.values(), timeout=SETTLE)
        while not self._intake.has_room:  # noqa: ASYNC110 - this is rare, and a look is cheap
            await asyncio.sleep(SETTLE)

    def _offset(self) -> int:
        """The first update that is neither handled nor kept: all below it are confirmed by the next fetch."""
        self._open = {number: task for number, task in self._open.items() if not _is_safe(task)}
        return min(self._open, default=self._next)

    async def _fetch(
        self, http: aiohttp.ClientSession, offset: int, wait: int, limit: int = 100
    ) -> list[Raw]:
        url = self._bot.session.api.api_url(self._bot.token, GetUpdates.__api_method__)
        form = {"offset": str(offset), "timeout": str(wait), "limit": str(limit), "allowed_updates": ALLOWED}
        patience = aiohttp.ClientTimeout(total=wait + 15)
        async with http.post(url, data=form, timeout=patience, allow_redirects=False) as response:
            answer = parse(await response.read())
        if not isinstance(answer, dict):
            raise ConnectionError("getUpdates: not an answer of Telegram's")
        if answer.get("ok"):
            return [update for update in answer.get("result", []) if isinstance(update, dict)]
        self._refuse(answer)
        raise ConnectionError(f"getUpdates: {answer.get('error_code')} {answer.get('description')}")

    def _refuse(self, answer: dict[str, Any]) -> None:
        code = answer.get("error_code")
        if code == UNAUTHORIZED:
            raise TokenRefused
        self._conflicts = self._conflicts + 1 if code == CONFLICT else 0
        if self._conflicts >= MOST_CONFLICTS:
            raise PollingElsewhere

    async def _pause(self, error: Exception) -> None:
        if not self._failures:
            log.warning("Telegram cannot be reached: %s", _without_url(error))
        await asyncio.sleep(PAUSES[min(self._failures, len(PAUSES) - 1)])
        self._failures += 1

    def _is_back(self) -> None:
        if self._failures:
            log.info("Telegram is back")
        self._failures = self._conflicts = 0


def _is_safe(task: "asyncio.Future[None]") -> bool:
    return task.done() and not task.cancelled() and task.exception() is None


def _without_url(error: Exception) -> str:
    """The URL of a call holds the token, and an error of the HTTP library holds the URL."""
    return str(error) if type(error) is ConnectionError else type(error).__name__
