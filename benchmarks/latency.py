"""Saturated by 32 people who tap again at once: from a tap's POST to its page at Telegram.

Pauses by the garbage collector are noted inside the bot, by `benchmarks.watched`.
"""

import statistics
import tempfile
import time
from pathlib import Path

import uvloop

from benchmarks.bots import ours, running, spread_over_cores
from benchmarks.browse import browse, warm_up
from benchmarks.panel import panel
from benchmarks.results import Goal, Result

PEOPLE = 32
TAPS = 3_000  # in one window
WINDOWS = 7
SPREAD = Goal(1.8, "×")
PAUSE = Goal(20, "ms")
LIMITED_BY = (
    "all taps share one loop: a page comes after about half of a round of all 32; what spreads that is in "
    "which order they come to it. Collections are rare, as what is there after the start is frozen and the "
    "thresholds are high."
)


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        return uvloop.run(_measure(Path(folder) / "pauses"))


async def _measure(pauses: Path) -> list[Result]:
    core, _ = spread_over_cores()
    windows = []
    async with panel() as shop:
        watched = ours(shop.api_url, PEOPLE, program=("benchmarks.watched", str(pauses)))
        async with running(watched, core, people=PEOPLE) as bot:
            await warm_up(bot)
            warm = time.monotonic()
            windows = [await bot.people.browse(TAPS, browse) for _ in range(WINDOWS)]
    middles = [statistics.median(window.took) for window in windows]
    spreads = [window.p99 / middle for window, middle in zip(windows, middles, strict=True)]
    raw = (
        f"p50 {statistics.median(middles) * 1e3:.1f} ms, p99 / p50 {min(spreads):.2f} to {max(spreads):.2f} "
        f"in {WINDOWS} windows of {TAPS} taps"
    )
    return [
        Result("latency.p99_to_p50", SPREAD, statistics.median(spreads), raw),
        _longest(pauses, warm, WINDOWS * TAPS),
    ]


def _longest(pauses: Path, since: float, taps: int) -> Result:
    lines = [line.split() for line in pauses.read_text(encoding="utf-8").splitlines()]
    took = [float(pause) * 1e3 for at, pause in lines if float(at) > since]
    raw = f"{len(took)} collections of 0.1 ms and more, {sum(took):.0f} ms in all, in {taps} taps"
    return Result("latency.gc_pause", PAUSE, max(took, default=0.0), raw)
