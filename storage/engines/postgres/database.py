"""PostgreSQL through a bounded pool of connections, with errors while the server is away."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeVar

import asyncpg

from storage.database import (
    EXPECTED,
    DatabaseAway,
    DatabaseError,
    Queries,
    Row,
    Value,
)
from storage.engines.migrate import migrate_postgres
from storage.engines.postgres.cluster import CONNECT_TIMEOUT_S, PostgresCluster
from storage.engines.postgres.errors import LOST, SERVER_AWAY, STATEMENT_ERRORS, as_ours, in_our_words, words
from storage.engines.shielding import to_its_end
from storage.marks import TableMark
from storage.records import read_all

if TYPE_CHECKING:
    from collections.abc import Awaitable


log = logging.getLogger(__name__)

T = TypeVar("T")

LENT_WITHIN = 15.0  # seconds that a statement waits for a connection
STATEMENT_TIMEOUT_S = 15.0  # seconds that a statement may take
ROLLS_BACK_WITHIN = 2.0  # seconds
LOOK_AGAIN = 1.0  # seconds between attempts while the server is away

WAIT_FOR_THE_DISK = """
    SELECT set_config(name, CASE setting WHEN 'off' THEN 'on' ELSE setting END, false)
    FROM pg_settings WHERE name = 'synchronous_commit' AND source <> 'client'
    """
"""Commits wait for the disk: if a crash erased the record of a sent order, it would be sent again.

