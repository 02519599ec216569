"""How long Telegram waits for "this payment may be made", while 32 people tap and 100,000 orders are swept.

The whole bot of a shop, on SQLite, saturated. Four other people are about to pay. Each asks again 20 ms after
the answer. A question takes from its POST to the bot's answer at Telegram, whose limit is ten seconds. The
panel is a stub that answers in 50 ms, and the bot asks it for four batches at once.
"""

import asyncio
import statistics
import tempfile
from pathlib import Path

import uvloop

from benchmarks.rig import wallets
from benchmarks.rig.bots import Bot, ours, running, spread_over_cores
from benchmarks.rig.browsing import browse_catalogue
from benchmarks.rig.open_orders import load_to_sweep, swept_once
from benchmarks.rig.results import Goals, Result, at_most, scaled
from benchmarks.rig.stub_panel import batches_asked, stub_panel
from benchmarks.rig.taps import Person

GOALS: Goals = {"checkout.p99": at_most(2_000)}
TAPPING, PAYING = 32, 4  # people
QUESTIONS = 500  # of each who pays
FOR_EVER = 10**9  # taps
PAUSE_S = 0.02
ORDERS = 100_000
KEY = "5f0e1a7c" * 4


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder, stub_panel() as port:
        return [uvloop.run(_measure(Path(folder), port))]


async def _measure(folder: Path, port: int) -> Result:
    core, _ = spread_over_cores()
    url, file = f"http://127.0.0.1:{port}/", folder / "bot.db"
    load_to_sweep(file, ORDERS, url)
    command = ours(
        url,
        TAPPING + PAYING,
        **wallets.SETTINGS,
        PANEL_API_KEY=KEY,
        DATABASE_URL=f"sqlite:///{file}",
        STATUS_INTERVAL="0.1",
    )
    async with running(command, core, people=TAPPING + PAYING) as bot:
        tapping, paying = bot.people.all[:TAPPING], bot.people.all[TAPPING:]
        await bot.people.begin()
        wallets.open_shop(folder)
        await bot.people.see("cat:0", "services in")
        await bot.people.see("home", "Hello")
        await swept_once(port, KEY, ORDERS)
        asked = batches_asked(port, KEY)
        taps = asyncio.create_task(bot.people.browse(FOR_EVER, browse_catalogue, tapping))
        asked_by = await asyncio.gather(*(_ask(bot, person, folder) for person in paying))
        assert not taps.done(), taps.exception()
        taps.cancel()
        assert batches_asked(port, KEY) > asked, "it did not sweep"
    took = sorted(seconds * 1e3 for of_person in asked_by for seconds in of_person)
    raw = f"p50 {statistics.median(took):.1f} ms, the slowest {took[-1]:.1f} ms, {len(took)} questions"
    return scaled("checkout.p99", took[int(len(took) * 0.99)], "ms", raw)


async def _ask(bot: Bot, person: Person, folder: Path) -> list[float]:
    """How many seconds each answer took."""
    payload = wallets.open_invoice(folder, person.id)
    took = []
    for _ in range(QUESTIONS):
        took.append(await bot.people.ask_to_pay(person, payload, wallets.STARS))
        await asyncio.sleep(PAUSE_S)
    return took
