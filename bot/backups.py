"""Daily backups of an SQLite database, and the commands `python -m bot backup` and `restore`."""

from __future__ import annotations

import asyncio
import logging
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.settings import Settings
from storage.database import DatabaseError
from storage.engines.open import file_of, is_file
from storage.engines.sqlite.backup import Shows, in_silence, restore_backup, write_backup
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import DAY, SECOND, Clock
from usecases.operating.send_backups import SendBackups

if TYPE_CHECKING:
    from bot.encryption import Encryption

log = logging.getLogger(__name__)

FAILED = "backup_failed"
SEALED = ".sealed"  # suffix of an encrypted copy
COPIES = "panelgram-*.db*"
FOR_CHAT = "chat"
"""The folder beside the daily copies with the copy that was last made for a chat."""
LEFT_OVER = (".before-restore-*", ".schema-*", ".partial*")
A_DAY = 86_400.0  # seconds
LEFT_FOR = 30 * A_DAY


class Backups:
    """Writes, restores and deletes copies of the database. Raises DatabaseError on PostgreSQL."""

    def __init__(self, settings: Settings) -> None:
        if not is_file(settings.database_url):
            raise DatabaseError(
                "DATABASE_URL: backup and restore are for SQLite; copy PostgreSQL with pg_dump"
            )
        self._file = file_of(settings.database_url)
        self._folder = Path(settings.backup_dir or self._file.parent / "backups")
        self._keep = settings.backup_keep
        self._seal = _seal(settings)
        self._bot_id = settings.bot_id

    def write(self, target: Path | None = None, shows: Shows = in_silence) -> Path:
        """Write a copy and return its path. Raises DatabaseError."""
        target = target or self._folder / self._name()
        write_backup(self._file, target, self._seal.seal if self._seal else None, shows)
        return target

    def _name(self) -> str:
        moment = time.strftime("%Y%m%d-%H%M%S", time.gmtime())
        return f"panelgram-{moment}.db{SEALED if self._seal else ''}"

    def write_for_chat(self) -> Path:
        """Write a copy that is sent to a chat, and delete the one before. Raises DatabaseError."""
        folder = self._folder / FOR_CHAT
        before, target = list(folder.glob(COPIES)), folder / self._name()
        if target in before:
            return target  # made within this second
        written = self.write(target)
        for copy in before:
            copy.unlink(missing_ok=True)
        return written

    def find(self, name: str) -> Path | None:
        """Return the copy with this path in the folder. None if it is gone or not sealed."""
        from bot.encryption import is_sealed_file  # noqa: PLC0415 - as in `_seal`

        file = self._folder / name
        return file if is_sealed_file(file) else None

    def restore(self, source: Path, shows: Shows = in_silence) -> Path | None:
        """Replace the database with a copy. Raises DatabaseError.

        Returns the path to which the replaced database was moved, or None if there was none.
        """
        from bot.encryption import is_sealed_file  # noqa: PLC0415 - as in `_seal`

        is_sealed = is_sealed_file(source)
        if is_sealed and self._seal is None:
            raise DatabaseError(f"SECRET_KEY: needed to open {source}")
        unseal = partial(self._seal.unseal, name=source) if self._seal and is_sealed else None
        return restore_backup(self._file, source, unseal, self._bot_id, shows)

    @property
    def folder(self) -> Path:
        return self._folder

    @property
    def habit(self) -> str:
        """A sentence for `check`: where copies go, how many are kept, and whether they are encrypted."""
        sealed = "sealed with SECRET_KEY" if self._seal else "not sealed (SECRET_KEY is not set)"
        return f"every day to {self._folder}, the newest {self._keep} are kept, {sealed}"

    @property
    def kept(self) -> int:
        return self._keep

    @property
    def is_sealed(self) -> bool:
        return self._seal is not None

    def newest_at(self) -> float | None:
        """Return when the newest copy was made (seconds since 1970), or None if there is no copy."""
        return max((copy.stat().st_mtime for copy in self._folder.glob(COPIES)), default=None)

    def make_room(self) -> None:
        """Delete all but the newest copies.

        Also delete files that restores, migrations and interrupted copies left more than 30 days ago.
        """
        for copy in sorted(self._folder.glob(COPIES))[: -self._keep]:
            copy.unlink()
        for left in self._left_over():
            if time.time() - left.stat().st_mtime > LEFT_FOR:
                log.info("%s is deleted: it was left over %d days ago", left, LEFT_FOR // A_DAY)
                left.unlink()

    def _left_over(self) -> list[Path]:
        beside = [one for end in LEFT_OVER for one in self._file.parent.glob(f"{self._file.name}{end}")]
        return beside + list(self._folder.glob(f"{COPIES}.partial*"))

    def plain(self) -> list[str]:
        """Return the names of the copies that are not encrypted although a key is set."""
        if self._seal is None:
            return []
        return sorted(one.name for one in self._folder.glob(COPIES) if one.suffix != SEALED)


def _seal(settings: Settings) -> Encryption | None:
    if settings.secret_key is None:
        return None
    from bot.encryption import Encryption  # noqa: PLC0415 - cryptography takes 6 MB

    return Encryption(settings.secret_key.get_secret_value())


class BackUpDaily:
    """The job that makes one copy a day. It alerts the operators when a copy fails.

    Owners who want it get the copy into their chats.
    """

    def __init__(self, *, backups: Backups, send: SendBackups, alert: AlertOperators, clock: Clock) -> None:
        self._backups = backups
        self._send = send
        self._alert = alert
        self._clock = clock

    async def __call__(self) -> None:
        newest = await asyncio.to_thread(self._backups.newest_at)
        if newest is not None and 0 <= self._clock() - newest * SECOND < DAY:
            return
        try:
            copy = await asyncio.to_thread(self._backups.write)
            await asyncio.to_thread(self._backups.make_room)
            if plain := await asyncio.to_thread(self._backups.plain):
                log.warning("copies from before SECRET_KEY was set are not sealed: %s", ", ".join(plain))
        except (DatabaseError, OSError) as error:
            log.warning("no backup could be made: %s", error)
            await self._alert.begin(FAILED)
        else:
            await self._alert.end(FAILED)
            await self._send.daily(copy)
