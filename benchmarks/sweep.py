"""A sweep of open orders: a panel that answers in 50 ms, one order in twenty further than the records say.

The panel is a stub in a process of its own on the second core; each run is a process of its own on the
first. What the network allows is measured in turns with it: aiohttp alone, making the same requests, as many
at once, and doing nothing with the answers. A run begins on a fresh copy of the records; its time is that of
the sweep alone, its CPU (user and system) and memory those of the whole process.
"""

import asyncio
import json
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

from benchmarks.open_orders import fill_postgres, fill_sqlite
from benchmarks.results import Goal, Result, ratios
from benchmarks.stub_panel import stub_panel
from tests.databases import SERVER, postgres_database

LIMITED_BY = (
    "the 50 ms of the panel with 4 and 16 requests at once; with 64 the one core. Of some 5 µs of CPU an "
    "order the requests take 1.6, reading the records 0.8, reading the answers 0.6, writing what is new 0.9, "
    "the rest is comparing, tasks and queues. With 4 at once all of it costs 2 more, and the bare requests "
    "alone 1.4 more: the core sleeps between two bursts of answers and wakes with cold caches. So what else "
    "runs on the host shows in that figure first: see how far its runs lie apart."
)

GOALS = {4: (1.05, 5), 16: (1.12, 5), 64: (1.25, 7)}
"""Requests at once: how much longer than the network it may take, and how many pairs are measured."""
MANY, MOST = 100_000, 1_000_000
CPU = 8.0  # µs an order

SEE = (
    "CREATE TRIGGER see_order AFTER UPDATE ON orders BEGIN INSERT INTO written VALUES (NEW.id); END",
    "CREATE TRIGGER see_message AFTER INSERT ON outbox BEGIN INSERT INTO written VALUES (NEW.id); END",
)

Run = dict[str, float]


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder, stub_panel() as port:
        files = Files(Path(folder))
        results = []
        sweeps: list[Run] = []
        for at_once, (goal, pairs) in GOALS.items():
            runs = [(_sweep(files, port, at_once), _run("bare", port, at_once)) for _ in range(pairs)]
            sweeps = [ours for ours, _ in runs]
            results += _compare(f"sweep.{MANY}.{at_once}_at_once", goal, runs)
        results.append(_written(files, port))
        results += _million(files, port, sweeps)
        results += _on_postgres(port)
    return results


class Files:
    """Databases full of orders, made once for each size and copied for each run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.copy = folder / "copy.db"

    def fresh(self, number: int) -> str:
        whole = self._folder / f"{number}.db"
        if not whole.exists():
            fill_sqlite(whole, number)
        for end in ("-wal", "-shm"):
            Path(f"{self.copy}{end}").unlink(missing_ok=True)
        shutil.copyfile(whole, self.copy)
        return f"sqlite:///{self.copy}"


def _sweep(files: Files, port: int, at_once: int, number: int = MANY) -> Run:
    run = _run("sweep", port, at_once, files.fresh(number))
    with closing(sqlite3.connect(files.copy)) as connection:
        (told,) = connection.execute("SELECT count(*) FROM outbox WHERE event = 'order_card'").fetchone()
    assert told == number // 20, f"{told} changes of {number} were heard"
    return run


def _compare(name: str, goal: float, runs: list[tuple[Run, Run]]) -> list[Result]:
    """Time against that of the bare requests, and CPU an order; theirs stands beside it: it varies alike."""
    walls = [ours["wall"] for ours, _ in runs], [theirs["wall"] for _, theirs in runs]
    each = sorted(ours["cpu"] / MANY * 1e6 for ours, _ in runs)
    bare = statistics.median(theirs["cpu"] / MANY * 1e6 for _, theirs in runs)
    raw = f"{each[0]:.2f} to {each[-1]:.2f} µs an order, {len(each)} runs; the bare requests take {bare:.2f}"
    return [
        ratios(name, goal, *walls, "s"),
        Result(f"{name}.cpu", Goal(CPU, "µs"), statistics.median(each), raw),
    ]


def _written(files: Files, port: int) -> Result:
    """Rows of orders and messages that a second sweep touches, which hears nothing new."""
    url = files.fresh(MANY)
    _run("sweep", port, 64, url)
    with closing(sqlite3.connect(files.copy, isolation_level=None)) as connection:
        connection.execute("DELETE FROM rounds")
        connection.execute("CREATE TABLE written (id INTEGER)")
        for trigger in SEE:
            connection.execute(trigger)
    _run("sweep", port, 64, url)
    with closing(sqlite3.connect(files.copy)) as connection:
        (written,) = connection.execute("SELECT count(*) FROM written").fetchone()
        assert connection.execute("SELECT count(*) FROM rounds").fetchone()[0]
    return Result(f"sweep.{MANY}.unchanged_written", Goal(0, "rows"), written, f"of {MANY} orders")


def _million(files: Files, port: int, small: list[Run]) -> list[Result]:
    large = [_sweep(files, port, 64, MOST) for _ in range(5)]
    walls = [run["wall"] for run in large], [run["wall"] for run in small]
    growth = statistics.median(walls[0]) / statistics.median(walls[1]) / (MOST / MANY)
    took = f"{statistics.median(walls[0]):.2f} s against 10 × {statistics.median(walls[1]):.2f} s"
    peaks = [statistics.median(run["peak"] for run in runs) for runs in (large, small)]
    return [
        Result(f"sweep.{MOST}.linear", Goal(1.05, "×"), growth, took),
        Result(
            f"sweep.{MOST}.more_memory",
            Goal(10, "MB"),
            peaks[0] - peaks[1],
            f"peak {peaks[0]:.1f} MB against {peaks[1]:.1f} MB",
        ),
    ]


def _on_postgres(port: int) -> list[Result]:
    """The same on a server that TEST_POSTGRES_URL names; nothing where there is none."""
    if not os.environ.get(SERVER):
        print(f"no PostgreSQL: {SERVER} names none", file=sys.stderr)
        return []
    runs = [asyncio.run(_pair_on_postgres(port)) for _ in range(5)]
    return _compare(f"sweep.{MANY}.16_at_once.postgres", GOALS[16][0], runs)


async def _pair_on_postgres(port: int) -> tuple[Run, Run]:
    async with postgres_database() as url:
        await fill_postgres(url, MANY)
        return _run("sweep", port, 16, url), _run("bare", port, 16)


def _run(what: str, port: int, at_once: int, url: str = "") -> Run:
    command = [sys.executable, "-m", "benchmarks.sweep_run", what, str(port), str(at_once), url]
    told: Run = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    print(what, at_once, {name: round(value, 3) for name, value in told.items()}, file=sys.stderr)
    return told
