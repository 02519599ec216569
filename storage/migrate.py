"""Brings a database to the schema of this release: numbered SQL files, each in one transaction."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from storage.database import DatabaseTooNew

if TYPE_CHECKING:
    import asyncpg

MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATING = 0x6D6967  # the key of the advisory lock under which a PostgreSQL database is changed


def migrate_sqlite(file: Path, migrations: Path = MIGRATIONS / "sqlite") -> None:
    """Apply what is missing, after a copy of a database that holds something; raises DatabaseTooNew."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
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
        for number, path in sorted(pending.items()):
            _apply(connection, number, path.read_text(encoding="utf-8"))


async def migrate_postgres(
    connection: "asyncpg.Connection", migrations: Path = MIGRATIONS / "postgres"
) -> None:
    """Apply what is missing; of several processes that start at once one does. Raises DatabaseTooNew."""
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
        for number, path in _numbered(migrations):
            if number > applied:
                await connection.execute(path.read_text(encoding="utf-8"))
                await connection.execute("INSERT INTO migrations VALUES ($1, now()::text)", number)


def newest(engine: str) -> int:
    """The schema of this release."""
    return _newest(MIGRATIONS / engine)


def statements(script: str) -> Iterator[str]:
    """The statements of a script, one by one; a trigger with its inner semicolons is one."""
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
