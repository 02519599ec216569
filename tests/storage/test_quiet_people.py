"""Pages of somebody with many rows who has been quiet for long: they are read without the rows of others."""

import json
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from benchmarks.rig.bulk import load_postgres, load_sqlite
from benchmarks.rig.histories import FULL, loads, wallet_of
from storage import own_orders, past_orders, transfers
from storage.engines.placeholders import named
from tests.databases import connected
from tests.storage.test_plans import Asked, Recorder

TRANSFERS = 3_000  # of the quiet one; before and after them are as many of somebody else
PAGE = 9
MOST_ROWS = past_orders.NEWEST_ORDERS + PAGE
INSTRUCTIONS_OF_A_ROW = 60  # of SQLite's machine, at most
ORDERS_ARE_COMPLETED = f"""
    UPDATE orders SET status = 'completed', failure = NULL, panel_order_id = CAST(id AS TEXT), placed_at = 1,
        service_id = CASE user_id WHEN {FULL} THEN '1' ELSE '2' END
    """
READS: dict[str, Callable[[Any], Awaitable[Any]]] = {
    "the newest transfers": lambda db: transfers.entries(db, wallet_of(FULL), 2**62, PAGE),
    "transfers in between": lambda db: transfers.entries(db, wallet_of(FULL), TRANSFERS * 3 // 2, PAGE),
    "the oldest transfers": lambda db: transfers.entries(db, wallet_of(FULL), TRANSFERS + PAGE, PAGE),
    "the newest orders": lambda db: own_orders.page(db, FULL, own_orders.Filter.ALL, PAGE, 0),
    "the services ordered last": lambda db: past_orders.services_of_user(db, FULL, 1),
    "how orders ended": lambda db: past_orders.of_service(db, "1", PAGE),
}


async def test_a_page_is_read_without_the_rows_of_others(database_url: str) -> None:
    rows_read = _rows_on_sqlite if database_url.startswith("sqlite:") else _rows_on_postgres
    statements = {name: await _statement(read) for name, read in READS.items()}

    found = await rows_read(database_url, statements)

    assert {name: rows for name, rows in found.items() if rows > MOST_ROWS} == {}


async def _statement(read: Callable[[Any], Awaitable[Any]]) -> Recorder:
    recorder = Recorder()
    with suppress(Asked):
        await read(recorder)
    return recorder


async def _rows_on_sqlite(url: str, statements: dict[str, Recorder]) -> dict[str, int]:
    """About how many: by the instructions that SQLite's machine took."""
    file = Path(url.removeprefix("sqlite:///"))
    load_sqlite(file, loads("https://panel.example", TRANSFERS))
    with closing(sqlite3.connect(file)) as connection:
        triggers = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        connection.executescript("; ".join(f"DROP TRIGGER {name}" for (name,) in triggers))
        connection.execute(ORDERS_ARE_COMPLETED)
        return {
            name: _instructions(connection, it) // INSTRUCTIONS_OF_A_ROW for name, it in statements.items()
        }


def _instructions(connection: sqlite3.Connection, it: Recorder) -> int:
    count = 0

    def see() -> None:
        nonlocal count
        count += 1

    connection.set_progress_handler(see, 1)
    connection.execute(it.sql, named(it.values)).fetchall()
    connection.set_progress_handler(None, 1)
    return count


async def _rows_on_postgres(url: str, statements: dict[str, Recorder]) -> dict[str, int]:
    await load_postgres(url, loads("https://panel.example", TRANSFERS))
    async with connected(url) as connection:
        await connection.execute("SET session_replication_role = replica")
        await connection.execute(ORDERS_ARE_COMPLETED)
        await connection.execute("ANALYZE")
        found = {}
        for name, it in statements.items():
            plan = await connection.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {it.sql}", *it.values)
            found[name] = _rows_of(json.loads(plan)[0]["Plan"])
        return found


def _rows_of(plan: dict[str, Any]) -> int:
    """The rows that a plan's scans looked at."""
    inner = sum(_rows_of(one) for one in plan.get("Plans", ()))
    if "Relation Name" not in plan:
        return inner
    return inner + int((plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"])
