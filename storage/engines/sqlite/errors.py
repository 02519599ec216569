"""Translates the errors of SQLite and aiosqlite into those of `storage.database`."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from storage.database import Constraint, DatabaseAway, DatabaseClosed, DatabaseFull

NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY)
DAMAGE_CODES = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)


@contextmanager
def in_our_words() -> Iterator[None]:
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise Constraint(str(error)) from error
    except sqlite3.ProgrammingError as error:
        raise closed(error) from error
    except sqlite3.Error as error:
        if code_of(error) in NO_ROOM:
            raise DatabaseFull(error) from error
        if code_of(error) == sqlite3.SQLITE_BUSY:
            raise DatabaseAway("another program has locked the database") from error
        raise
    except ValueError as error:  # aiosqlite raises it for a closed connection
        raise DatabaseClosed from error


def closed(error: sqlite3.ProgrammingError) -> Exception:
    return DatabaseClosed() if "closed" in str(error) else error


def code_of(error: Exception) -> int:
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def advice(error: Exception) -> str:
    """Return advice for a damaged file; "" for other errors."""
    return "; go back to a copy with: python -m bot restore FILE" if code_of(error) in DAMAGE_CODES else ""
