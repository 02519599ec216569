"""`python -m benchmarks.rig.sweep_run WHAT PORT [DATABASE_URL]`: one run, in a process of its own.

WHAT is `sweep` (all open orders once), `again` (an hour later by the clock) or `bare` (aiohttp alone makes
the same requests: what the network allows). Prints the seconds of time and CPU as JSON.
"""

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable

import aiohttp
import uvloop

from benchmarks.rig.open_orders import FIRST
from panel import Panel
from storage.engines.open import open_database
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import HOUR, Clock, wall_clock
from usecases.people.access import Access
from usecases.tracking.sweep_orders import MAX_BATCHES_AT_ONCE, SweepOrders

NUMBER = 100_000
KEY = "5f0e1a7c" * 4  # as long as panels give them


async def sweep(port: int, url: str, clock: Clock = wall_clock) -> dict[str, float]:
    panel_url = f"http://127.0.0.1:{port}/"
    async with open_database(url) as db, Panel(panel_url, KEY, calls_per_minute=10**9) as panel:
        access = Access(db=db, admin_ids=[1], allowed_ids=[], clock=clock)
        alert = AlertOperators(db=db, access=access, clock=clock)
        sweeper = SweepOrders(db=db, panel=panel, alert=alert, clock=clock, interval=60)
        return await _timed(lambda: sweeper(1))


async def again(port: int, url: str) -> dict[str, float]:
    return await sweep(port, url, lambda: wall_clock() + HOUR)


async def bare(port: int, _: str) -> dict[str, float]:
    batches = iter(range(FIRST + 1, FIRST + NUMBER, 100))
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=100)) as session:

        async def ask() -> None:
            for first in batches:
                ids = ",".join(map(str, range(first, first + 100)))
                form = {"key": KEY, "action": "status", "orders": ids}
                async with session.post(f"http://127.0.0.1:{port}/", data=form) as response:
                    await response.read()

        return await _timed(lambda: asyncio.gather(*(ask() for _ in range(MAX_BATCHES_AT_ONCE))))


async def _timed(work: Callable[[], Awaitable[object]]) -> dict[str, float]:
    wall, cpu = time.perf_counter(), time.process_time()
    await work()
    return {"time": time.perf_counter() - wall, "cpu": time.process_time() - cpu}


if __name__ == "__main__":
    os.sched_setaffinity(0, {0})
    run = {"sweep": sweep, "again": again, "bare": bare}[sys.argv[1]]
    print(json.dumps(uvloop.run(run(int(sys.argv[2]), "".join(sys.argv[3:])))))
