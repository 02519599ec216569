"""Adds what the first databases lack, because migrations 1 and 2 were edited after their first use.

Migrations are not edited any more (storage/migrations/SHA256SUMS).
"""

import sqlite3
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncpg

INBOX = """
    CREATE TABLE inbox (
        update_id INTEGER PRIMARY KEY,
        raw TEXT NOT NULL,
        kept_at INTEGER NOT NULL,
        set_aside_because TEXT
    )
    """
ONE_CANCEL = """
    CREATE UNIQUE INDEX one_open_cancel_per_order ON cancels (order_id)
        WHERE status IN ('reserved', 'submitting', 'asked')
    """
TAKEN_BY = "ALTER TABLE outbox ADD COLUMN taken_by {type} NOT NULL DEFAULT 0"
BEING_SENT = "CREATE INDEX outbox_being_sent ON outbox (user_id) WHERE status = 'sending'"


def complete_sqlite(connection: sqlite3.Connection, applied: int) -> None:
    """Add the missing tables, columns and indexes to a database with this schema; usually none."""
    missing = _missing(connection, applied)
    if not missing:
        return
    connection.execute("BEGIN IMMEDIATE")
    try:
        for statement in missing:
            connection.execute(statement)
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def _missing(connection: sqlite3.Connection, applied: int) -> list[str]:
    there = dict(connection.execute("SELECT name, coalesce(sql, '') FROM sqlite_schema"))
    missing = []
    if applied:
        missing += [INBOX] if "inbox" not in there else []
        if "unconfirmed" in there["one_open_cancel_per_order"]:
            missing += ["DROP INDEX one_open_cancel_per_order", ONE_CANCEL]
    columns = {row[1] for row in connection.execute("PRAGMA table_info(outbox)")}
    if applied > 1 and "taken_by" not in columns:
        missing += [TAKEN_BY.format(type="INTEGER"), BEING_SENT]
    return missing


async def complete_postgres(connection: "asyncpg.Connection", applied: int) -> None:
    """As `complete_sqlite`, but a PostgreSQL database can lack only `taken_by` and its index."""
    has_it = "SELECT 1 FROM pg_attribute WHERE attrelid = 'outbox'::regclass AND attname = 'taken_by'"
    if applied > 1 and not await connection.fetchval(has_it):
        await connection.execute(TAKEN_BY.format(type="BIGINT"))
        await connection.execute(BEING_SENT)
