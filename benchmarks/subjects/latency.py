"""How long the slowest taps take when the bot is saturated: 32 people, each taps again at once.

A tap takes from its POST to its page at Telegram.
"""

import statistics

import uvloop

from benchmarks.rig.bots import ours, running, spread_over_cores
from benchmarks.rig.browsing import browse, warm_up
from benchmarks.rig.results import Goals, Result, at_most
from benchmarks.rig.sandbox_panel import panel

GOALS: Goals = {"latency.p99_to_p50": at_most(1.8)}
PEOPLE = 32
TAPS = 3_000  # in one window
WINDOWS = 7


def measure() -> list[Result]:
    return [uvloop.run(_measure())]


async def _measure() -> Result:
    core, _ = spread_over_cores()
    async with panel() as shop, running(ours(shop.api_url, PEOPLE), core, people=PEOPLE) as bot:
        await warm_up(bot)
        windows = [await bot.people.browse(TAPS, browse) for _ in range(WINDOWS)]
    middles = [statistics.median(window.took) for window in windows]
    spreads = [window.p99 / middle for window, middle in zip(windows, middles, strict=True)]
    raw = (
        f"p50 {statistics.median(middles) * 1e3:.1f} ms, p99 / p50 {min(spreads):.2f} to {max(spreads):.2f} "
        f"in {WINDOWS} windows of {TAPS} taps"
    )
    return Result("latency.p99_to_p50", statistics.median(spreads), "×", raw)
