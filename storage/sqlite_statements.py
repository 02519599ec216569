"""One statement on an SQLite connection: its placeholders, its errors, and whether it takes long."""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

from storage.database import Constraint, Row, Value

LONG = 4_000  # steps of SQLite's machine; about half a millisecond, and a short statement takes 20 to 200


def connect(file: Path, wait: float) -> sqlite3.Connection:
    """A connection that any thread may use, one at a time; it waits so many seconds for a lock."""
    connection = sqlite3.connect(
        file, timeout=wait, isolation_level=None, check_same_thread=False, cached_statements=512
    )
    connection.execute("PRAGMA foreign_keys = 1")
    return connection


def run(connection: sqlite3.Connection, sql: str, values: Sequence[Value]) -> list[Row]:
    """Run one to its end; raises Constraint."""
    try:
        return connection.execute(numbered(sql), values).fetchall()
    except sqlite3.IntegrityError as error:
        raise Constraint(str(error)) from error


def change(connection: sqlite3.Connection, sql: str, values: Sequence[Value]) -> int:
    """Run one that returns no rows; how many it has changed. Raises Constraint."""
    try:
        return max(0, connection.execute(numbered(sql), values).rowcount)
    except sqlite3.IntegrityError as error:
        raise Constraint(str(error)) from error


def run_many(connection: sqlite3.Connection, sql: str, rows: Iterable[Sequence[Value]]) -> None:
    """Run one for each row; raises Constraint."""
    try:
        connection.executemany(numbered(sql), rows)
    except sqlite3.IntegrityError as error:
        raise Constraint(str(error)) from error


@lru_cache(maxsize=1_024)
def numbered(sql: str) -> str:
    """With SQLite's own numbered placeholders, which take a tuple; `$1` would take a dict only."""
    return re.sub(r"\$(\d+)", r"?\1", sql)


@lru_cache(maxsize=1_024)
def only_reads(sql: str) -> bool:
    return sql.lstrip()[:6].upper() == "SELECT"


def is_busy(error: sqlite3.Error) -> bool:
    """Another program, a shell or a backup, has a lock."""
    return _code(error) == sqlite3.SQLITE_BUSY


def was_stopped(error: sqlite3.Error) -> bool:
    return _code(error) == sqlite3.SQLITE_INTERRUPT


def _code(error: sqlite3.Error) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


class Steps:
    """Notices that a statement takes long, by SQLite's steps: unlike a clock they say the same every time.

    SQLite goes on counting where a statement's last run ended, so that the first signal may come at once.
    """

    def __init__(self, connection: sqlite3.Connection, *, stop: bool) -> None:
        self._signals = 0
        self._stop = stop
        connection.set_progress_handler(self._signal, LONG)

    def begin(self) -> None:
        self._signals = 0

    @property
    def many(self) -> bool:
        return self._signals > 1

    def _signal(self) -> bool:
        self._signals += 1
        return self._stop and self.many
