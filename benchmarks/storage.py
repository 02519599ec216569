"""A function of storage/ against the bare driver, on both engines.

Bare is, for SQLite, the standard library's `sqlite3` in an executor's one thread, and for PostgreSQL
`asyncpg` on one connection that is held: one call a statement, the same SQL and values, rows as the driver
gives them, a cache of prepared statements, `synchronous=FULL`. Ours reads the row into its record besides.
Each pair is 100 calls of ours and 100 of bare, in turns of 25; CPU is this process's, all threads, wall is
beside it. The 32 writers keep conversations at the same time, each the next as soon as one is durable.
PostgreSQL is the server that TEST_POSTGRES_URL names, in databases that are made and dropped. Where it may be
done, this process has a core of its own and the server's processes for both sides have another: a statement
costs three times as much where its answer has to wake another core, and chance would give that to one side.
"""

import asyncio
import gc
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import asyncpg
import uvloop

from benchmarks.results import Goal, Result, ratios
from storage import conversations, drafts, orders, outbox, panel_keys, users
from storage.database import Database, Queries, Value
from storage.drafts import Draft, DraftStatus
from storage.engines.open import open_database
from storage.engines.placeholders import named
from storage.orders import Request
from storage.outbox import Event
from storage.records import Json
from tests.databases import SERVER, empty_database, postgres_database

PAIRS, TURNS, CALLS = 7, 4, 25
NUMBER = (PAIRS + 1) * TURNS * CALLS  # with one pair that only warms up
WRITERS, WRITES, ROUNDS = 32, 60, 5
LIMIT, SPREAD = 1.5, 3.0
ANSWERS = {"link": "https://example.com/p/1", "quantity": "1000"}
REQUEST = Request(
    service_name="Followers",
    service_type="Default",
    refillable=True,
    cancelable=True,
    target=ANSWERS["link"],
    parameters=ANSWERS,
)
ABOUT: dict[str, str | int] = {"draft": "a1b2c3d4e5f6", "field": "quantity"}

LIMITED_BY = (
    "SQLite: of a write's CPU the hop to the thread that commits and back is the most (about 50 µs, against "
    "3 to 5 for the statement); a read is the statement itself. PostgreSQL: five sixths are asyncpg's own, "
    "the rest is the loan of a connection, the record, and the layers between."
)

Functions = dict[str, Callable[[Queries, int], Awaitable[object]]]
Statement = tuple[str, tuple[Value, ...]]
Bare = Callable[[str, Sequence[Value]], Awaitable[list[Any]]]

FUNCTIONS: Functions = {
    "drafts.get": lambda db, n: drafts.get(db, f"ready{n}", 1),
    "drafts.claim": lambda db, n: drafts.claim(db, f"ready{n}", 1),
    "orders.reserve": lambda db, n: orders.reserve(db, _claimed(n), REQUEST, 7, n),
    "conversations.keep": lambda db, n: conversations.keep(db, 1, "answer", {**ABOUT, "menu": n}),
    "outbox.add": lambda db, n: outbox.add(db, 1, Event.ORDER_ENDED, n, n),
}


def measure() -> list[Result]:
    engines = ["sqlite", *(["postgres"] if os.environ.get(SERVER) else [])]
    if len(engines) == 1:
        print(f"PostgreSQL is left out: {SERVER} names none", file=sys.stderr)
    return [result for engine in engines for result in uvloop.run(_measure(engine))]


async def _measure(engine: str) -> list[Result]:
    with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as theirs:
        async with (
            _database(engine, Path(ours)) as our_url,
            _database(engine, Path(theirs)) as their_url,
            open_database(our_url) as db,
        ):
            async with open_database(their_url) as filler:
                await _fill(filler)
            await _fill(db)
            async with (_bare_sqlite if engine == "sqlite" else _bare_postgres)(their_url) as bare:
                if engine == "postgres":
                    await _spread_over_cores(db, bare)
                gc.collect()
                gc.freeze()
                compared = [await _compare(engine, name, db, bare) for name in FUNCTIONS]
            return [*(row for rows in compared for row in rows), await _crowd(engine, db)]


def _database(engine: str, folder: Path) -> AbstractAsyncContextManager[str]:
    """A commit waits for the disk, as in the program."""
    return empty_database("sqlite", folder) if engine == "sqlite" else postgres_database()


async def _spread_over_cores(db: Queries, bare: Bare) -> None:
    ours, theirs = await db.fetch_all("SELECT pg_backend_pid()"), await bare("SELECT pg_backend_pid()", ())
    first, *others = sorted(os.sched_getaffinity(0))
    with suppress(ProcessLookupError, PermissionError):  # the server is elsewhere, or somebody else's
        for ((server,),) in (ours, theirs):
            os.sched_setaffinity(server, set(others) or {first})
    os.sched_setaffinity(0, {first})


