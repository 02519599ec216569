"""SQLite: one connection that writes, others that only read, commits that survive a power cut."""

import asyncio
import fcntl
import os
import secrets
import sqlite3
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, TypeVar

from storage.database import DatabaseError, DatabaseInUse, Row, Value
from storage.migrate import migrate_sqlite
from storage.rows import read_json
from storage.sqlite_connection import PATIENCE, WritingConnection
from storage.sqlite_reader import Reader
from storage.sqlite_statements import change, connect, only_reads, run
from storage.sqlite_thread import Thread
from storage.sqlite_writer import Writer

if TYPE_CHECKING:
    from collections.abc import Iterator

T = TypeVar("T")


@asynccontextmanager
async def open_sqlite(file: Path) -> "AsyncIterator[SqliteDatabase]":
    """Open and migrate a database file that only its owner may read; raises DatabaseError."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with sole_user(file):
            os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
            await asyncio.to_thread(migrate_sqlite, file)
            async with _reader(file) as reader, _writer(file) as writer:
                yield SqliteDatabase(writer, reader)
    except (OSError, sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        raise DatabaseError(f"DATABASE_URL: {file} cannot be used: {error}{_advice(error)}") from error


@asynccontextmanager
async def _writer(file: Path) -> AsyncIterator[Writer]:
    thread = Thread("sqlite writer")
    try:
        writer = Writer(WritingConnection(file), thread)
        try:
            yield writer
        finally:
            await writer.close()
    finally:
        thread.end()


@asynccontextmanager
async def _reader(file: Path) -> AsyncIterator[Reader]:
    with closing(connect(file, wait=0)) as short, closing(connect(file, wait=PATIENCE)) as long:
        for connection in (short, long):
            connection.execute("PRAGMA query_only = 1")
        thread = Thread("sqlite reader")
        try:
            yield Reader(short, long, thread)
        finally:
            long.interrupt()
            thread.end()


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


class Alone:
    """See `storage.database.Replicas`: of an SQLite file there is one."""

    def __init__(self) -> None:
        self.instance = secrets.randbelow(2**31 - 1) + 1
        self.alone = True

    @asynccontextmanager
    async def leadership(self) -> AsyncIterator[asyncio.Event]:
        yield asyncio.Event()

    async def living(self) -> set[int]:
        return {self.instance}

    def turn(self, person: int) -> AbstractAsyncContextManager[None]:  # noqa: ARG002 - there is nobody to wait for
        return nullcontext()

    def call(self, name: str) -> None:
        """Nobody else is there to hear it."""

    def listen(self, hear: Callable[[str], None]) -> None:
        """Nobody else is there to call."""


class SqliteDatabase:
    """See `storage.database.Database`."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self.replicas = Alone()
        self.unforced = Unforced(writer, reader)
        self._writer = writer
        self._reader = reader

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        if only_reads(sql):
            return await self._reader.fetch_all(sql, values)
        rows: list[Row] = await self._writer.run(sql, values, run)
        return rows

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        rows = await self.fetch_all(sql, *values)
        return rows[0] if rows else None

    async def fetch_records(self, record: type[T], columns: str, found: str, *values: Value) -> list[T]:
        """SQLite puts them into one row: for each that it gives, Python lets its lock go and takes it back.

        The order is kept: only of aggregates that do not mind it does SQLite drop a subquery's ORDER BY.
        """
        sql = f"SELECT json_group_array(json_array({columns})) FROM (SELECT {columns} {found})"
        ((rows,),) = await self._reader.fetch_all(sql, values)
        return read_json(rows, record)

    async def execute(self, sql: str, *values: Value) -> int:
        changed: int = await self._writer.run(sql, values, change)
        return changed

    async def execute_many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None:
        async with self.transaction() as transaction:
            await transaction.execute_many(sql, rows)

    def transaction(self) -> "Transaction":
        return Transaction(self._writer)


class Unforced:
    """Single statements whose commits are not forced to the disk; see `storage.database.Database`."""

    def __init__(self, writer: Writer, reader: Reader) -> None:
        self._writer = writer
        self._reader = reader

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        if only_reads(sql):
            return await self._reader.fetch_all(sql, values)
        rows: list[Row] = await self._writer.run(sql, values, run, forced=False)
        return rows

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        rows = await self.fetch_all(sql, *values)
        return rows[0] if rows else None

    async def execute(self, sql: str, *values: Value) -> int:
        changed: int = await self._writer.run(sql, values, change, forced=False)
        return changed

    async def execute_many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None:
        async with Transaction(self._writer) as transaction:
            await transaction.execute_many(sql, rows)


class Transaction:
    """The statements of one block, and the block itself."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def __aenter__(self) -> Self:
        await self._writer.begin()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            await self._writer.commit()
        else:
            await self._writer.undo()

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        rows: list[Row] = await self._writer.run_held(sql, values, run)
        return rows

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        rows = await self.fetch_all(sql, *values)
        return rows[0] if rows else None

    async def execute(self, sql: str, *values: Value) -> int:
        changed: int = await self._writer.run_held(sql, values, change)
        return changed

    async def execute_many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None:
        await self._writer.run_many_held(sql, rows)
