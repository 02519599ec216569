"""The connection that writes to an SQLite file: its transactions, and how far its commits are forced."""

import sqlite3
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from storage.database import Value
from storage.sqlite_statements import Steps, connect, is_busy, run_many

How = Callable[[sqlite3.Connection, str, Sequence[Value]], Any]

PATIENCE = 2.0  # seconds; only another program (a shell, a copy) can make the writer wait
LOOK_AGAIN = 0.01  # seconds
CHECKPOINT = 1_000  # pages of the write-ahead log after which a commit also moves them into the file
UNFORCED = 2_000  # statements without a flush after which that is due: their commits do not do it on the way

FORCED = ("PRAGMA synchronous = FULL", f"PRAGMA wal_autocheckpoint = {CHECKPOINT}")
NOT_FORCED = ("PRAGMA synchronous = NORMAL", "PRAGMA wal_autocheckpoint = 0")


class WritingConnection:
    """Used by one thread at a time; which one, and for whom, is the writer's business."""

    def __init__(self, file: Path) -> None:
        self.forced: tuple[str, ...] = FORCED
        self.raw = connect(file, wait=0)
        self.raw.execute("PRAGMA temp_store = MEMORY")  # what undoing takes: see decision 8
        self._steps = Steps(self.raw, stop=False)
        self._known_as_long: set[str] = set()
        self._mode: tuple[str, ...] = ()
        self._unforced = 0

    def takes_long(self, sql: str) -> bool:
        """Whether a statement was seen to take long."""
        return sql in self._known_as_long

    def run(self, sql: str, values: Sequence[Value], how: How) -> Any:
        """Run a statement, by `run` or `change`."""
        self._steps.begin()
        result = how(self.raw, sql, values)
        if self._steps.many:
            self._known_as_long.add(sql)
        return result

    def run_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        run_many(self.raw, sql, rows)

    @property
    def is_forced(self) -> bool:
        """Whether the commit of what is open waits for the disk."""
        return self._mode is not NOT_FORCED

    def begin(self, *, forced: bool = True) -> None:
        """Begin one, if none is open; raises sqlite3.OperationalError, at once if it is locked."""
        if not self.raw.in_transaction:
            self._switch(self.forced if forced else NOT_FORCED)
            self.raw.execute("BEGIN IMMEDIATE")
        self._unforced = 0 if self.is_forced else self._unforced + 1

    def begin_patiently(self) -> None:
        """As `begin`; waits for another program to be done with the file."""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                return self.begin()
            except sqlite3.OperationalError as error:
                if not is_busy(error) or time.monotonic() > until:
                    raise
            time.sleep(LOOK_AGAIN)

    def commit(self) -> None:
        try:
            self.raw.execute("COMMIT")
        except sqlite3.Error:
            if self.raw.in_transaction:
                self.raw.execute("ROLLBACK")
            raise

    def roll_back(self) -> None:
        self.raw.execute("ROLLBACK")

    def begin_block(self) -> None:
        self.raw.execute("SAVEPOINT block")

    def end_block(self) -> None:
        self.raw.execute("RELEASE block")

    def undo_block(self) -> None:
        self.raw.execute("ROLLBACK TO block")
        self.raw.execute("RELEASE block")

    @property
    def is_due(self) -> bool:
        """Whether the write-ahead log has grown, with no commit to clear it up."""
        return self._unforced >= UNFORCED

    def clear_up(self) -> None:
        self._unforced = 0
        self.raw.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def _switch(self, mode: tuple[str, ...]) -> None:
        if self._mode is not mode:
            for pragma in mode:
                self.raw.execute(pragma).fetchall()
            self._mode = mode