async def _compare(engine: str, name: str, db: Queries, bare: Bare) -> list[Result]:
    function = FUNCTIONS[name]
    statements = [await _statement(function, number) for number in range(NUMBER)]
    cpu: list[tuple[float, float]] = []
    wall: list[tuple[float, float]] = []
    for pair in range(PAIRS + 1):
        spent = [0.0, 0.0, 0.0, 0.0]
        for turn in range(TURNS):
            numbers = range((pair * TURNS + turn) * CALLS, (pair * TURNS + turn + 1) * CALLS)
            with _measured(spent, 0):
                for number in numbers:
                    await function(db, number)
            with _measured(spent, 2):
                for number in numbers:
                    await bare(*statements[number])
        cpu.append((spent[0], spent[2]))
        wall.append((spent[1], spent[3]))
    named = f"storage.{engine}.{name}"
    return [_ratio(f"{named}.cpu", cpu[1:], "µs CPU"), _ratio(f"{named}.wall", wall[1:], "µs")]


def _ratio(name: str, pairs: list[tuple[float, float]], unit: str) -> Result:
    a_call = 1e6 / (TURNS * CALLS)
    return ratios(name, LIMIT, [one * a_call for one, _ in pairs], [one * a_call for _, one in pairs], unit)


@contextmanager
def _measured(spent: list[float], place: int) -> Iterator[None]:
    """Add CPU and wall seconds at this place."""
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    spent[place] += time.process_time() - cpu
    spent[place + 1] += time.perf_counter() - wall


async def _crowd(engine: str, db: Queries) -> Result:
    """How unevenly 32 who write at once are served; an error ends the benchmark."""
    rounds = sorted([await _spread(db) for _ in range(ROUNDS)])
    spread, p50, p99 = rounds[ROUNDS // 2]
    raw = f"p50 {p50 * 1e3:.2f} ms, p99 {p99 * 1e3:.2f} ms, p99/p50 {rounds[0][0]:.2f} to {rounds[-1][0]:.2f}"
    return Result(f"storage.{engine}.32_writers.p99_to_p50", Goal(SPREAD, "×"), spread, raw)


async def _spread(db: Queries) -> tuple[float, float, float]:
    took: list[float] = []

    async def write(person: int) -> None:
        for number in range(WRITES):
            began = time.perf_counter()
            await conversations.keep(db, person, "answer", {**ABOUT, "menu": number + len(took)})
            took.append(time.perf_counter() - began)

    await asyncio.gather(*(write(person) for person in range(1, WRITERS + 1)))
    took.sort()
    p50, p99 = took[len(took) // 2], took[len(took) * 99 // 100]
    return p99 / p50, p50, p99


async def _fill(db: Database) -> None:
    for person in range(1, WRITERS + 1):
        await users.keep(db, person, "Alice", "en", 0)
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


class _Heard(Exception):
    """Instead of an answer."""


class _Ear:
    """Hears the statement that a function makes."""

    def __init__(self) -> None:
        self.heard: Statement = ("", ())

    async def fetch_one(self, sql: str, *values: Value) -> Any:
        self.heard = (sql, values)
        raise _Heard

    async def execute_many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None:
        raise NotImplementedError

    fetch_all = execute = fetch_one


async def _statement(function: Callable[[Queries, int], Awaitable[object]], number: int) -> Statement:
    ear = _Ear()
    with suppress(_Heard):
        await function(ear, number)
    return ear.heard


@asynccontextmanager
async def _bare_sqlite(url: str) -> AsyncIterator[Bare]:
    file = url.removeprefix("sqlite:///")
    connection = sqlite3.connect(file, isolation_level=None, check_same_thread=False)
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = 1")
    loop = asyncio.get_running_loop()

    def call(sql: str, values: Sequence[Value]) -> list[Any]:
        return connection.execute(sql, named(values)).fetchall()

    async def bare(sql: str, values: Sequence[Value]) -> list[Any]:
        return await loop.run_in_executor(thread, call, sql, values)

    with ThreadPoolExecutor(1) as thread, closing(connection):
        yield bare


@asynccontextmanager
async def _bare_postgres(url: str) -> AsyncIterator[Bare]:
    connection = await asyncpg.connect(url)

    async def bare(sql: str, values: Sequence[Value]) -> list[Any]:
        return list(await connection.fetch(sql, *values))

    try:
        yield bare
    finally:
        await connection.close()
