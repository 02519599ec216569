"""Handles one update, with a limited number of retries while Telegram or the database is away."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError

from bot.incoming.raw_updates import kind_of
from bot.logs import level_of
from bot.observer import Observer
from bot.telegram.reading import Raw, read
from bot.telegram.verdicts import is_passing, wait_of
from handlers.webhook_reply import WebhookReply
from storage import inbox
from storage.database import Database, DatabaseAway, DatabaseFull
from usecases.clock import Clock

log = logging.getLogger(__name__)

ATTEMPT_TIMEOUT_S = 60.0  # seconds that one attempt at an update may take
UPDATE_RETRY_DELAYS_S = (
    1.0,
    2.0,
    5.0,
    10.0,
    30.0,
)  # seconds between attempts while Telegram or the database is away
MAX_UPDATE_ATTEMPTS = 120  # about an hour


class Attempts:
    """Handles updates. An update that fails in an unforeseen way is set aside and not retried.

    `tell_person` then tells the person. `alert` tells the operators: the failure, and its place.
    """

    def __init__(
        self,
        *,
        bot: Bot,
        dispatcher: Dispatcher,
        db: Database,
        tell_person: Callable[[Raw], Awaitable[None]],
        alert: Callable[[str, str], Awaitable[object]],
        clock: Clock,
        observer: Observer,
    ) -> None:
        self._bot = bot
        self._dispatcher = dispatcher
        self._db = db
        self._tell_person = tell_person
        self._alert = alert
        self._clock = clock
        self._observer = observer

    async def __call__(self, number: int, raw: Raw, reply: WebhookReply | None) -> None:
        """Handle an update. Retry while Telegram or the database is away: nobody has seen an answer then."""
        for attempt in range(MAX_UPDATE_ATTEMPTS):
            try:
                async with asyncio.timeout(ATTEMPT_TIMEOUT_S):
                    return await self._handle(raw, reply)
            except ValidationError as error:
                places = sorted({".".join(map(str, one["loc"])) for one in error.errors(include_input=False)})
                detail = f"not understood, at {', '.join(places)[:300]}"
                return await self.give_up(number, raw, type(error).__name__, detail)
            except Exception as error:
                if not (isinstance(error, DatabaseAway) or is_passing(error)):
                    log.exception("update %d failed", number)
                    return await self.give_up(number, raw, type(error).__name__)
                if isinstance(error, DatabaseFull) and "callback_query" in raw:
                    return await self._tell_person(raw)  # nothing was done, and the button is still there
                log.log(level_of(error), "update %d is tried again: %s", number, type(error).__name__)
                self._observer.update_tried_again()
                await asyncio.sleep(
                    max(UPDATE_RETRY_DELAYS_S[min(attempt, len(UPDATE_RETRY_DELAYS_S) - 1)], wait_of(error))
                )
        return await self.give_up(number, raw, "Telegram did not take the answer")

    async def _handle(self, raw: Raw, reply: WebhookReply | None) -> None:
        begun = time.perf_counter()
        await self._dispatcher.feed_update(self._bot, read(Update, raw, self._bot), reply=reply)
        self._observer.update_handled(time.perf_counter() - begun)

    async def give_up(self, number: int, raw: Raw, error: str, detail: str = "") -> None:
        """Set an update aside, and tell the person and the operators. Raises nothing."""
        log.error("update %d is set aside: %s", number, detail or error)
        self._observer.update_set_aside()
        await self._tell_person(raw)
        try:
            await inbox.set_aside(self._db, number, detail or error, self._clock())
            await self._alert(f"{kind_of(raw)}, {error}", detail)
        except Exception:
            log.exception("nothing can be written down about update %d", number)
