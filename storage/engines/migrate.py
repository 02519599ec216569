"""Migrates a database to the schema of this release, by numbered SQL files."""

import asyncio
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from storage.database import DatabaseError, DatabaseInUse, DatabaseTooNew
from storage.engines.early_tables import complete_postgres, complete_sqlite

if TYPE_CHECKING:
    import asyncpg

log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).parents[1] / "migrations"
AT_WORK = """
    SELECT coalesce(nullif(application_name, ''), 'process ' || pid),
        coalesce(host(client_addr), 'this machine')
    FROM pg_locks JOIN pg_stat_activity USING (pid)
    WHERE locktype = 'advisory' AND objsubid = 2 AND classid::bigint = $1 AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
    ORDER BY 1
    """
"""The processes on the database. Each holds an advisory lock with its number."""

MEMBER = 0x70616E  # the first half of the key of such a lock; the second is the number of its process
LOOKS, LOOK_INTERVAL_S = 10, 0.1  # at the other processes, before the schema is not changed because of them
MIGRATING = 0x6D6967  # the key of the advisory lock under which a PostgreSQL database is migrated


def migrate_sqlite(file: Path, migrations: Path = MIGRATIONS / "sqlite") -> None:
    """Apply the pending migrations, each in one transaction, after a copy of the database.

    An empty database is not copied. Raises DatabaseTooNew, or DatabaseError for another program's database.
    """
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        _refuse_foreign(connection, file)
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = FULL")
        applied = _applied(connection)
        pending = {number: path for number, path in _numbered(migrations) if number > applied}
        if applied > (known := _newest(migrations)):
            raise DatabaseTooNew(
                f"DATABASE_URL: {file} has schema {applied}, this release knows {known}: use a newer release"
            )
        if pending and applied:
            _copy(connection, file, applied)
        complete_sqlite(connection, applied)
        for number, path in sorted(pending.items()):
            _apply(connection, number, path.read_text(encoding="utf-8"))
        if pending and applied:
            log.info("%s has schema %d now, not %d", file.name, known, applied)


async def migrate_postgres(
    connection: "asyncpg.Connection", migrations: Path = MIGRATIONS / "postgres"
) -> None:
    """Apply the pending migrations in one transaction, under a lock against other starting processes.

    Raises DatabaseTooNew, or DatabaseInUse if other processes use tables that would change.
    """
    async with connection.transaction():
        await connection.execute("SELECT pg_advisory_xact_lock($1)", MIGRATING)
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS migrations (number BIGINT PRIMARY KEY, applied_at TEXT NOT NULL)"
        )
        applied = await connection.fetchval("SELECT coalesce(max(number), 0) FROM migrations")
        if applied > (known := _newest(migrations)):
            raise DatabaseTooNew(
                f"DATABASE_URL: it has schema {applied}, this release knows {known}: use a newer release"
            )
        pending = [(number, path) for number, path in _numbered(migrations) if number > applied]
        if pending and applied:
            await _refuse_beside_others(connection, applied)
        await complete_postgres(connection, applied)
        for number, path in pending:
            await connection.execute(path.read_text(encoding="utf-8"))
            await connection.execute("INSERT INTO migrations VALUES ($1, now()::text)", number)


async def _refuse_beside_others(connection: "asyncpg.Connection", applied: int) -> None:
    """Raise DatabaseInUse if other processes run: an older release must not use tables unknown to it.

    The server lists a process for a moment after its end, so it is asked several times.
    """
    for _ in range(LOOKS):
        others = await connection.fetch(AT_WORK, MEMBER)
        if not others:
            break
        await asyncio.sleep(LOOK_INTERVAL_S)
    if others:
        named = ", ".join(f"{name} at {address}" for name, address in others)
        raise DatabaseInUse(
            f"DATABASE_URL: this release changes the tables, and other processes work on them: {named}."
            " End them, make a copy (pg_dump -Fc), and start again"
        )
    log.warning(
        "the tables are changed from schema %d on; an older release cannot use them any more", applied
    )


def newest(engine: str) -> int:
    """Return the number of this release's schema."""
    return _newest(MIGRATIONS / engine)


def statements(script: str) -> Iterator[str]:
    """Split a script into statements. A trigger with its inner semicolons is one statement."""
    collected = ""
    for line in script.splitlines(keepends=True):
        collected += line
        if sqlite3.complete_statement(collected):
            yield collected
            collected = ""


def _numbered(migrations: Path) -> list[tuple[int, Path]]:
    return [(int(path.name[:4]), path) for path in sorted(migrations.glob("[0-9]*.sql"))]


def _newest(migrations: Path) -> int:
    return max((number for number, _ in _numbered(migrations)), default=0)


def _refuse_foreign(connection: sqlite3.Connection, file: Path) -> None:
    """Raise DatabaseError for another program's database, so that it gets no tables of ours."""
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    columns = [row[1] for row in connection.execute("PRAGMA table_info(migrations)")]
    if names and columns != ["number", "applied_at"]:
        raise DatabaseError(
            f"DATABASE_URL: {file} is the database of another program ({len(names)} tables,"
            " and none by which it is ours): name another file"
        )


def _applied(connection: sqlite3.Connection) -> int:
    connection.execute(
        "CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, applied_at TEXT NOT NULL)"
    )
    (number,) = connection.execute("SELECT coalesce(max(number), 0) FROM migrations").fetchone()
    return int(number)


def _copy(connection: sqlite3.Connection, file: Path, applied: int) -> None:
    copy = Path(f"{file}.schema-{applied}")
    copy.unlink(missing_ok=True)  # left by an attempt that did not get further
    connection.execute("VACUUM INTO ?", (str(copy),))
    copy.chmod(0o600)


def _apply(connection: sqlite3.Connection, number: int, script: str) -> None:
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in statements(script):
            connection.execute(statement)
        connection.execute("INSERT INTO migrations VALUES (?, datetime('now'))", (number,))
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
