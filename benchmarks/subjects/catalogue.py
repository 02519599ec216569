"""The catalogue of 10,000 services, brought up to date from a panel in another process.

`piece` is the longest time for which the event loop did nothing else while a list was fetched, read,
compared, written and indexed. A task that wakes every millisecond notes how much CPU the process had between
two of its turns, in all threads: a thread that keeps the interpreter's lock holds up the loop as well. There
are three lists: the first one, one with one change, and the same once more. The median of five refreshes is
taken of each; the figure is the largest of the three.
"""

import asyncio
import contextlib
import os
import statistics
import tempfile
import time

import uvloop

from benchmarks.rig.results import Goals, Result, at_most, scaled
from benchmarks.rig.stub_panel import stub_panel
from panel import Panel
from storage import panel_keys
from storage.database import Database
from storage.engines.open import open_database
from usecases.alerting.alert_operators import AlertOperators
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.clock import wall_clock
from usecases.people.access import Access

GOALS: Goals = {"catalogue.piece": at_most(30)}
REFRESHES = 5
TICK = 0.001  # seconds


def measure() -> list[Result]:
    os.sched_setaffinity(0, {0})
    with stub_panel() as port:
        pieces = uvloop.run(_refreshes(f"http://127.0.0.1:{port}/"))
    middles = {name: statistics.median(took) for name, took in pieces.items()}
    raw = ", ".join(f"{name} {took:.1f} ms" for name, took in middles.items())
    return [scaled("catalogue.piece", max(middles.values()), "ms", raw)]


async def _refreshes(url: str) -> dict[str, list[float]]:
    rounds = [await _three(url) for _ in range(REFRESHES)]
    return {name: [one[name] for one in rounds] for name in rounds[0]}


async def _three(url: str) -> dict[str, float]:
    """The longest pieces (ms) of three refreshes of an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_database(f"sqlite:///{folder}/bot.db") as db,
            Panel(url, "changing", calls_per_minute=10**9) as changing,
            Panel(url, "the-same", calls_per_minute=10**9) as same,
        ):
            key = await panel_keys.of_operator(db, url)
            refresh = _refresher(db, changing, key.id)
            pieces = {"first": await _longest(refresh), "one change": await _longest(refresh)}
            refresh._panel = same
            pieces["the same"] = await _longest(refresh)
            return pieces


def _refresher(db: Database, panel: Panel, panel_key_id: int) -> RefreshCatalogue:
    access = Access(db=db, admin_ids=[], allowed_ids=[], clock=wall_clock)
    alert = AlertOperators(db=db, access=access, clock=wall_clock)
    catalogue = Catalogue(panel_key_id)
    return RefreshCatalogue(db=db, panel=panel, catalogue=catalogue, alert=alert, clock=wall_clock)


async def _longest(refresh: RefreshCatalogue) -> float:
    """Milliseconds of CPU between two turns of the loop."""
    gaps: list[float] = []

    async def watch() -> None:
        while True:
            started = time.process_time()
            await asyncio.sleep(TICK)
            gaps.append(time.process_time() - started)

    watching = asyncio.create_task(watch())
    await refresh()
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching
    return max(gaps) * 1e3
