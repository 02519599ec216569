"""Copies an SQLite database into PostgreSQL in one transaction, and compares it before the commit."""

import sqlite3
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, closing, contextmanager
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import asyncpg

from storage import bots
from storage.database import DatabaseError, DatabaseTooNew, Row
from storage.engines.migrate import newest
from storage.engines.postgres.cluster import CONNECT_TIMEOUT_S
from storage.engines.sqlite.file import sole_user

ROWS_PER_COPY = 5_000  # rows in memory at once
OF_THE_SCHEMA = "legal_steps"  # the migrations fill it: it is compared and not copied

Tell = Callable[[str, str, int, int], None]
"""Takes the step ("copied" or "compared"), the table, the rows done, and all its rows."""


@dataclass(frozen=True, slots=True)
class Table:
    """`sorted_here` (SQLite) and `sorted_there` (PostgreSQL) sort the rows in the same order."""

    name: str
    columns: tuple[str, ...]
    rows: int
    sorted_here: str
    sorted_there: str


@dataclass(slots=True)
class Copied:
    """`changed` counts the texts with a NUL, which PostgreSQL cannot store: U+FFFD replaces it."""

    rows: int = 0
    changed: int = 0


async def copy_to_postgres(file: Path, url: str, tell: Tell) -> Copied:
    """Copy all rows of the file into a database that has the schema and no rows. The file is only read.

    It is one transaction, so a failure leaves no rows behind. Raises DatabaseError, DatabaseInUse or
    DatabaseTooNew.
    """
    copied = Copied()
    with _reading(file) as source:
        tables = _tables(source)
        async with _writing(url) as target:
            await _take(target, tables)
            for table in tables:
                if table.name != OF_THE_SCHEMA:
                    await target.copy_records_to_table(
                        table.name, records=_records(source, table, copied, tell), columns=table.columns
                    )
            for table in tables:
                await _compare(source, target, table, tell)
            await _give_back(target, tables, dict(source.execute("SELECT name, seq FROM sqlite_sequence")))
    return copied


@contextmanager
def _reading(file: Path) -> Iterator[sqlite3.Connection]:
    """Open the file for reading, and keep bots away from it."""
    if not file.exists():
        raise DatabaseError(f"DATABASE_URL: there is no database {file}")
    try:
        with sole_user(file), closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as it:
            it.text_factory = lambda text: _storable(text.decode())
            it.create_function("storable", 1, _storable, deterministic=True)
            _check_schema(it, file)
            yield it
    except (OSError, sqlite3.Error, UnicodeDecodeError) as error:
        raise DatabaseError(f"DATABASE_URL: {file} cannot be read: {error}") from error


def _storable(text: str) -> str:
    """Replace NUL, which PostgreSQL cannot store; see `storage.engines.postgres.database`."""
    return text.replace("\0", "\ufffd")


def _check_schema(source: sqlite3.Connection, file: Path) -> None:
    (number,), known = source.execute("SELECT max(number) FROM migrations").fetchone(), newest("sqlite")
    if number > known:
        raise DatabaseTooNew(
            f"DATABASE_URL: {file} has schema {number}, this release knows {known}: use a newer release"
        )
    if number < known:
        raise DatabaseError(
            f"DATABASE_URL: {file} has schema {number}, not {known}:"
            " let `python -m bot check` bring it up to date first"
        )


def _tables(source: sqlite3.Connection) -> list[Table]:
    """Return all tables but those about the file itself, each after the tables that it refers to."""
    names = source.execute(
        """
        SELECT name FROM sqlite_schema
        WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('migrations', 'lives')
        """
    )
    refers_to = {
        name: {row[2] for row in source.execute(f"PRAGMA foreign_key_list({name})")} for (name,) in names
    }
    return [_table(source, name) for name in TopologicalSorter(refers_to).static_order()]


def _table(source: sqlite3.Connection, name: str) -> Table:
    columns = source.execute(f"PRAGMA table_info({name})").fetchall()
    keys = [(column, kind == "TEXT") for _, column, kind, _, _, place in columns if place]
    (rows,) = source.execute(f"SELECT count(*) FROM {name}").fetchone()
    return Table(
        name=name,
        columns=tuple(column[1] for column in columns),
        rows=rows,
        sorted_here=", ".join(_as_stored(source, name, key) if is_text else key for key, is_text in keys),
        sorted_there=", ".join(f'{key} COLLATE "C"' if is_text else key for key, is_text in keys),
    )


def _as_stored(source: sqlite3.Connection, table: str, key: str) -> str:
    """Return the expression to sort by: the key, which has an index, unless a key holds a NUL."""
    holds_nul = f"SELECT EXISTS (SELECT 1 FROM {table} WHERE instr(CAST({key} AS BLOB), x'00'))"
    return f"storable({key})" if source.execute(holds_nul).fetchone()[0] else key


