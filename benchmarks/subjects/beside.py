"""Taps of 32 people at the whole bot, saturated, while it sweeps 100,000 open orders and while it does not.

The panel is a stub that answers in 50 ms. The bot asks it for four batches at once, its usual number. Two
bots share a core, one that sweeps and one that does not. They have their windows in turn; meanwhile the other
is stopped (SIGSTOP). A tap takes from its POST to its page at Telegram.
"""

import os
import signal
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

import uvloop

from benchmarks.rig.bots import Bot, Command, ours, running, spread_over_cores
from benchmarks.rig.browsing import browse_catalogue
from benchmarks.rig.open_orders import load_to_sweep, swept_once
from benchmarks.rig.results import Goals, Result, at_most
from benchmarks.rig.stub_panel import batches_asked, stub_panel

GOALS: Goals = {"beside.taps_p99": at_most(1.15)}
PEOPLE = 32
TAPS = 3_000  # in one window
ROUNDS = 7
ORDERS = 100_000
INTERVALS = {"calm": "86400", "busy": "0.1"}  # STATUS_INTERVAL in seconds
KEYS = {"calm": "5f0e1a7c" * 4, "busy": "e91b04d2" * 4}


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder, stub_panel() as port:
        return [uvloop.run(_measure(Path(folder), port))]


async def _measure(folder: Path, port: int) -> Result:
    core, _ = spread_over_cores()
    async with AsyncExitStack() as stack:
        bots = {}
        for name in INTERVALS:
            file = folder / f"{name}.db"
            load_to_sweep(file, ORDERS, _url(port))
            command = _command(name, file, port)
            bot = await stack.enter_async_context(running(command, core, people=PEOPLE))
            stack.callback(os.kill, bot.process.pid, signal.SIGCONT)  # a stopped process cannot end
            await bot.people.begin()
            await bot.people.see("cat:0", "10,000 services")
            await bot.people.see("home", "Hello")
            await bot.people.browse(TAPS, browse_catalogue)
            await swept_once(port, KEYS[name], ORDERS)
            os.kill(bot.process.pid, signal.SIGSTOP)
            bots[name] = bot
        took: dict[str, list[float]] = {name: [] for name in bots}
        before = {name: batches_asked(port, KEYS[name]) for name in bots}
        for _ in range(ROUNDS):
            for name, bot in bots.items():
                took[name].append(await _p99(bot))
        asked = {name: batches_asked(port, KEYS[name]) - before[name] for name in bots}
        assert asked["calm"] == 0 < asked["busy"], f"batches that were asked for: {asked}"
    calm, busy = statistics.median(took["calm"]), statistics.median(took["busy"])
    raw = f"p99 {busy:.2f} ms beside a sweep, {calm:.2f} ms without, {ROUNDS} windows of {TAPS} taps each"
    return Result("beside.taps_p99", busy / calm, "×", raw)


def _command(name: str, database: Path, port: int) -> Command:
    return ours(
        _url(port),
        PEOPLE,
        PANEL_API_KEY=KEYS[name],
        DATABASE_URL=f"sqlite:///{database}",
        STATUS_INTERVAL=INTERVALS[name],
    )


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}/"


async def _p99(bot: Bot) -> float:
    with _awake(bot):
        await bot.people.browse(10 * PEOPLE, browse_catalogue)  # until it has come to
        window = await bot.people.browse(TAPS, browse_catalogue)
    return window.p99 * 1e3


@contextmanager
def _awake(bot: Bot) -> Iterator[None]:
    os.kill(bot.process.pid, signal.SIGCONT)
    try:
        yield
    finally:
        os.kill(bot.process.pid, signal.SIGSTOP)
