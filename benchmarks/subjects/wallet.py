"""CPU of a tap that opens a wallet with 100,000 transfers, against one without any.

Ours is the whole bot of a shop on SQLite. Two people tap in turns, each again as soon as the last tap was
answered. `newest` is the first page of the history, `oldest` the last one. Somebody else made 100,000
transfers before the first of these, and 100,000 after the last.

`wallet.<engine>` is the use case with its view, without a bot, on the same ledger. Without a goal. On
PostgreSQL the CPU is that of this process alone; its server is in the time of a call.
"""

import os
import statistics
import sys
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path

import uvloop

from benchmarks.rig import wallets
from benchmarks.rig.bots import Bot, ours, running, spread_over_cores
from benchmarks.rig.bulk import load_postgres, load_sqlite
from benchmarks.rig.histories import EMPTY, FULL, loads
from benchmarks.rig.results import Goals, Result, at_most, ratio, scaled
from benchmarks.rig.sandbox_panel import panel
from benchmarks.rig.taps import Person, WrongAnswer
from storage.engines.open import open_database
from tests.databases import SERVER, postgres_database
from usecases.paying.view_wallet import ViewWallet
from views import wallet
from views.callbacks import OpenWallet

GOALS: Goals = {"wallet.newest_to_empty": at_most(2), "wallet.oldest_to_empty": at_most(2)}
TRANSFERS = 100_000
TAPS, CALLS = 400, 200  # of one page in one round
ROUNDS = 7
PAGES = {"empty": (EMPTY, 0), "newest": (FULL, 0), "oldest": (FULL, TRANSFERS + 12)}
"""Whose wallet, and the id before which the page ends."""


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        return uvloop.run(_measure(Path(folder)))


async def _measure(folder: Path) -> list[Result]:
    core, _ = spread_over_cores()
    results = await _measure_taps(folder / "shop.db", core)
    results += await _measure_calls("sqlite", f"sqlite:///{folder}/shop.db")
    if not os.environ.get(SERVER):
        print(f"PostgreSQL is left out: {SERVER} names none", file=sys.stderr)
        return results
    async with postgres_database() as url:
        await load_postgres(url, loads("https://panel.example", TRANSFERS))
        return results + await _measure_calls("postgres", url)


async def _measure_taps(file: Path, core: set[int]) -> list[Result]:
    costs: dict[str, list[float]] = {page: [] for page in PAGES}
    async with AsyncExitStack() as stack:
        shop = await stack.enter_async_context(panel())
        load_sqlite(file, loads(shop.api_url, TRANSFERS))
        command = ours(shop.api_url, 2, **wallets.SETTINGS, DATABASE_URL=f"sqlite:///{file}")
        bot = await stack.enter_async_context(running(command, core, people=2))
        await bot.people.begin()
        people = {person.id: person for person in bot.people.all}
        for _ in range(ROUNDS):
            for page, (user_id, before) in PAGES.items():
                costs[page].append(await _cost_of_tap(bot, people[user_id], OpenWallet(before=before).pack()))
    empty = costs.pop("empty")
    return [ratio(f"wallet.{page}_to_empty", full, empty, "µs") for page, full in costs.items()]


async def _cost_of_tap(bot: Bot, person: Person, data: str) -> float:
    """CPU in µs."""
    await bot.people.tap_button(person, data)
    entries = bot.stub.messages[person.id].text.count(" UTC")
    if entries != (0 if person.id == EMPTY else 8):
        raise WrongAnswer(f"expected a page of the wallet, saw {bot.stub.messages[person.id]}")
    before = bot.cpu()
    for _ in range(TAPS):
        await bot.people.tap_button(person, data)
    return (bot.cpu() - before) / TAPS * 1e6


async def _measure_calls(engine: str, url: str) -> list[Result]:
    spent: dict[str, list[tuple[float, float]]] = {page: [] for page in PAGES}
    async with open_database(url) as db:
        view_wallet = ViewWallet(db=db, currency="USD")
        for _ in range(ROUNDS):
            for page, (user_id, before) in PAGES.items():
                spent[page].append(await _cost_of_call(view_wallet, user_id, before))
    return [_result(f"wallet.{engine}.{page}", costs) for page, costs in spent.items()]


def _result(name: str, costs: list[tuple[float, float]]) -> Result:
    cpu, wall = (statistics.median(each) for each in zip(*costs, strict=True))
    return scaled(name, cpu, "µs", f"{wall:.0f} µs of time a call, {ROUNDS * CALLS} calls")


async def _cost_of_call(view_wallet: ViewWallet, user_id: int, before: int) -> tuple[float, float]:
    """CPU and time of a page in µs."""
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(CALLS):
        wallet.page(await view_wallet(user_id, before))
    return (time.process_time() - cpu) / CALLS * 1e6, (time.perf_counter() - wall) / CALLS * 1e6
