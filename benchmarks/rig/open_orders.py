"""A database full of open orders."""

import asyncio
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from benchmarks.rig.bulk import Rows, load_sqlite
from benchmarks.rig.stub_panel import batches_asked, charge

USERS = 1_000
FIRST = 1_000_000
"""The panel's id of the order before our first one."""

LONGEST_SWEEP_S = 120
RECORD_S = 2  # time enough to write down what was heard last

COLUMNS = (
    "id", "user_id", "panel_key_id", "draft_id", "service_id", "service_name", "service_type", "parameters",
    "target", "quantity", "rate", "price", "currency", "refillable", "cancelable", "status", "status_word",
    "panel_order_id", "charge", "start_count", "remains", "created_at", "placed_at", "checked_at",
)  # fmt: skip


def loads(number: int) -> list[Rows]:
    """So many open orders on panel key 1."""
    people = [(one, one, "Alice", 0) for one in range(1, USERS + 1)]
    return [
        Rows("users", ("id", "telegram_id", "name", "created_at"), people),
        Rows("panel_keys", ("id", "url"), [(1, "https://panel.example")]),
        Rows("orders", COLUMNS, _orders(number)),
    ]


def _orders(number: int) -> Iterator[tuple[int | str, ...]]:
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


def load_to_sweep(file: Path, number: int, panel_url: str) -> None:
    """A new SQLite file with so many open orders at this panel.

    Their people want no messages: what is sent of a sweep is not measured.
    """
    load_sqlite(file, loads(number))
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE panel_keys SET url = ?", (panel_url,))
        connection.execute("UPDATE users SET notifications = 'none'")


async def swept_once(port: int, key: str, orders: int) -> None:
    """Wait until a bot has asked the stub at this port for all its orders under a key."""
    async with asyncio.timeout(LONGEST_SWEEP_S):
        while batches_asked(port, key) < orders // 100:  # noqa: ASYNC110 - another process sweeps
            await asyncio.sleep(0.5)
    await asyncio.sleep(RECORD_S)
