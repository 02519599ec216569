"""Loads many rows into a new database: quickly, past the program and the triggers."""

import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from storage.engines.migrate import migrate_postgres, migrate_sqlite

GUARDS = "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Rows:
    """What comes into a table. The rows have to keep the rules that the triggers would have kept."""

    table: str
    columns: Sequence[str]
    values: Iterable[tuple[int | str | None, ...]]


def load_sqlite(file: Path, loads: Iterable[Rows]) -> None:
    migrate_sqlite(file)
    with closing(sqlite3.connect(file)) as connection:
        guards = connection.execute(GUARDS).fetchall()
        connection.execute("PRAGMA synchronous = OFF")
        with connection:
            for kind, name, _ in guards:
                connection.execute(f"DROP {kind} {name}")
            for rows in loads:
                places = ", ".join("?" * len(rows.columns))
                connection.executemany(
                    f"INSERT INTO {rows.table} ({', '.join(rows.columns)}) VALUES ({places})",  # noqa: S608
                    rows.values,
                )
            for _, _, sql in guards:
                connection.execute(sql)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("ANALYZE")


async def load_postgres(url: str, loads: Iterable[Rows]) -> None:
    connection = await asyncpg.connect(url)
    try:
        await migrate_postgres(connection)
        await connection.execute("SET session_replication_role = replica")
        for rows in loads:
            await connection.copy_records_to_table(
                rows.table, records=rows.values, columns=list(rows.columns)
            )
        await connection.execute("ANALYZE")
    finally:
        await connection.close()
