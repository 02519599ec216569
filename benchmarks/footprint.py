"""What it takes to be there: seconds from exec to an open webhook, and resident memory.

Ours starts with 10,000 services in its database and fetches the same from the panel once more, bare aiogram
with nothing; they take turns. Memory is looked at after 1,000 taps. How it grows is looked at in one process,
between 10,000 taps and 110,000.
"""

import tempfile
from dataclasses import dataclass, replace
from pathlib import Path

import uvloop

from benchmarks.bots import Command, bare_aiogram, ours, running, spread_over_cores
from benchmarks.browse import browse, warm_up
from benchmarks.panel import panel
from benchmarks.results import Goal, Result, ratios

PEOPLE = 32
SERVICES = 10_000
ROUNDS = 5
MOST = 1.15
SETTLED, TAPS = 10_000, 100_000
FLAT = Goal(4, "MB")
LIMITED_BY = (
    "imports: Python with asyncio and ssl 19 MB, aiohttp 13, pydantic and its settings 13, aiogram's 737 "
    "modules 12, of whose types twelve are built; 10,000 services with the search's index are 19, and pages "
    "that are kept come with the first taps. The start is the reading of those modules."
)


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        return uvloop.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Result]:
    core, _ = spread_over_cores()
    async with panel(SERVICES) as shop:
        whole = ours(shop.api_url, PEOPLE, DATABASE_URL=f"sqlite:///{folder}/bot.db")
        await _start(whole, core)
        pairs = [(await _start(whole, core), await _start(bare_aiogram(), core)) for _ in range(ROUNDS)]
        growth = await _growth(whole, core)
    mine, theirs = ([pair[side] for pair in pairs] for side in (0, 1))
    starts = ratios("footprint.start", MOST, [one.took for one in mine], [one.took for one in theirs], "s")
    cpu = ratios("footprint.cpu", MOST, [one.cpu for one in mine], [one.cpu for one in theirs], "s")
    memory = ratios(
        "footprint.memory", MOST, [one.memory for one in mine], [one.memory for one in theirs], "MB"
    )
    return [replace(starts, raw=f"{starts.raw}; CPU {cpu.raw}"), memory, growth]


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds until the webhook was open, CPU until then, and MB after some taps."""

    took: float
    cpu: float
    memory: float


async def _start(command: Command, core: set[int]) -> Start:
    async with running(command, core, people=PEOPLE) as bot:
        cpu = bot.cpu()
        await warm_up(bot)
        memory = bot.memory()
        await bot.stop()
        return Start(bot.started_in, cpu, memory)


async def _growth(command: Command, core: set[int]) -> Result:
    async with running(command, core, people=PEOPLE) as bot:
        await warm_up(bot)
        await bot.people.browse(SETTLED, browse)
        before = bot.memory()
        await bot.people.browse(TAPS, browse)
        after = bot.memory()
    return Result(
        "footprint.growth", FLAT, after - before, f"{before:.1f} MB, {after:.1f} MB after {TAPS} taps"
    )
