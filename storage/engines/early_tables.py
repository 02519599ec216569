"""What databases of the first days lack: migrations 1 and 2 were edited when databases had been made by them.

No migration is edited any more (storage/migrations/SHA256SUMS); what was left out then is added here.
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
COMPLETED = "CREATE INDEX completed_orders_by_service ON orders (service_id, id) WHERE status = 'completed'"
ONE_CANCEL = """
    CREATE UNIQUE INDEX one_open_cancel_per_order ON cancels (order_id)
        WHERE status IN ('reserved', 'submitting', 'asked')
    """
TAKEN_BY = "ALTER TABLE outbox ADD COLUMN taken_by {type} NOT NULL DEFAULT 0"
BEING_SENT = "CREATE INDEX outbox_being_sent ON outbox (user_id) WHERE status = 'sending'"


def complete_sqlite(connection: sqlite3.Connection, applied: int) -> None:
    """Add what a database with this schema lacks; usually nothing."""
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
        missing += [COMPLETED] if "completed_orders_by_service" not in there else []
        if "unconfirmed" in there["one_open_cancel_per_order"]:
            missing += ["DROP INDEX one_open_cancel_per_order", ONE_CANCEL]
    columns = {row[1] for row in connection.execute("PRAGMA table_info(outbox)")}
    if applied > 1 and "taken_by" not in columns:
        missing += [TAKEN_BY.format(type="INTEGER"), BEING_SENT]
    return missing


async def complete_postgres(connection: "asyncpg.Connection", applied: int) -> None:
    """As `complete_sqlite`; a PostgreSQL database never was without the rest."""
    has_it = "SELECT 1 FROM pg_attribute WHERE attrelid = 'outbox'::regclass AND attname = 'taken_by'"
    if applied > 1 and not await connection.fetchval(has_it):
        await connection.execute(TAKEN_BY.format(type="BIGINT"))
        await connection.execute(BEING_SENT)
