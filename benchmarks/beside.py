"""Taps of 32 people at the whole bot, saturated, while it sweeps 100,000 open orders and while it does not.

The panel is a stub that answers in 50 ms; four requests are made side by side, which is as fast as the bot
sweeps. Two bots stand on the same core, one that sweeps and one that does not, and have their windows in
turn; who has none is stopped (SIGSTOP). From a tap's POST to its page at Telegram.
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

from benchmarks.bots import Bot, ours, running, spread_over_cores
from benchmarks.open_orders import fill_sqlite
from benchmarks.results import Goal, Result
from benchmarks.stub_panel import stub_panel
from benchmarks.taps import Person, WrongAnswer
from benchmarks.telegram_stub import Message

PEOPLE = 32
TAPS = 3_000  # in one window
ROUNDS = 7
ORDERS = 100_000
GOAL = Goal(1.10, "×")
LIMITED_BY = (
    "one core for both: the sweep pauses for people, and takes 5 % of it (46 batches a second of 1 ms) where "
    "it would take 8."
)
ALWAYS, NEVER = "0.1", "86400"  # STATUS_INTERVAL in seconds


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder, stub_panel() as port:
        return [uvloop.run(_measure(Path(folder), f"http://127.0.0.1:{port}/"))]


async def _measure(folder: Path, url: str) -> Result:
    core, _ = spread_over_cores()
    async with AsyncExitStack() as stack:
        bots = {}
        for name, interval in (("calm", NEVER), ("busy", ALWAYS)):
            database = _filled(folder / f"{name}.db", url)
            command = ours(url, PEOPLE, DATABASE_URL=f"sqlite:///{database}", STATUS_INTERVAL=interval)
            bot = await stack.enter_async_context(running(command, core, people=PEOPLE))
            stack.callback(os.kill, bot.process.pid, signal.SIGCONT)  # who is stopped cannot be told to end
            await bot.people.begin()
            await bot.people.see("cat:0", "10,000 services")
            await bot.people.see("home", "Hello")
            await bot.people.browse(TAPS, _browse)
            while not _rounds(database):  # noqa: ASYNC110 - a file tells nobody
                await asyncio.sleep(0.5)
            os.kill(bot.process.pid, signal.SIGSTOP)
            bots[name] = bot
        took: dict[str, list[float]] = {name: [] for name in bots}
        before = {name: _rounds(folder / f"{name}.db") for name in bots}
        for _ in range(ROUNDS):
            for name, bot in bots.items():
                took[name].append(await _p99(bot))
        assert before["calm"] == _rounds(folder / "calm.db")
        assert before["busy"] != _rounds(folder / "busy.db"), "it did not sweep"
    calm, busy = statistics.median(took["calm"]), statistics.median(took["busy"])
    raw = f"p99 {busy:.2f} ms beside a sweep, {calm:.2f} ms without, {ROUNDS} windows of {TAPS} taps each"
    return Result("beside.taps.p99", GOAL, busy / calm, raw)


def _filled(file: Path, url: str) -> Path:
    """Orders of people who want no messages: what is sent of a sweep is not measured here."""
    fill_sqlite(file, ORDERS)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("UPDATE panel_keys SET url = ?", (url,))
        connection.execute("UPDATE users SET notifications = 'none'")
    return file


def _rounds(file: Path) -> list[tuple[int]]:
    """When the rounds began that came to their end last."""
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute("SELECT began_at FROM rounds ORDER BY age").fetchall()


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
