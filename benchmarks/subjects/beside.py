"""Taps of 32 people at the whole bot, saturated, while it sweeps 100,000 open orders and while it does not.

The panel is a stub that answers in 50 ms. The bot asks it for four batches at once, its usual number. Two
bots share a core, one that sweeps and one that does not. They have their windows in turn; meanwhile the other
is stopped (SIGSTOP). A tap takes from its POST to its page at Telegram.
"""

import asyncio
import os
import signal
import sqlite3
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import AsyncExitStack, closing, contextmanager
from pathlib import Path

import uvloop

from benchmarks.rig.bots import Bot, Command, ours, running, spread_over_cores
from benchmarks.rig.open_orders import fill_sqlite
from benchmarks.rig.results import Goals, Result, at_most
from benchmarks.rig.stub_panel import batches_asked, stub_panel
from benchmarks.rig.taps import Person, WrongAnswer
from benchmarks.rig.telegram_stub import Message

GOALS: Goals = {"beside.taps_p99": at_most(1.15)}
PEOPLE = 32
TAPS = 3_000  # in one window
ROUNDS = 7
ORDERS = 100_000
BATCHES = ORDERS // 100
INTERVALS = {"calm": "86400", "busy": "0.1"}  # STATUS_INTERVAL in seconds
KEYS = {"calm": "5f0e1a7c" * 4, "busy": "e91b04d2" * 4}
LONGEST_SWEEP_S = 120
RECORD_S = 2  # time enough to write down what was heard last


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder, stub_panel() as port:
        return [uvloop.run(_measure(Path(folder), port))]


async def _measure(folder: Path, port: int) -> Result:
    core, _ = spread_over_cores()
    async with AsyncExitStack() as stack:
        bots = {}
        for name in INTERVALS:
            command = _command(name, _filled(folder / f"{name}.db", port), port)
            bot = await stack.enter_async_context(running(command, core, people=PEOPLE))
            stack.callback(os.kill, bot.process.pid, signal.SIGCONT)  # a stopped process cannot end
            await bot.people.begin()
            await bot.people.see("cat:0", "10,000 services")
            await bot.people.see("home", "Hello")
            await bot.people.browse(TAPS, _browse)
            await _first_sweep(port, KEYS[name])
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


async def _first_sweep(port: int, key: str) -> None:
    """Wait for its end."""
    async with asyncio.timeout(LONGEST_SWEEP_S):
        while batches_asked(port, key) < BATCHES:  # noqa: ASYNC110 - another process sweeps
            await asyncio.sleep(0.5)
    await asyncio.sleep(RECORD_S)


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


def _filled(file: Path, port: int) -> Path:
    """Orders of people who want no messages: what is sent of a sweep is not measured here."""
    fill_sqlite(file, ORDERS)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE panel_keys SET url = ?", (_url(port),))
        connection.execute("UPDATE users SET notifications = 'none'")
    return file


async def _p99(bot: Bot) -> float:
    with _awake(bot):
        await bot.people.browse(10 * PEOPLE, _browse)  # until it has come to
        window = await bot.people.browse(TAPS, _browse)
    return window.p99 * 1e3


@contextmanager
def _awake(bot: Bot) -> Iterator[None]:
    os.kill(bot.process.pid, signal.SIGCONT)
    try:
        yield
    finally:
        os.kill(bot.process.pid, signal.SIGSTOP)


def _browse(message: Message, person: Person) -> str:
    """Menu, catalogue, a category, and back."""
    for words, begins in (("Hello", "cat:"), ("services in", "c:"), ("Prices are per 1,000", "home")):
        if words in message.text:
            return person.chance.choice([data for data in message.buttons if data.startswith(begins)])
    raise WrongAnswer(f"expected a page of the catalogue, saw {message}")
