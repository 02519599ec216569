"""`python -m benchmarks.sweep_run WHAT PORT AT_ONCE [DATABASE_URL]`: one run, in a process of its own.

WHAT is `sweep` (all open orders once) or `bare` (the same requests by aiohttp alone: what the network
allows). Prints what it took as JSON.
"""

import asyncio
import json
import os
import resource
import sys
import time
from collections.abc import Awaitable, Callable

import aiohttp
import uvloop

from benchmarks.open_orders import FIRST
from panel import Panel
from storage.database import Database
from storage.engines.open import open_database
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import wall_clock
from usecases.people.access import Access
from usecases.tracking.sweep_orders import SweepOrders

NUMBER = 100_000
KEY = "5f0e1a7c" * 4  # as long as panels give them


async def sweep(port: int, at_once: int, url: str) -> dict[str, float]:
    async with open_database(url) as db, _panel(port) as panel:
        sweeper = _sweeper(db, panel, at_once)
        return await _timed(lambda: _all_rounds(sweeper))


async def _all_rounds(sweeper: SweepOrders) -> None:
    """A sweep of a million may be ended by the minute, and goes on with the next."""
    while not await sweeper(1):
        pass


async def bare(port: int, at_once: int, _: str) -> dict[str, float]:
    batches = iter(range(FIRST + 1, FIRST + NUMBER, 100))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=100)) as session:

        async def ask() -> None:
            for first in batches:
                ids = ",".join(map(str, range(first, first + 100)))
                form = {"key": KEY, "action": "status", "orders": ids}
                async with session.post(f"http://127.0.0.1:{port}/", data=form) as response:
                    await response.read()

        return await _timed(lambda: asyncio.gather(*(ask() for _ in range(at_once))))


async def _timed(work: Callable[[], Awaitable[object]]) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    await work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1_024
    return {"wall": wall, "cpu": cpu, "peak": peak}


def _panel(port: int) -> Panel:
    return Panel(f"http://127.0.0.1:{port}/", KEY, calls_per_minute=10**9)


def _sweeper(db: Database, panel: Panel, at_once: int) -> SweepOrders:
    access = Access(db=db, admin_ids=[1], allowed_ids=[], clock=wall_clock)
    alert = AlertOperators(db=db, access=access, clock=wall_clock)
    return SweepOrders(db=db, panel=panel, alert=alert, clock=wall_clock, interval=60, at_once=at_once)


if __name__ == "__main__":
    os.sched_setaffinity(0, {0})
    what, port, at_once, url = {"sweep": sweep, "bare": bare}[sys.argv[1]], *sys.argv[2:5]
    print(json.dumps(uvloop.run(what(int(port), int(at_once), url))))
