"""CPU of a tap in a shop with price rules, against the same shop without.

Both are the whole bot on SQLite with 10,000 services, browsed as in `browse`. One has a rule for all
services, rules for half of the categories and for a tenth of the services, and a group with a discount and a
rule of its own, in which half of the people are.
"""

from contextlib import AsyncExitStack

import uvloop

from benchmarks.rig import price_rules, wallets
from benchmarks.rig.bots import Bot, ours, running, spread_over_cores
from benchmarks.rig.browsing import browse, warm_up
from benchmarks.rig.results import Goals, Result, at_most, ratio
from benchmarks.rig.sandbox_panel import panel

GOALS: Goals = {"prices.rules_to_none": at_most(1.1)}
PEOPLE = 32
SERVICES = 10_000
TAPS = 1_000  # of one bot in one round
ROUNDS = 7


def measure() -> list[Result]:
    return [uvloop.run(_measure())]


async def _measure() -> Result:
    core, _ = spread_over_cores()
    async with AsyncExitStack() as stack:
        seller = await stack.enter_async_context(panel(SERVICES))
        command = ours(seller.api_url, PEOPLE, **wallets.SETTINGS)
        without, ruled = [
            await stack.enter_async_context(running(command, core, people=PEOPLE)) for _ in range(2)
        ]
        for bot in (without, ruled):
            await bot.people.begin()
            wallets.open_shop(bot.folder)
        price_rules.set_prices(ruled.folder)
        await ruled.people.see("s:1", price_rules.FIRST_SERVICE)
        for bot in (without, ruled):
            await warm_up(bot)
        pairs = [(await _cost(ruled), await _cost(without)) for _ in range(ROUNDS)]
    costs, others = zip(*pairs, strict=True)
    return ratio("prices.rules_to_none", costs, others, "µs")


async def _cost(bot: Bot) -> float:
    """CPU of a tap in µs."""
    before = bot.cpu()
    await bot.people.browse(TAPS, browse)
    return (bot.cpu() - before) / TAPS * 1e6
