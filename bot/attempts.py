"""Handles one update to its end: again while Telegram or the database is away, and never for ever."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from aiogram import Bot, Dispatcher
from aiogram.exceptions import TelegramRetryAfter
from pydantic import ValidationError

from bot.observer import Observer
from bot.telegram import TROUBLE
from bot.updates import Raw, read_update
from storage import inbox
from storage.database import Database, DatabaseAway
from usecases.clock import Clock

log = logging.getLogger(__name__)

PATIENCE = 60.0  # seconds that one attempt at an update may take
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0)  # seconds between attempts while Telegram does not take the answer
MOST_ATTEMPTS = 120  # about an hour


class Attempts:
    """`set_aside` is told why an update could not be handled."""

    def __init__(
        self,
        *,
        bot: Bot,
        dispatcher: Dispatcher,
        db: Database,
        set_aside: Callable[[str], Awaitable[None]],
        clock: Clock,
        observer: Observer,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._db = db
        self._set_aside = set_aside
        self._clock = clock
        self._observer = observer

    async def __call__(self, number: int, raw: Raw) -> None:
        """Handle an update; again while Telegram or the database is away, for then nobody saw the answer."""
        for attempt in range(MOST_ATTEMPTS):
            try:
                async with asyncio.timeout(PATIENCE):
                    return await self._handle(raw)
            except (TelegramRetryAfter, DatabaseAway, *TROUBLE) as error:
                log.info("update %d is tried again: %s", number, type(error).__name__)
                self._observer.update_tried_again()
                await asyncio.sleep(PAUSES[min(attempt, len(PAUSES) - 1)])
            except ValidationError as error:
                places = sorted({".".join(map(str, one["loc"])) for one in error.errors(include_input=False)})
                return await self._give_up(number, f"not understood, at {', '.join(places)[:300]}")
            except Exception as error:
                log.exception("update %d failed", number)
                return await self._give_up(number, type(error).__name__)
        return await self._give_up(number, "Telegram did not take the answer")

    async def _handle(self, raw: Raw) -> None:
        begun = time.perf_counter()
        await self._dispatcher.feed_update(self._bot, read_update(raw, self._bot))
        self._observer.update_handled(time.perf_counter() - begun)

    async def _give_up(self, number: int, reason: str) -> None:
        log.error("update %d is set aside: %s", number, reason)
        self._observer.update_set_aside()
        try:
            await inbox.set_aside(self._db, number, reason, self._clock())
            await self._set_aside(reason)
        except Exception:
            log.exception("nothing can be written down about update %d", number)
