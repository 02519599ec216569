"""Checks whether the database accepts writes and is still there. Tells operators without the outbox."""

import asyncio
import logging
from collections.abc import Callable

from aiogram import Bot

from bot.telegram.verdicts import REFUSALS
from storage import bots
from storage.database import Database, DatabaseAway, DatabaseFull, DatabaseReplaced
from usecases.clock import Clock
from usecases.errors import NotAllowed
from usecases.people.access import Access
from views.language import speaking
from views.operating import alerts

log = logging.getLogger(__name__)

DATABASE_CHECK_INTERVAL_S = 5.0  # seconds between looks
DISK_FULL, GONE = "disk_full", "database_gone"  # alerts that the database could not store


class DatabaseWatch:
    """Checks the database. `speaks` says whether this process is the one that tells the operators."""

    def __init__(
        self, *, db: Database, bot: Bot, access: Access, speaks: Callable[[], bool], clock: Clock
    ) -> None:
        self._db = db
        self._bot = bot
        self._access = access
        self._speaks = speaks
        self._clock = clock
        self._full_since: int | None = None
        self._told: set[int] = set()

    async def watch(self) -> None:
        """Check for ever. Tell the operators and raise DatabaseReplaced if the file was replaced."""
        while True:
            try:
                await self.look()
            except DatabaseReplaced:
                await self._tell_all({"condition": GONE})
                raise
            except Exception:
                log.exception("whether the database takes writes is not known")
            await asyncio.sleep(DATABASE_CHECK_INTERVAL_S)

    async def look(self) -> None:
        """Try a write. Log a full disk once, tell each operator once, and tell them when it is over."""
        try:
            await bots.try_write(self._db.relaxed, self._clock())
        except DatabaseFull as error:
            await self._is_full(error)
        except DatabaseAway:
            pass  # the workers retry, and log that the database is away
        else:
            await self._has_room()

    async def _is_full(self, error: DatabaseFull) -> None:
        if self._full_since is None:
            self._full_since = self._clock()
            log.error("%s", error)
        if self._speaks():
            await self._tell_all({"condition": DISK_FULL})

    async def _has_room(self) -> None:
        if self._full_since is None:
            return
        lasted, self._full_since = self._clock() - self._full_since, None
        log.warning("the database can be written again, after %.0f s", lasted / 1_000)
        told, self._told = self._told, set()
        for person in told:
            await self._tell(person, {"condition": DISK_FULL, "lasted": lasted})

    async def _tell_all(self, payload: dict[str, object]) -> None:
        for person in set(await self._access.operators()) - self._told:
            await self._tell(person, payload)
            self._told.add(person)

    async def _tell(self, operator: int, payload: dict[str, object]) -> None:
        try:
            person = await self._access.known(operator)
            with speaking(person.language):
                screen = alerts.alert(payload)
            await self._bot.send_message(person.telegram_id, screen.text, reply_markup=screen.keyboard)
        except (NotAllowed, *REFUSALS) as error:
            log.info("operator %d was not told of the database: %s", operator, type(error).__name__)
