"""CPU of the functions of storage/ that a tap or an order needs, on both engines.

Each is called one after the other on a migrated database, and commits as durably as in the program. Without a
goal: the figures show what a change of an engine or of a table costs. PostgreSQL is the server that
TEST_POSTGRES_URL names; the CPU is that of this process alone.
"""

import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvloop

from benchmarks.rig.results import Goals, Result, scaled
from storage import conversations, drafts, orders, outbox, panel_keys
from storage.database import Database
from storage.drafts import Draft, DraftStatus
from storage.engines.open import open_database
from storage.events import Event
from storage.orders import Request
from storage.records import Json
from tests.databases import SERVER, empty_database, postgres_database

GOALS: Goals = {}
ROUNDS, CALLS = 7, 100
NUMBER = (ROUNDS + 1) * CALLS  # the first round only warms up
ANSWERS = {"link": "https://example.com/p/1", "quantity": "1000"}
REQUEST = Request(
    service_name="Followers",
    service_type="Default",
    refillable=True,
    cancelable=True,
    target=ANSWERS["link"],
    parameters=ANSWERS,
)
FUNCTIONS: dict[str, Callable[[Database, int], Awaitable[object]]] = {
    "drafts.get": lambda db, n: drafts.get(db, f"ready{n}", 1),
    "drafts.claim": lambda db, n: drafts.claim(db, f"ready{n}", 1),
    "orders.reserve": lambda db, n: orders.reserve(db, _claimed(n), REQUEST, 7, n),
    "conversations.keep": lambda db, n: conversations.keep(db, 1, "answer", {"draft": "a1b2c3d4", "menu": n}),
    "outbox.add": lambda db, n: outbox.add(db, 1, Event.ORDER_ENDED, n, n),
}


def measure() -> list[Result]:
    engines = ["sqlite", *(["postgres"] if os.environ.get(SERVER) else [])]
    if len(engines) == 1:
        print(f"PostgreSQL is left out: {SERVER} names none", file=sys.stderr)
    return [result for engine in engines for result in uvloop.run(_measure(engine))]


async def _measure(engine: str) -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        database = empty_database("sqlite", Path(folder)) if engine == "sqlite" else postgres_database()
        async with database as url, open_database(url) as db:
            await _fill(db)
            gc.collect()
            gc.freeze()
            return [await _cost(engine, name, db) for name in FUNCTIONS]


async def _cost(engine: str, name: str, db: Database) -> Result:
    spent = [await _round(name, db, number) for number in range(ROUNDS + 1)][1:]
    cpu, wall = (statistics.median(each) for each in zip(*spent, strict=True))
    return scaled(
        f"storage.{engine}.{name}", cpu, "µs", f"{wall:.0f} µs of time a call, {ROUNDS * CALLS} calls"
    )


async def _round(name: str, db: Database, number: int) -> tuple[float, float]:
    """CPU and time of a call in µs."""
    cpu, wall = time.process_time(), time.perf_counter()
    for one in range(number * CALLS, (number + 1) * CALLS):
        await FUNCTIONS[name](db, one)
    return (time.process_time() - cpu) / CALLS * 1e6, (time.perf_counter() - wall) / CALLS * 1e6


async def _fill(db: Database) -> None:
    await db.execute("INSERT INTO users (id, telegram_id, name, created_at) VALUES (1, 1, 'Alice', 0)")
    key = await panel_keys.of_operator(db, "http://127.0.0.1/api/v2")
    async with db.transaction() as transaction:
        for number in range(NUMBER):
            for name in (f"ready{number}", f"taken{number}"):
                await drafts.create(transaction, name, 1, key.id, "1", ANSWERS, 0)
                await drafts.quote(transaction, name, 1, 1_000, "0.9", 900_000, "USD", "Followers", 0)
            await drafts.claim(transaction, f"taken{number}", 1)


def _claimed(number: int) -> Draft:
    return Draft(
        f"taken{number}", 1, 1, "1", DraftStatus.CLAIMED, 1_000, "0.9", 900_000, "USD", Json(ANSWERS),
        "Followers",
    )  # fmt: skip
