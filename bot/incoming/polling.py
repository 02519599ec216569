"""Fetches updates by long polling, and confirms only those that are handled or kept."""

import asyncio
import contextlib
import json
import logging

import aiohttp
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError, TelegramConflictError
from aiogram.methods import GetUpdates

from bot.incoming.intake import Intake
from bot.incoming.raw_updates import WANTED, parse, unreadable
from bot.telegram.reading import Raw
from bot.telegram.uptime import TelegramUptime
from bot.telegram.verdicts import REFUSALS, TokenRefused, Verdict, description, verdict, wait_of
from panel.http.proxies import open_connector
from storage.database import DatabaseAway

log = logging.getLogger(__name__)

LONG_POLL = 25  # seconds
SETTLE = 0.25  # seconds to wait for handlers before the next fetch, which confirms finished updates
POLL_RETRY_DELAYS_S = (1.0, 2.0, 5.0, 10.0)  # seconds between attempts while Telegram cannot be reached
ALLOWED = json.dumps(WANTED)
MOST_CONFLICTS = 3
TELEGRAM_AWAY = (aiohttp.ClientError, TimeoutError, ValueError, ConnectionError, *REFUSALS)


class PollingElsewhere(Exception):
    """Another program fetches this bot's updates."""

    def __init__(self) -> None:
        super().__init__("another program fetches this bot's updates; stop it first")


class CannotBeRead(ConnectionError):
    """Telegram's answer is not JSON, or is nested too deeply."""

    def __init__(self, body: bytes) -> None:
        super().__init__("getUpdates: an answer that cannot be read")
        self.body = body


class Polling:
    """Fetches updates as raw JSON, without aiogram's polling: there one bad update stops all others."""

    def __init__(self, *, bot: Bot, intake: Intake, uptime: TelegramUptime, proxy: str | None = None) -> None:
        self._uptime = uptime
        self._bot = bot
        self._proxy = proxy
        self._intake = intake
        self._open: dict[int, asyncio.Future[None]] = {}
        self._next = 0
        self._failures = 0
        self._conflicts = 0

    async def run(self) -> None:
        """Fetch until cancelled. Raises TokenRefused or PollingElsewhere."""
        async with self._connect() as http:
            while True:
                try:
                    updates = await self._fetch(http, self._offset(), LONG_POLL)
                except TELEGRAM_AWAY as error:
                    self._end_for_good(error)
                    await self._pause(error)
                    continue
                self._take(updates)
                await self._is_back()
                await self._settle(updates)

    async def confirm(self) -> None:
        """Confirm the finished updates to Telegram, once the intake has finished."""
        async with self._connect() as http:
            try:
                await self._fetch(http, self._offset(), 0, limit=1)
            except TELEGRAM_AWAY:
                log.info("the last updates could not be confirmed; they will be delivered again")

    def _connect(self) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(connector=open_connector(self._proxy))

    def _take(self, updates: list[Raw]) -> None:
        """Pass new updates to the intake. The last one sets the next offset, even if it is lower.

        After a week without updates Telegram chooses the next number at random:
        https://core.telegram.org/bots/api#update
        """
        for raw in updates:
            number = raw.get("update_id")
            if isinstance(number, int):
                self._next = number + 1
                if not self._has(number):
                    self._open[number] = self._intake.take(raw)

    def _has(self, number: int) -> bool:
        """Whether the update is being handled or is safe. One that failed with NotKept is neither."""
        task = self._open.get(number)
        return task is not None and (not task.done() or _is_safe(task))

    async def _settle(self, updates: list[Raw]) -> None:
        """Wait a little for open updates, and longer while the intake is full.

        Also wait after a fetch that left none open: Telegram would deliver unconfirmed updates again at once.
        """
        if any(not task.done() for task in self._open.values()):
            await asyncio.wait(self._open.values(), timeout=SETTLE)
        elif updates:
            await asyncio.sleep(SETTLE)
        while not self._intake.has_room:  # noqa: ASYNC110 - this is rare, and a look is cheap
            await asyncio.sleep(SETTLE)

    def _offset(self) -> int:
        """Return the first update that is not safe. The next fetch confirms all before it."""
        self._open = {number: task for number, task in self._open.items() if not _is_safe(task)}
        return min(self._open, default=self._next)

    async def _fetch(
        self, http: aiohttp.ClientSession, offset: int, wait: int, limit: int = 100
    ) -> list[Raw]:
        try:
            return await fetch(
                self._bot, http, timeout=wait, limit=limit, offset=offset, allowed_updates=ALLOWED
            )
        except CannotBeRead as error:
            if limit > 1:  # one unreadable update must not hold up the others
                return await self._fetch(http, offset, 0, limit=1)
            return [unreadable(error.body)]

    def _end_for_good(self, error: Exception) -> None:
        """Raise TokenRefused or PollingElsewhere after an error that retries cannot cure."""
        if isinstance(error, REFUSALS) and verdict(error) is Verdict.ENDS:
            raise TokenRefused from None
        self._conflicts = self._conflicts + 1 if isinstance(error, TelegramConflictError) else 0
        if self._conflicts >= MOST_CONFLICTS:
            raise PollingElsewhere from None

    async def _pause(self, error: Exception) -> None:
        self._uptime.failed()
        if not self._failures:
            log.warning("Telegram cannot be reached: %s", _without_url(error))
        await asyncio.sleep(
            max(POLL_RETRY_DELAYS_S[min(self._failures, len(POLL_RETRY_DELAYS_S) - 1)], wait_of(error))
        )
        self._failures += 1

    async def _is_back(self) -> None:
        with contextlib.suppress(DatabaseAway):
            await self._uptime.answered()
        if self._failures:
            log.info("Telegram is back")
        self._failures = self._conflicts = 0


async def fetch(bot: Bot, http: aiohttp.ClientSession, *, timeout: int, **asked: int | str) -> list[Raw]:  # noqa: ASYNC109 - Telegram's name for how many seconds it waits
    """Call getUpdates and return raw updates. Raises one of TELEGRAM_AWAY."""
    url = bot.session.api.api_url(bot.token, GetUpdates.__api_method__)
    form = {name: str(value) for name, value in {"timeout": timeout, **asked}.items()}
    patience = aiohttp.ClientTimeout(total=timeout + 15)
    async with http.post(url, data=form, timeout=patience, allow_redirects=False) as response:
        body = await response.read()
    try:
        answer = parse(body)
    except (ValueError, RecursionError):
        raise CannotBeRead(body) from None
    if not isinstance(answer, dict):
        raise ConnectionError("getUpdates: not an answer of Telegram's")
    if answer.get("ok"):
        return [update for update in answer.get("result", []) if isinstance(update, dict)]
    bot.session.check_response(bot, GetUpdates(), response.status, body.decode(errors="replace"))
    raise ConnectionError("getUpdates: an answer that is neither yes nor no")


def _is_safe(task: "asyncio.Future[None]") -> bool:
    return task.done() and not task.cancelled() and task.exception() is None


def _without_url(error: Exception) -> str:
    """Describe an error without the URL that the HTTP library puts into it: the URL has the token."""
    if type(error) is ConnectionError:
        return str(error)
    said = description(error) if isinstance(error, TelegramAPIError) else ""
    return f"{type(error).__name__} {said}".strip()