def _batches(source: sqlite3.Connection, table: Table) -> Iterator[list[Row]]:
    cursor = source.execute(
        f"SELECT {', '.join(table.columns)} FROM {table.name} ORDER BY {table.sorted_here}"
    )
    while rows := cursor.fetchmany(ROWS_PER_COPY):
        yield rows


def _records(source: sqlite3.Connection, table: Table, copied: Copied, tell: Tell) -> Iterator[Row]:
    done = 0
    for rows in _batches(source, table):
        yield from rows
        done += len(rows)
        tell("copied", table.name, done, table.rows)
    copied.rows += done
    copied.changed += _texts_with_nul(source, table)


def _texts_with_nul(source: sqlite3.Connection, table: Table) -> int:
    found = " + ".join(f"coalesce(instr(CAST({column} AS BLOB), x'00') > 0, 0)" for column in table.columns)
    (number,) = source.execute(f"SELECT coalesce(sum({found}), 0) FROM {table.name}").fetchone()
    return int(number)


@asynccontextmanager
async def _writing(url: str) -> AsyncIterator[asyncpg.Connection]:
    """Open a transaction without a time limit. The server rolls it back if it does not end."""
    try:
        connection = await asyncpg.connect(url, timeout=CONNECT_TIMEOUT_S)
        try:
            await connection.execute("BEGIN")
            yield connection
            await connection.execute("COMMIT")
        finally:
            connection.terminate()
    except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError, TimeoutError) as error:
        raise DatabaseError(f"DATABASE_URL: it cannot be copied: {error or type(error).__name__}") from error


async def _take(target: asyncpg.Connection, tables: list[Table]) -> None:
    """Lock the tables, and disable their triggers, which would refuse an order that begins completed.

    Foreign keys, unique keys and checks stay in force.
    """
    await target.execute("SET LOCAL lock_timeout = '5s'; SET LOCAL statement_timeout = 0")
    if await target.fetchval("SHOW server_encoding") != "UTF8":
        raise DatabaseError("DATABASE_URL: TO must have the encoding UTF8")
    await target.execute(f"LOCK TABLE {', '.join(table.name for table in tables)} IN ACCESS EXCLUSIVE MODE")
    if owner := await target.fetchval(bots.OWNER):
        raise DatabaseError(f"DATABASE_URL: TO is the database of bot {owner}; make an empty one")
    for table in tables:
        if table.name != OF_THE_SCHEMA and await target.fetchval(
            f"SELECT EXISTS (SELECT 1 FROM {table.name})"
        ):
            raise DatabaseError(f"DATABASE_URL: TO is not empty: there are rows in {table.name}")
        await target.execute(f"ALTER TABLE {table.name} DISABLE TRIGGER USER")


async def _compare(source: sqlite3.Connection, target: asyncpg.Connection, table: Table, tell: Tell) -> None:
    await target.execute(
        f"DECLARE of_{table.name} CURSOR FOR SELECT {', '.join(table.columns)} FROM {table.name}"
        f" ORDER BY {table.sorted_there}"
    )
    done = 0
    for rows in _batches(source, table):
        if list(map(tuple, await target.fetch(f"FETCH {len(rows)} FROM of_{table.name}"))) != rows:
            raise DatabaseError(
                f"DATABASE_URL: {table.name} differs behind row {done}, so nothing was copied"
            )
        done += len(rows)
        tell("compared", table.name, done, table.rows)
    if await target.fetch(f"FETCH 1 FROM of_{table.name}"):
        raise DatabaseError(f"DATABASE_URL: {table.name} has more than {done} rows, so nothing was copied")
    await target.execute(f"CLOSE of_{table.name}")


async def _give_back(target: asyncpg.Connection, tables: list[Table], given: dict[str, int]) -> None:
    """Enable the triggers, set the next ids above the last ones, and update the planner's statistics.

    `given` has the last id of each table, also if its row was deleted.
    """
    for table in tables:
        await target.execute(f"ALTER TABLE {table.name} ENABLE TRIGGER USER")
        await target.execute(f"ANALYZE {table.name}")
    columns = await target.fetch(
        """
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = current_schema() AND is_identity = 'YES'
        """
    )
    for table_name, column in columns:
        await target.execute(
            f"""
            SELECT setval(pg_get_serial_sequence('{table_name}', '{column}'), greatest(max({column}), $1))
            FROM {table_name} HAVING greatest(max({column}), $1) > 0
            """,
            given.get(table_name, 0),
        )
