"""Locks an SQLite database's file for one process, and checks that it stays in its place."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage.database import DatabaseInUse, DatabaseReplaced


class DatabaseFile:
    """A file that this process has locked. `path` is resolved: it has no links."""

    def __init__(self, path: Path, descriptor: int) -> None:
        self.path = path
        self._identity = _identity(os.fstat(descriptor))

    def check(self) -> None:
        """Raise DatabaseReplaced if the path now leads to another file or to none."""
        try:
            found = _identity(self.path.stat())
        except FileNotFoundError:
            found = None
        if found != self._identity:
            raise DatabaseReplaced(self.path)


@contextmanager
def sole_user(path: Path) -> Iterator[DatabaseFile]:
    """Make the file if there is none, and lock it. The system unlocks it when the process ends.

    The lock is on the file itself, so it holds for links too. Raises DatabaseInUse or OSError.
    `flock` and SQLite's locks are independent. But SQLite loses its locks when any descriptor of the file is
    closed, so open connections after this begins, and close them before it ends.
    https://www.sqlite.org/howtocorrupt.html#_posix_advisory_locks_canceled_by_a_separate_thread_doing_close_
    """
    descriptor = _lock(path)
    try:
        yield DatabaseFile(Path(os.path.realpath(path)), descriptor)  # SQLite resolves it so too
    finally:
        os.close(descriptor)


def _lock(path: Path) -> int:
    while True:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if _leads_to(path, descriptor):
                return descriptor
        except BlockingIOError:
            os.close(descriptor)
            raise DatabaseInUse(f"DATABASE_URL: another process is working on {path}") from None
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)  # a restore put another file in its place just now


def _leads_to(path: Path, descriptor: int) -> bool:
    try:
        return _identity(path.stat()) == _identity(os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _identity(found: os.stat_result) -> tuple[int, int]:
    return found.st_dev, found.st_ino
