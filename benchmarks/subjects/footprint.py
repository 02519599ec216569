"""What it takes to be there: seconds from exec to an open webhook, and resident memory after 1,000 taps.

Ours starts with 10,000 services in its database and fetches the same from the panel once more, bare aiogram
with nothing; they take turns. `plain` is ours with `ACCELERATORS=off`.
"""

import tempfile
from dataclasses import dataclass

import uvloop

from benchmarks.rig.bots import Command, bare_aiogram, ours, running, spread_over_cores
from benchmarks.rig.browsing import warm_up
from benchmarks.rig.results import Goals, Result, at_most, ratio
from benchmarks.rig.sandbox_panel import panel

GOALS: Goals = {
    "footprint.start": at_most(0.5),
    "footprint.memory": at_most(0.8),
    "footprint.plain.start": at_most(1.15),
    "footprint.plain.memory": at_most(1.15),
}
PEOPLE = 32
SERVICES = 10_000
ROUNDS = 5


@dataclass(frozen=True, slots=True)
class Start:
    """Seconds until the webhook was open, and MB after some taps."""

    took: float
    memory: float


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        return uvloop.run(_measure(f"sqlite:///{folder}/bot.db"))


async def _measure(database: str) -> list[Result]:
    core, _ = spread_over_cores()
    async with panel(SERVICES) as shop:
        commands = [
            ours(shop.api_url, PEOPLE, DATABASE_URL=database),
            ours(shop.api_url, PEOPLE, DATABASE_URL=database, ACCELERATORS="off"),
            bare_aiogram(),
        ]
        await _start(commands[0], core)  # makes the database
        rounds = [[await _start(command, core) for command in commands] for _ in range(ROUNDS)]
    fast, plain, peer = zip(*rounds, strict=True)
    return [*_compare("footprint", fast, peer), *_compare("footprint.plain", plain, peer)]


def _compare(name: str, mine: tuple[Start, ...], theirs: tuple[Start, ...]) -> list[Result]:
    return [
        ratio(f"{name}.start", [one.took for one in mine], [one.took for one in theirs], "s"),
        ratio(f"{name}.memory", [one.memory for one in mine], [one.memory for one in theirs], "MB"),
    ]


async def _start(command: Command, core: set[int]) -> Start:
    async with running(command, core, people=PEOPLE) as bot:
        await warm_up(bot)
        memory = bot.memory()
        await bot.stop()
        return Start(bot.started_in, memory)
