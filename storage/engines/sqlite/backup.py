"""Makes and restores backups. A restore must not send an order again."""

import os
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from storage import bots
from storage.database import DatabaseError
from storage.engines.migrate import migrate_sqlite
from storage.engines.placeholders import named
from storage.engines.sqlite.file import sole_user
from storage.marks import name_life
from storage.past import IN_DOUBT, LAST_KNOWN, NUMBERED, SPARED

PENDING = "restore_pending"
"""The condition that the database was restored and no bot has used it since."""

Cipher = Callable[[bytes], bytes]
Shows = Callable[[str, int, int], None]
"""Is told of each step: its words, how much is done, and of how much."""

STEPS_OF_A_COPY = 4

SAY_RESTORED = (
    "DELETE FROM conditions WHERE name = 'restored'",
    f"""
    INSERT INTO conditions (name, since, detail) SELECT '{PENDING}', $1, coalesce(({LAST_KNOWN}), '-')
    WHERE NOT EXISTS (SELECT 1 FROM conditions WHERE name = '{PENDING}')
    """,
)


def in_silence(_step: str, _done: int, _of: int) -> None:
    """Show nothing."""


def write_backup(file: Path, target: Path, seal: Cipher | None, shows: Shows = in_silence) -> None:
    """Write a checked snapshot of the database, also while the bot runs. Only its owner can read the file.

    `seal` encrypts it in memory. Raises DatabaseError, also if `target` exists.
    """
    with _naming(target):
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if target.exists():
            raise DatabaseError(f"{target} exists; a backup overwrites nothing")
        if not file.exists():
            raise DatabaseError(f"there is no database {file} yet")
        with _unfinished(target) as partial:
            with closing(_connect(file)) as source, closing(sqlite3.connect(partial)) as copy:
                shows("Copying", 0, STEPS_OF_A_COPY)
                source.backup(copy)  # in one piece: in several it begins anew whenever the bot writes
                shows("Checking", 1, STEPS_OF_A_COPY)
                _check(copy)
            if seal is not None:
                shows("Encrypting", 2, STEPS_OF_A_COPY)
                partial.write_bytes(seal(partial.read_bytes()))
            shows("Writing to the disk", 3, STEPS_OF_A_COPY)
            _flush(partial)
            partial.rename(target)
            _flush(target.parent)


def restore_backup(
    file: Path, source: Path, unseal: Cipher | None, bot_id: int, shows: Shows = in_silence
) -> Path | None:
    """Replace the database by a copy, and return the file that now holds the old one, if there was one.

    Events after the copy are in doubt afterwards; see `storage.past`. Raises DatabaseInUse while a bot runs,
    DatabaseOfAnother for a copy of another bot's database, and DatabaseError for a damaged or partial copy.
    """
    file = file.resolve()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    is_new = not file.exists()
    with _naming(source), _empty_at_most(file, is_new=is_new), sole_user(file), _unfinished(file) as partial:
        shows("Copying", 0, STEPS_OF_A_COPY)
        if unseal is None:
            shutil.copyfile(source, partial)
            _bring_log(source, partial)
        else:
            partial.write_bytes(unseal(source.read_bytes()))
        shows("Checking", 1, STEPS_OF_A_COPY)
        with closing(sqlite3.connect(partial)) as copy:
            _check(copy)
            copy.execute("SELECT number FROM migrations")
        shows("Upgrading", 2, STEPS_OF_A_COPY)
        migrate_sqlite(partial)
        _check_owner(partial, bot_id, f"{source}: this copy")
        _mark_restored(partial)
        _spare_numbers(partial, _last_numbers(file))
        shows("Writing to the disk", 3, STEPS_OF_A_COPY)
        _flush(partial)
        aside = None if is_new else _put_aside(file)
        partial.replace(file)
        name_life(file, _life(file))
        _flush(file.parent)
    return aside


def _bring_log(source: Path, partial: Path) -> None:
    """Copy the write-ahead log too: after a crash it holds the last changes of a file copied by hand."""
    if (log := Path(f"{source}-wal")).exists():
        shutil.copyfile(log, f"{partial}-wal")


@contextmanager
def _empty_at_most(file: Path, *, is_new: bool) -> Iterator[None]:
    """Delete the empty file that the lock created, if the restore fails."""
    try:
        yield
    except BaseException:
        if is_new and file.exists() and not file.stat().st_size:
            file.unlink()
        raise


def _life(file: Path) -> str | None:
    with closing(_connect(file)) as connection:
        row = connection.execute("SELECT name FROM lives").fetchone()
    return row[0] if row else None


def _check_owner(file: Path, bot_id: int, what: str) -> None:
    with closing(_connect(file)) as connection:
        row = connection.execute(bots.OWNER).fetchone()
    if row is not None:
        bots.compare(row[0], bot_id, what)


def _mark_restored(file: Path) -> None:
    with closing(sqlite3.connect(file)) as connection:
        with connection:
            for statement in (*IN_DOUBT, *SAY_RESTORED):
                connection.execute(statement, named((int(time.time() * 1_000),)))
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _last_numbers(file: Path) -> dict[str, int]:
    """Return the last id of each table; none if the database is missing or damaged."""
    if not file.exists():
        return {}
    try:
        with closing(sqlite3.connect(file)) as connection:
            return dict(connection.execute("SELECT name, seq FROM sqlite_sequence"))
    except sqlite3.DatabaseError:
        return {}


def _spare_numbers(file: Path, given: dict[str, int]) -> None:
    """Set the next ids above all that may have been used."""
    known = _last_numbers(file)
    rows = [(name, max(known.get(name, 0), given.get(name, 0)) + SPARED) for name in NUMBERED]
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.executemany("DELETE FROM sqlite_sequence WHERE name = ?", [(name,) for name in NUMBERED])
        connection.executemany("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", rows)


def _put_aside(file: Path) -> Path:
    """Keep the old database under another name, and delete its log, so that the restored one cannot read it.

    The write-ahead log is merged into the file first. If the file is too damaged, the log is kept beside it.
    """
    aside = Path(f"{file}.before-restore-{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}")
    try:
        with closing(sqlite3.connect(file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.DatabaseError:
        pass
    for end in ("", "-wal"):
        if Path(f"{file}{end}").exists():
            os.link(f"{file}{end}", f"{aside}{end}")
    for end in ("-wal", "-shm"):
        Path(f"{file}{end}").unlink(missing_ok=True)
    return aside


def _connect(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{file}?mode=ro", uri=True)


def _check(connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        raise sqlite3.DatabaseError("it is damaged")


@contextmanager
def _unfinished(target: Path) -> Iterator[Path]:
    """Make a temporary file beside the target. It is deleted unless it was renamed to the target."""
    partial = target.with_name(f"{target.name}.partial")
    partial.unlink(missing_ok=True)
    os.close(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield partial
    finally:
        for end in ("", "-wal", "-shm", "-journal"):
            Path(f"{partial}{end}").unlink(missing_ok=True)


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise DatabaseError(f"{file}: {error}") from error


def _flush(path: Path) -> None:
    """Make a file or folder durable."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
