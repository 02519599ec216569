"""Checks at the start whether another program already serves this bot. If so, this one ends."""

import asyncio
import logging
from urllib.parse import urlsplit

import aiohttp
from aiogram import Bot
from aiogram.exceptions import TelegramConflictError

from bot.incoming.polling import TELEGRAM_AWAY, fetch
from panel.http.proxies import open_connector
from storage import bots
from storage.database import Database
from usecases.clock import MINUTE, Clock

log = logging.getLogger(__name__)

LOOK_FOR = 5.0  # seconds; a program whose long poll was ended by ours polls again within this time
SERVED_LATELY_MS = (
    10 * MINUTE
)  # if this database's program served within this time, it is restarting, and no check is needed


class ServedElsewhere(Exception):
    """Another program serves the bot, on another database."""

    def __init__(self, seen: str) -> None:
        super().__init__(
            f"BOT_TOKEN: another program serves this bot already: {seen}. End it first;"
            " to take its place anyway: python -m bot run --take-over"
        )


class Precedence:
    """Looks for another program before anything is sent, for `look_for` seconds; 0 skips the check."""

    def __init__(
        self,
        *,
        db: Database,
        bot: Bot,
        webhook_url: str | None,
        proxy: str | None,
        look_for: float,
        clock: Clock,
    ) -> None:
        self._db = db
        self._bot = bot
        self._webhook_url = webhook_url
        self._proxy = proxy
        self._look_for = look_for
        self._clock = clock

    async def __call__(self) -> None:
        """Raise ServedElsewhere if another program serves the bot. Does not retry if Telegram is away."""
        if not self._look_for or abs(self._clock() - await bots.served_at(self._db)) < SERVED_LATELY_MS:
            return
        try:
            await self._look()
        except TELEGRAM_AWAY as error:
            log.info("whether another program serves this bot is not known: %s", type(error).__name__)

    async def serves(self) -> None:
        """Record that this database's program serves the bot now."""
        await bots.serves(self._db.relaxed, self._clock())

    async def _look(self) -> None:
        url = (await self._bot.get_webhook_info()).url
        if url and url != self._webhook_url:
            raise ServedElsewhere(f"its webhook is set to another URL, at {urlsplit(url).hostname}")
        if not url and await self._is_polled():
            raise ServedElsewhere("it fetches the updates")

    async def _is_polled(self) -> bool:
        """Whether another program polls. Asks for an update without confirming it.

        A second poller ends our call with a conflict, or confirms the update that waits.
        """
        async with aiohttp.ClientSession(connector=open_connector(self._proxy)) as http:
            try:
                first = await fetch(self._bot, http, timeout=round(self._look_for), limit=1)
                if not first:
                    return False
                await asyncio.sleep(self._look_for)
                return await fetch(self._bot, http, timeout=0, limit=1) != first
            except TelegramConflictError:
                return True