This overrides the setting of role, database and server. Only the URL can switch it off.
"""


@asynccontextmanager
async def open_postgres(
    url: str, connections: int, stop: asyncio.Event | None
) -> "AsyncIterator[PostgresDatabase]":
    """See `storage.engines.open.open_database`."""
    await _until_there(lambda: _migrate(url), stop)
    pool = await asyncpg.create_pool(
        url,
        min_size=0,
        max_size=connections,
        connect=_connect,
        init=_wait_for_the_disk,
        reset=_as_it_is,
        timeout=CONNECT_TIMEOUT_S,
        command_timeout=STATEMENT_TIMEOUT_S,
        server_settings={"application_name": "panelgram"},
    )
    try:
        async with PostgresCluster(url) as cluster:
            yield PostgresDatabase(pool, cluster)
    finally:
        pool.terminate()  # a statement that still waits for the server is given up


async def _connect(*given: Any, **settings: Any) -> "asyncpg.Connection":
    """Open one more connection. The server accepted the URL before, so a refusal now means DatabaseAway."""
    try:
        return await asyncpg.connect(*given, **settings)
    except asyncpg.PostgresError as error:
        raise DatabaseAway(f"the database is away: {words(error)}") from error


async def _wait_for_the_disk(connection: "asyncpg.Connection") -> None:
    await connection.execute(WAIT_FOR_THE_DISK)


async def _as_it_is(_: "asyncpg.Connection") -> None:
    """Reset nothing: the statements here leave no state on a connection."""


async def _until_there(work: "Callable[[], Awaitable[None]]", stop: asyncio.Event | None) -> None:
    told = False
    while True:
        try:
            return await work()
        except DatabaseAway as error:
            if stop is None or stop.is_set():
                raise
            if not told:
                log.warning("%s; waiting for it", error)
            told = True
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_AGAIN):
                    await stop.wait()


async def _migrate(url: str) -> None:
    """Migrate the schema. This is the first use of the URL, so it raises DatabaseError for a wrong one."""
    try:
        connection = await asyncpg.connect(url, timeout=CONNECT_TIMEOUT_S)
    except (asyncpg.InvalidAuthorizationSpecificationError, asyncpg.InvalidCatalogNameError) as error:
        raise DatabaseError(f"DATABASE_URL: {error}") from None
    except (asyncpg.exceptions.ClientConfigurationError, ValueError):
        raise DatabaseError(f"DATABASE_URL: {EXPECTED}") from None
    except SERVER_AWAY as error:
        raise DatabaseAway(f"DATABASE_URL: the server cannot be reached: {words(error)}") from None
    try:
        encoding = await connection.fetchval("SHOW server_encoding")
        if encoding != "UTF8":
            raise DatabaseError(
                f"DATABASE_URL: the database has the encoding {encoding}: make one with ENCODING 'UTF8'"
            )
        with as_ours():
            await migrate_postgres(connection)
    except asyncpg.PostgresError as error:
        raise DatabaseError(f"DATABASE_URL: the schema cannot be made: {error}") from None
    finally:
        connection.terminate()


class PostgresDatabase:
    """See `storage.database.Database`."""

    def __init__(self, pool: "asyncpg.Pool", cluster: PostgresCluster) -> None:
        self._pool = pool
        self.cluster = cluster
        self.mark = TableMark(self)

    @property
    def relaxed(self) -> "PostgresDatabase":
        """The same statements: without waiting for the disk they might not survive a crash of the server."""
        return self

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        return list(map(tuple, await self._run("fetch", sql, values)))

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        row = await self._run("fetchrow", sql, values)
        return None if row is None else tuple(row)

    async def fetch_records(self, record: type[T], columns: str, found: str, *values: Value) -> list[T]:
        return read_all(await self.fetch_all(f"SELECT {columns} {found}", *values), record)

    async def execute(self, sql: str, *values: Value) -> int:
        return _changed(await self._run("execute", sql, values))

    async def execute_many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None:
        async with self.transaction() as transaction:
            await transaction.execute_many(sql, rows)

    async def skip_numbers(self, tables: Iterable[str], by: int) -> None:
        for table in tables:
            sequence = "pg_get_serial_sequence($1, 'id')"
            await self.fetch_one(f"SELECT setval({sequence}, nextval({sequence}) - 1 + $2)", table, by)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Queries]:
        with as_ours():
            connection = await self._begin()
            try:
                yield _Queries(connection)
            except BaseException:
                await to_its_end(_roll_back(connection))
                raise
            else:
                await to_its_end(_commit(connection))
            finally:
                await self._pool.release(connection)

    async def _begin(self) -> "asyncpg.Connection":
        """Begin a transaction. Try another connection if one turns out to be lost."""
        while True:
            connection = await self._pool.acquire(timeout=LENT_WITHIN)
            try:
                await to_its_end(connection.execute("BEGIN"))
            except BaseException as error:
                was_lost = connection.is_closed() and not isinstance(error, asyncio.CancelledError)
                await to_its_end(_roll_back(connection))
                await self._pool.release(connection)
                if not was_lost:
                    raise
            else:
                return connection

    async def _run(self, method: str, sql: str, values: Sequence[Value]) -> Any:
        """Run a statement. Retry a SELECT once if its connection turns out to be lost."""
        try:
            return await self._run_once(method, sql, values)
        except STATEMENT_ERRORS as error:
            if not (isinstance(error, LOST) and _only_reads(sql)):
                raise in_our_words(error) from error
        with as_ours():
            return await self._run_once(method, sql, values)

    async def _run_once(self, method: str, sql: str, values: Sequence[Value]) -> Any:
        connection = await self._pool.acquire(timeout=LENT_WITHIN)
        try:
            return await getattr(connection, method)(sql, *_storable(values))
        except (asyncio.CancelledError, TimeoutError, asyncpg.InternalClientError):
            connection.terminate()  # the server may still run the statement, or is about to hang up
            raise
        finally:
            await self._pool.release(connection)


async def _commit(connection: "asyncpg.Connection") -> None:
    try:
        await connection.execute("COMMIT")
    except BaseException:
        await _roll_back(connection)
        raise


async def _roll_back(connection: "asyncpg.Connection") -> None:
    """Roll back, or end the connection if that fails: the server then rolls back."""
    try:
        async with asyncio.timeout(ROLLS_BACK_WITHIN):  # includes the end of an abandoned statement
            await connection.execute("ROLLBACK")
    except Exception:  # noqa: BLE001 - the cause of the rollback matters more
        connection.terminate()


class _Queries:
    """The statements of a transaction, on its connection."""

    def __init__(self, connection: "asyncpg.Connection") -> None:
        self._connection = connection

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]:
        return list(map(tuple, await self._connection.fetch(sql, *_storable(values))))

    async def fetch_one(self, sql: str, *values: Value) -> Row | None:
        row = await self._connection.fetchrow(sql, *_storable(values))
        return None if row is None else tuple(row)

    async def execute(self, sql: str, *values: Value) -> int:
        return _changed(await self._connection.execute(sql, *_storable(values)))

    async def execute_many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None:
        await self._connection.executemany(sql, [_storable(row) for row in rows])


def _changed(status: str) -> int:
    """Return the number of rows: the last word of "UPDATE 1" and "INSERT 0 1"; 0 for other statuses."""
    last = status.rpartition(" ")[2]
    return int(last) if last.isdecimal() else 0


def _storable(values: Sequence[Value]) -> list[Any]:
    """Replace NUL, the only character that PostgreSQL's text cannot hold."""
    return [
        value.replace("\0", "\ufffd") if type(value) is str and "\0" in value else value for value in values
    ]


@lru_cache(maxsize=512)
def _only_reads(sql: str) -> bool:
    return sql.lstrip()[:6].upper() == "SELECT"
