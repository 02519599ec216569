"""Databases that are migrated and empty: each process of the tests makes one and uses it again.

To make a PostgreSQL database and migrate it takes half a second; to empty one, 20 ms.
"""

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from storage.engines.migrate import migrate_postgres, migrate_sqlite
from tests.databases import connected, server

MOST_BYTES = 40_000_000
"""A database that a test made larger is not used again: scans of its emptied tables would be slow."""

SHAPE = """
    WITH shape(part) AS (
        SELECT concat_ws(' ', relid, attname, atttypid, attnotnull, attisdropped)
            FROM pg_stat_user_tables JOIN pg_attribute ON attrelid = relid
        UNION ALL SELECT concat_ws(' ', oid, convalidated) FROM pg_constraint
        UNION ALL SELECT concat_ws(' ', indexrelid, indisvalid) FROM pg_index
        UNION ALL SELECT concat_ws(' ', oid, tgenabled) FROM pg_trigger
        UNION ALL SELECT concat_ws(' ', oid, prosrc) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws(' ', setrole, setconfig) FROM pg_db_role_setting
        UNION ALL SELECT concat_ws(' ', datname, datacl, datallowconn)
            FROM pg_database WHERE datname = current_database()
    ) SELECT md5(string_agg(part, ',' ORDER BY part)) FROM shape
    """
"""A fingerprint of all but the rows: tables, columns, constraints, indexes, triggers, functions, settings."""

SIZE = "SELECT pg_database_size(current_database())"
OTHERS = """
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    """
"""Ends the connections that a test has left behind."""

SEQUENCES = """
    SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, start_value, false) FROM pg_sequences
    """


@dataclass(frozen=True)
class Emptied:
    """A database of this process, and what it looked like when it was new."""

    url: str
    shape: str
    tables: tuple[str, ...]
    rows: dict[str, str]
    """What the migrations wrote, a JSON array for each table."""


_kept: list[Emptied] = []
"""At most one: the database that the last test gave back."""
_template: list[Path] = []


@asynccontextmanager
async def migrated_database(engine: str, folder: Path) -> AsyncIterator[str]:
    """The URL of a database with the newest schema and no rows of anybody's."""
    if engine == "sqlite":
        shutil.copyfile(await _file(folder), folder / "panelgram.db")
        yield f"sqlite:///{folder}/panelgram.db"
        return
    one = _kept.pop() if _kept else await _new()
    yield one.url
    if await _empty(one):
        _kept.append(one)
    else:
        await _drop(one.url)


async def drop_kept() -> None:
    """At the end of a process of the tests."""
    while _kept:
        await _drop(_kept.pop().url)


async def _file(folder: Path) -> Path:
    """An SQLite database that is copied."""
    if not _template:
        file = folder.parent / f"migrated-{secrets.token_hex(4)}.db"
        await asyncio.to_thread(migrate_sqlite, file)
        file.chmod(0o600)
        _template.append(file)
    return _template[0]


async def _new() -> Emptied:
    name = f"panelgram_test_{secrets.token_hex(8)}"
    url = urlunsplit(urlsplit(server())._replace(path=f"/{name}", query="synchronous_commit=off"))
    async with connected(server()) as connection:
        await connection.execute(f"CREATE DATABASE {name}")
    async with connected(url) as connection:
        await migrate_postgres(connection)
        tables = await connection.fetch("SELECT relname FROM pg_stat_user_tables ORDER BY relname")
        names = tuple(str(name) for (name,) in tables)
        rows = {
            name: text
            for name in names
            if (text := await connection.fetchval(f"SELECT json_agg(t) FROM {name} t")) is not None
        }
        return Emptied(url, str(await connection.fetchval(SHAPE)), names, rows)


async def _empty(one: Emptied) -> bool:
    """Make it as it was when it was new; False where more than its rows has changed."""
    try:
        async with connected(one.url) as connection:
            await connection.execute(OTHERS)
            if await connection.fetchval(SHAPE) != one.shape or await connection.fetchval(SIZE) > MOST_BYTES:
                return False
            async with connection.transaction():
                await connection.execute("SET LOCAL session_replication_role = replica")  # without triggers
                await connection.execute(";".join(f"DELETE FROM {table}" for table in one.tables))
                for table, rows in one.rows.items():
                    await connection.execute(
                        f"INSERT INTO {table} SELECT * FROM json_populate_recordset(NULL::{table}, $1)", rows
                    )
                await connection.fetch(SEQUENCES)
            await connection.execute(
                f"VACUUM (INDEX_CLEANUP ON) {', '.join(one.tables)}"
            )  # rows in their order
    except (asyncpg.PostgresError, OSError):
        return False
    return True


async def _drop(url: str) -> None:
    async with connected(server()) as connection:
        await connection.execute(f"DROP DATABASE {urlsplit(url).path[1:]} WITH (FORCE)")
