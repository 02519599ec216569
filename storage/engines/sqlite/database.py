"""SQLite on aiosqlite: writes and long reads run in threads, short reads run on the event loop.

A short read takes 12 to 20 µs on the event loop, and over 100 µs through aiosqlite's thread. So `fetch_all`
and `fetch_one` read on the loop; `fetch_records`, for a thousand rows, reads in a thread. Commits wait for
the disk, except those of `relaxed`. See decision 8.
"""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing
from pathlib import Path
from typing import Any, TypeVar, cast

import aiosqlite

from storage.database import DatabaseClosed, DatabaseError, DatabaseFull, Queries, Row, Value
from storage.engines.migrate import migrate_sqlite
from storage.engines.placeholders import named
from storage.engines.shielding import to_its_end
from storage.engines.sqlite.alone import Alone
from storage.engines.sqlite.errors import advice, closed, code_of, in_our_words
from storage.engines.sqlite.file import DatabaseFile, sole_user
from storage.marks import FileMark
from storage.records import read_json

T = TypeVar("T")

BUSY_TIMEOUT_S = 2.0  # only another program (a shell, a copy) can make a statement wait
READS_IN_A_ROW = 16  # short reads after which other tasks get a turn on the loop


@asynccontextmanager
async def open_sqlite(path: Path) -> AsyncIterator["SqliteDatabase"]:
    """Open and migrate a database file that only its owner may read; raises DatabaseError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with sole_user(path) as file:
            await asyncio.to_thread(migrate_sqlite, path)
            async with _connected(file) as database:
                yield database
    except (OSError, sqlite3.OperationalError, sqlite3.DatabaseError) as error:
        raise DatabaseError(f"DATABASE_URL: {path} cannot be used: {error}{advice(error)}") from error


@asynccontextmanager
async def _connected(file: DatabaseFile) -> AsyncIterator["SqliteDatabase"]:
    async with (
        _connect(file.path, "synchronous = FULL", begins="IMMEDIATE") as blocks,
        _connect(file.path, "synchronous = FULL") as forced,
        _connect(file.path, "synchronous = NORMAL") as relaxed,
        _connect(file.path, "query_only = 1") as long,
    ):
        with closing(
            sqlite3.connect(file.path, timeout=0, isolation_level=None, cached_statements=CACHED_STATEMENTS)
        ) as short:
            short.execute("PRAGMA query_only = 1")
            database = SqliteDatabase(file, blocks, forced, relaxed, Reads(short, long))
            try:
                yield database
            finally:
                database.close()


CACHED_STATEMENTS = 512


@asynccontextmanager
async def _connect(path: Path, pragma: str, begins: str | None = None) -> AsyncIterator[aiosqlite.Connection]:
    async with aiosqlite.connect(
        path, timeout=BUSY_TIMEOUT_S, isolation_level=begins, cached_statements=CACHED_STATEMENTS
    ) as connection:
        await connection.execute("PRAGMA foreign_keys = 1")
        await connection.execute("PRAGMA recursive_triggers = 1")  # a REPLACE fires the triggers of a DELETE
        await connection.execute("PRAGMA secure_delete = 1")  # deleted data is overwritten in the file
        await connection.execute("PRAGMA temp_store = MEMORY")  # temporary data needs no file
        await connection.execute(f"PRAGMA {pragma}")
        yield connection


class Reads:
    """Reads committed rows: short reads on the event loop, long ones in a thread."""

    def __init__(self, short: sqlite3.Connection, long: aiosqlite.Connection) -> None:
        self._short = short
        self._long = long
        self._in_a_row = 0

    async def at_once(self, sql: str, values: Sequence[Value]) -> list[Row]:
        self._in_a_row += 1
        if self._in_a_row % READS_IN_A_ROW == 0:
            await asyncio.sleep(0)
        try:
            return self._short.execute(sql, named(values)).fetchall()
        except sqlite3.ProgrammingError as error:
            raise closed(error) from error
        except sqlite3.OperationalError as error:
            if code_of(error) != sqlite3.SQLITE_BUSY:
                raise
        return await self.at_length(sql, values)

    async def at_length(self, sql: str, values: Sequence[Value]) -> list[Row]:
        with in_our_words():
            return cast("list[Row]", await self._long.execute_fetchall(sql, named(values)))


class Writes:
    """A connection whose statements commit themselves, one at a time: each holds the lock."""

    def __init__(self, connection: aiosqlite.Connection, turn: Callable[[], Any]) -> None:
        self._connection = connection
        self._turn = turn

    async def fetch_all(self, sql: str, values: Sequence[Value]) -> list[Row]:
        async with self._turn():
            return await self._to_its_end(_fetch_all(self._connection, sql, values))

    async def execute(self, sql: str, values: Sequence[Value]) -> int:
        """Return the number of rows that the statement changed."""
        async with self._turn():
            return await self._to_its_end(_execute(self._connection, sql, values))

    async def _to_its_end(self, work: Awaitable[T]) -> T:
        """Keep the lock until a statement has ended, also if its task is cancelled."""
        try:
            return await work
        except asyncio.CancelledError:
            await to_its_end(_execute(self._connection, "SELECT 1", ()))  # it waits in the thread's queue
            raise


async def _fetch_all(connection: aiosqlite.Connection, sql: str, values: Sequence[Value]) -> list[Row]:
    with in_our_words():
        return cast("list[Row]", await connection.execute_fetchall(sql, named(values)))


async def _execute(connection: aiosqlite.Connection, sql: str, values: Sequence[Value]) -> int:
    with in_our_words():
        cursor = await connection.execute(sql, named(values))
        return max(0, cursor.rowcount)


class _Statements:
    """Statements outside a transaction; see `storage.database.Queries`."""

    def __init__(
        self, writes: Writes, reads: Reads, transaction: Callable[[], AbstractAsyncContextManager[Queries]]
    ) -> None:
        self._writes = writes
        self._reads = reads
        self._transaction = transaction

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        if sql.lstrip()[:6].upper() == "SELECT":
            return await self._reads.at_once(sql, values)
        return await self._writes.fetch_all(sql, values)

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        rows = await self.fetch_all(sql, *values)
        return rows[0] if rows else None

    async def execute(self, sql: str, *values: Value) -> int:
        return await self._writes.execute(sql, values)

    async def execute_many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None:
        async with self._transaction() as transaction:
            await transaction.execute_many(sql, rows)


class SqliteDatabase(_Statements):
    """See `storage.database.Database`. One lock orders all writes."""

    def __init__(
        self,
        file: DatabaseFile,
        blocks: aiosqlite.Connection,
        forced: aiosqlite.Connection,
        relaxed: aiosqlite.Connection,
        reads: Reads,
    ) -> None:
        super().__init__(Writes(forced, self._turn), reads, self.transaction)
        self.relaxed: Queries = _Statements(Writes(relaxed, self._turn), reads, self.transaction)
        self._blocks = blocks
        self.cluster = Alone()
        self.mark = FileMark(file.path)
        self._file = file
        self._is_closed = False
        self._lock = asyncio.Lock()

    async def fetch_records(self, record: type[T], columns: str, found: str, *values: Value) -> list[T]:
        """Read all rows as one JSON row, because Python releases and takes its global lock for each row.

        The order is kept: SQLite drops a subquery's ORDER BY only for aggregates that ignore the order.
        """
        sql = f"SELECT json_group_array(json_array({columns})) FROM (SELECT {columns} {found})"
        ((rows,),) = await self._reads.at_length(sql, values)
        return read_json(rows, record)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Queries]:
        async with self._turn():
            transaction = Transaction(self._blocks)
            try:
                yield transaction
                transaction.check()
            except BaseException:
                await transaction.undo()
                raise
            await transaction.commit()

    async def skip_numbers(self, tables: Iterable[str], by: int) -> None:
        async with self.transaction() as transaction:
            for table in tables:
                changed = await transaction.execute(
                    "UPDATE sqlite_sequence SET seq = seq + $2 WHERE name = $1", table, by
                )
                if not changed:
                    await transaction.execute(
                        "INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)", table, by
                    )

    def close(self) -> None:
        """Begin no more writes. Waiting ones raise DatabaseClosed."""
        self._is_closed = True

    @asynccontextmanager
    async def _turn(self) -> AsyncIterator[None]:
        """Hold the write lock. Raises DatabaseClosed, or DatabaseReplaced if the file is not in its place."""
        async with self._lock:
            if self._is_closed:
                raise DatabaseClosed
            self._file.check()
            yield


BEGUN_BY_ITSELF = ("INSERT", "UPDATE", "DELETE")


class Transaction:
    """The statements of a transaction, on a connection that begins one before INSERT, UPDATE and DELETE.

    So BEGIN is no job of its own for aiosqlite's thread. Only before another statement it has to be one.
    """

    def __init__(self, connection: aiosqlite.Connection) -> None:
        self._connection = connection
        self._has_begun = False

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        await self._begin(sql)
        return await _fetch_all(self._connection, sql, values)

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        rows = await self.fetch_all(sql, *values)
        return rows[0] if rows else None

    async def execute(self, sql: str, *values: Value) -> int:
        await self._begin(sql)
        return await _execute(self._connection, sql, values)

    async def execute_many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None:
        await self._begin(sql)
        with in_our_words():
            await self._connection.executemany(sql, map(named, rows))

    async def _begin(self, sql: str) -> None:
        self.check()
        if not self._has_begun:
            self._has_begun = True
            if not sql.lstrip().upper().startswith(BEGUN_BY_ITSELF):
                await _execute(self._connection, "BEGIN IMMEDIATE", ())

    def check(self) -> None:
        """Raise DatabaseFull if SQLite itself rolled the transaction back, as on a full disk."""
        if self._has_begun and not self._connection.in_transaction:
            raise DatabaseFull("the transaction was rolled back")

    async def commit(self) -> None:
        """Commit, or roll back if that fails. A task that is cancelled meanwhile waits for the outcome."""
        try:
            with in_our_words():
                await self._connection.commit()
        except BaseException:
            await self.undo()  # of a commit that succeeded it undoes nothing
            raise

    async def undo(self) -> None:
        await to_its_end(self._undo())

    async def _undo(self) -> None:
        with in_our_words():
            await self._connection.rollback()
