"""Owners get copies of the database into their chats, always sealed: at a tap, or after each daily copy."""

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from storage import audit_trail, outbox, shop_settings
from storage.audit_trail import Act
from storage.database import Database, DatabaseError, Queries
from storage.events import Event
from usecases.clock import SECOND, Clock
from usecases.errors import BackupNotMade
from usecases.people.access import Access
from usecases.people.roles import Action
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

DAILY_ON, DAILY_OFF = "on", "off"
"""Values of a wish in `shop_settings`."""


class BackupFolder(Protocol):
    """The copies of a database in a file. `folder` and its files are on the machine of the bot."""

    @property
    def folder(self) -> Path: ...

    @property
    def kept(self) -> int:
        """How many copies are kept. With 0 none is made daily."""

    @property
    def is_sealed(self) -> bool:
        """Whether new copies are sealed."""

    def newest_at(self) -> float | None: ...

    def write_for_chat(self) -> Path:
        """Write a copy beside the daily ones, in the place of the last such copy. Raises DatabaseError."""


@dataclass(frozen=True, slots=True)
class BackupState:
    """`folder` is None with PostgreSQL: the bot makes no copies then. `newest_at` is in epoch ms."""

    folder: str | None = None
    kept: int = 0
    is_sealed: bool = False
    newest_at: int | None = None
    gets_daily: bool = False


class SendBackups:
    """`copies` is None with PostgreSQL."""

    def __init__(
        self, *, db: Database, copies: BackupFolder | None, access: Access, wake_sender: WakeUp, clock: Clock
    ) -> None:
        self._db = db
        self._copies = copies
        self._access = access
        self._wake_sender = wake_sender
        self._clock = clock
        self._writing = asyncio.Lock()

    async def state(self, operator_id: int) -> BackupState:
        if self._copies is None:
            return BackupState()
        newest = await asyncio.to_thread(self._copies.newest_at)
        return BackupState(
            str(self._copies.folder),
            self._copies.kept,
            self._copies.is_sealed,
            int(newest * SECOND) if newest is not None else None,
            await gets_daily(self._db, operator_id),
        )

    async def now(self, operator_id: int) -> None:
        """Make a sealed copy and send it. Raises BackupNotMade."""
        if self._copies is None or not self._copies.is_sealed:
            raise BackupNotMade
        async with self._writing:
            try:
                file = await asyncio.to_thread(self._copies.write_for_chat)
            except (DatabaseError, OSError) as error:
                log.warning("no backup could be made: %s", error)
                raise BackupNotMade from error
        async with self._db.transaction() as transaction:
            await self._send(transaction, self._copies, operator_id, file)
        self._wake_sender.set()

    async def choose_daily(self, operator_id: int, *, wanted: bool) -> None:
        now, value = self._clock(), DAILY_ON if wanted else DAILY_OFF
        async with self._db.transaction() as transaction:
            if await gets_daily(transaction, operator_id) is wanted:
                return
            await shop_settings.add(transaction, _wish_of(operator_id), value, operator_id, now)
            await audit_trail.add(transaction, now, operator_id, Act.DAILY_BACKUP, after=value)

    async def daily(self, file: Path) -> None:
        """Send the daily copy to the owners who want it, unless it is not sealed."""
        if self._copies is None or not self._copies.is_sealed:
            return
        owners = await self._access.operators(who_may=Action.GET_BACKUPS)
        async with self._db.transaction() as transaction:
            for owner in owners:
                if await gets_daily(transaction, owner):
                    await self._send(transaction, self._copies, owner, file)

    async def _send(self, transaction: Queries, copies: BackupFolder, operator_id: int, file: Path) -> None:
        now, path = self._clock(), str(file.relative_to(copies.folder))
        await audit_trail.add(transaction, now, operator_id, Act.BACKUP_SENT, after=file.name)
        await outbox.add(transaction, operator_id, Event.BACKUP, operator_id, now, {"file": path})


async def gets_daily(db: Queries, operator_id: int) -> bool:
    wish = await shop_settings.get(db, _wish_of(operator_id))
    return wish is not None and wish.value == DAILY_ON


def _wish_of(operator_id: int) -> str:
    return f"daily_backup:{operator_id}"
