"""Databases full of open orders, made quickly: past the program and its triggers."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import asyncpg

from benchmarks.rig.stub_panel import charge
from storage.engines.migrate import migrate_postgres, migrate_sqlite

USERS = 1_000
FIRST = 1_000_000
"""The panel's id of the order before our first one."""

COLUMNS = (
    "id", "user_id", "panel_key_id", "draft_id", "service_id", "service_name", "service_type", "parameters",
    "target", "quantity", "rate", "price", "currency", "refillable", "cancelable", "status", "status_word",
    "panel_order_id", "charge", "start_count", "remains", "created_at", "placed_at", "checked_at",
)  # fmt: skip
INSERT = f"INSERT INTO orders ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"  # noqa: S608
GUARDS = """
    SELECT type, name, sql FROM sqlite_master
    WHERE type IN ('trigger', 'index') AND tbl_name = 'orders' AND sql IS NOT NULL
    """


def rows(number: int) -> Iterator[tuple[int | str, ...]]:
    """Orders as the panel's stub last told of them, placed over the last 28 days."""
    now = time.time_ns() // 1_000_000
    step = 28 * 86_400_000 // number
    for one in range(1, number + 1):
        at_panel, placed_at = FIRST + one, now - 86_400_000 - (number - one) * step
        yield (
            one, one % USERS + 1, 1, f"draft-{one}", "101", "Followers · Standard", "default",
            '{"link":"https://example.com/p/1","quantity":"1000"}', f"https://example.com/p/{one}", 1_000,
            "0.90", 900_000, "USD", 1, 1, "in_progress", "In progress", str(at_panel),
            charge(at_panel), at_panel % 9_000, 1_000, placed_at, placed_at, placed_at,
        )  # fmt: skip


def fill_sqlite(file: Path, number: int) -> None:
    """A database file with so many open orders on panel key 1."""
    migrate_sqlite(file)
    with closing(sqlite3.connect(file)) as connection:
        guards = connection.execute(GUARDS).fetchall()
        connection.execute("PRAGMA synchronous = OFF")
        with connection:
            for kind, name, _ in guards:
                connection.execute(f"DROP {kind} {name}")
            connection.executemany(
                "INSERT INTO users (id, telegram_id, name, created_at) VALUES (?, ?, ?, ?)", _users()
            )
            connection.execute("INSERT INTO panel_keys (id, url) VALUES (1, 'https://panel.example')")
            connection.executemany(INSERT, rows(number))
            for _, _, sql in guards:
                connection.execute(sql)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("ANALYZE")


async def fill_postgres(url: str, number: int) -> None:
    """An empty PostgreSQL database with the same."""
    connection = await asyncpg.connect(url)
    try:
        await migrate_postgres(connection)
        await connection.execute("SET session_replication_role = replica")
        await connection.copy_records_to_table(
            "users", records=_users(), columns=["id", "telegram_id", "name", "created_at"]
        )
        await connection.execute("INSERT INTO panel_keys (id, url) VALUES (1, 'https://panel.example')")
        await connection.copy_records_to_table("orders", records=rows(number), columns=list(COLUMNS))
        await connection.execute("ANALYZE")
    finally:
        await connection.close()


def _users() -> list[tuple[int, int, str, int]]:
    return [(one, one, "Alice", 0) for one in range(1, USERS + 1)]
