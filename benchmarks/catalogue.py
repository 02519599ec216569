"""The catalogue of 10,000 services, brought up to date from a panel in another process.

`parse`: from the bytes of the answer to typed services, against `json.loads` of the same, in turns, CPU.
`piece`: the longest time for which the event loop did nothing else while a list was fetched, read, compared,
written and indexed: the first list, one with one change, and one that is the same. A task that wakes every
millisecond notes how much CPU the process had between two of its turns, in all threads: a thread that keeps
the interpreter's lock holds up the loop as well. Each figure is the median of five refreshes.
`unchanged`: what a refresh that brings the same bytes costs, against one that brings a change.
"""

import asyncio
import contextlib
import json
import os
import statistics
import tempfile
import time
from collections.abc import Callable

import uvloop

from benchmarks.listing import body
from benchmarks.results import Goal, Result, ratios
from benchmarks.stub_panel import stub_panel
from panel import Panel
from panel.parsing import usual_answers
from storage import panel_keys
from storage.database import Database
from storage.engines.open import open_database
from usecases.alerting.alert_operators import AlertOperators
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.clock import wall_clock
from usecases.people.access import Access

LIMITED_BY = (
    "msgspec's decoding, four fifths of the time of a parse: most of it makes the texts. The rest sees to it "
    "that every service makes sense, and waits for memory. The longest piece is decoding, which keeps the "
    "lock of the interpreter."
)

TIMES = 15
REFRESHES = 5
TICK = 0.001  # seconds


def measure() -> list[Result]:
    os.sched_setaffinity(0, {0})
    with stub_panel() as port:
        pieces, cpu = uvloop.run(_refreshes(f"http://127.0.0.1:{port}/"))
    return [
        _parse(),
        *(
            Result(f"catalogue.piece.{name}", Goal(30, "ms"), statistics.median(took), _spread(took))
            for name, took in pieces.items()
        ),
        ratios("catalogue.unchanged", 0.5, cpu["same"], cpu["one_change"], "s of CPU"),
    ]


def _parse() -> Result:
    listed = body(10_000)
    ours, theirs = [], []
    for _ in range(TIMES):
        ours.append(_cpu(lambda: usual_answers.services(listed)))
        theirs.append(_cpu(lambda: json.loads(listed)))
    return ratios("catalogue.parse", 0.5, ours, theirs, f"ms of {len(listed) / 1e6:.1f} MB")


def _spread(took: list[float]) -> str:
    return f"{min(took):.1f} to {max(took):.1f} ms, {len(took)} refreshes"


def _cpu(work: Callable[[], object]) -> float:
    started = time.process_time()
    kept = work()
    took = time.process_time() - started
    assert kept
    return took * 1e3


async def _refreshes(url: str) -> tuple[dict[str, list[float]], dict[str, list[float]]]:
    pieces: dict[str, list[float]] = {"first": [], "one_change": [], "same": []}
    cpu: dict[str, list[float]] = {"first": [], "one_change": [], "same": []}
    for _ in range(REFRESHES):
        for name, (piece, took) in (await _three(url)).items():
            pieces[name].append(piece)
            cpu[name].append(took)
    return pieces, cpu


async def _three(url: str) -> dict[str, tuple[float, float]]:
    """Three refreshes on an empty database."""
    with tempfile.TemporaryDirectory() as folder:
        async with (
            open_database(f"sqlite:///{folder}/bot.db") as db,
            Panel(url, "changing", calls_per_minute=10**9) as changing,
            Panel(url, "the-same", calls_per_minute=10**9) as same,
        ):
            key = await panel_keys.of_operator(db, url)
            refresh = _refresher(db, changing, key.id)
            told = {"first": await _watched(refresh), "one_change": await _watched(refresh)}
            refresh._panel = same
            told["same"] = await _watched(refresh)
            return told


def _refresher(db: Database, panel: Panel, panel_key_id: int) -> RefreshCatalogue:
    access = Access(db=db, admin_ids=[], allowed_ids=[], clock=wall_clock)
    alert = AlertOperators(db=db, access=access, clock=wall_clock)
    catalogue = Catalogue(panel_key_id)
    return RefreshCatalogue(db=db, panel=panel, catalogue=catalogue, alert=alert, clock=wall_clock)


async def _watched(refresh: RefreshCatalogue) -> tuple[float, float]:
    """The longest piece (ms) and the CPU (s) of a refresh."""
    gaps: list[float] = []

    async def watch() -> None:
        while True:
            started = time.process_time()
            await asyncio.sleep(TICK)
            gaps.append(time.process_time() - started)

    watching = asyncio.create_task(watch())
    started = time.process_time()
    await refresh()
    took = time.process_time() - started
    watching.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await watching
    return max(gaps) * 1e3, took
