"""SQLite: one writer connection behind a lock, readers apart, commits that survive a power cut."""

import asyncio
import fcntl
import itertools
import os
import secrets
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import aiosqlite

from storage.cancellation import to_its_end
from storage.database import Constraint, DatabaseError, DatabaseInUse, Queries, Row, Value
from storage.migrate import migrate_sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator

READERS = 2
BUSY_TIMEOUT = 2_000  # ms; only another program (a backup, a shell) can make the writer wait


@asynccontextmanager
async def open_sqlite(file: Path) -> "AsyncIterator[SqliteDatabase]":
    """Open and migrate a database file that only its owner may read; raises DatabaseError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with sole_user(file):
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
            await asyncio.to_thread(migrate_sqlite, file)
            async with aiosqlite.connect(file, isolation_level=None) as writer:
                await _prepare(writer)
                readers = [aiosqlite.connect(file, isolation_level=None) for _ in range(READERS)]
                try:
                    for reader in readers:
                        await _prepare(await reader)
                        await reader.execute_fetchall("PRAGMA query_only = 1")
                    yield SqliteDatabase(writer, readers)
                finally:
                    await asyncio.gather(*(reader.close() for reader in readers))
    except (OSError, sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        raise DatabaseError(f"DATABASE_URL: {file} cannot be used: {error}{_advice(error)}") from error


@contextmanager
def sole_user(file: Path) -> "Iterator[None]":
    """Hold a lock beside the file; the operating system drops it when the process ends, however it ends."""
    with Path(f"{file}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise DatabaseInUse(f"DATABASE_URL: another process is working on {file}") from None
        yield


def _advice(error: Exception) -> str:
    """What to do about a file that is damaged; other errors speak for themselves."""
    damaged = getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
    return "; go back to a copy with: python -m bot restore FILE" if damaged else ""


async def _prepare(connection: aiosqlite.Connection) -> None:
    for pragma in ("foreign_keys = 1", "synchronous = FULL", f"busy_timeout = {BUSY_TIMEOUT}"):
        await connection.execute_fetchall(f"PRAGMA {pragma}")


class Alone:
    """See `storage.database.Replicas`: of an SQLite file there is one."""

    def __init__(self) -> None:
        self.instance = secrets.randbelow(2**31 - 1) + 1

    @asynccontextmanager
    async def leadership(self) -> AsyncIterator[asyncio.Event]:
        yield asyncio.Event()

    async def living(self) -> set[int]:
        return {self.instance}

    def call(self, name: str) -> None:
        """Nobody else is there to hear it."""

    def listen(self, hear: Callable[[str], None]) -> None:
        """Nobody else is there to call."""


class SqliteDatabase:
    """See `storage.database.Database`."""

    def __init__(self, writer: aiosqlite.Connection, readers: list[aiosqlite.Connection]) -> None:
        self.replicas = Alone()
        self._writer = _Connection(writer)
        self._readers = itertools.cycle([_Connection(reader) for reader in readers])
        self._writing = asyncio.Lock()

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        if _only_reads(sql):
            return await next(self._readers).fetch_all(sql, *values)
        async with self._writing:
            return await self._writer.fetch_all(sql, *values)

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        rows = await self.fetch_all(sql, *values)
        return rows[0] if rows else None

    async def execute(self, sql: str, *values: Value) -> None:
        await self.fetch_all(sql, *values)

    async def execute_many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None:
        async with self.transaction() as transaction:
            await transaction.execute_many(sql, rows)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Queries]:
        async with self._writing:
            try:
                await self._writer.execute("BEGIN IMMEDIATE")
                yield self._writer
                await self._writer.execute("COMMIT")
            finally:
                if self._writer.in_transaction:
                    await self._writer.execute("ROLLBACK")


class _Connection:
    """One connection; every statement runs to its end even when the task that asked for it is cancelled."""

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        names = {str(number): value for number, value in enumerate(values, 1)}
        try:
            return list(await to_its_end(self._fetch(sql, names)))
        except sqlite3.IntegrityError as error:
            raise Constraint(str(error)) from error

    async def _fetch(self, sql: str, names: dict[str, Value]) -> Iterable[Row]:
        return await self._connection.execute_fetchall(sql, names)  # type: ignore[return-value]  # rows are tuples

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        rows = await self.fetch_all(sql, *values)
        return rows[0] if rows else None

    async def execute(self, sql: str, *values: Value) -> None:
        await self.fetch_all(sql, *values)

    async def execute_many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None:
        named = [{str(number): value for number, value in enumerate(row, 1)} for row in rows]
        try:
            await to_its_end(self._run_many(sql, named))
        except sqlite3.IntegrityError as error:
            raise Constraint(str(error)) from error

    async def _run_many(self, sql: str, rows: list[dict[str, Value]]) -> None:
        async with self._connection.executemany(sql, rows):
            pass


@lru_cache(maxsize=512)
def _only_reads(sql: str) -> bool:
    return sql.lstrip()[:6].upper() == "SELECT"
