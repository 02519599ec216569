"""CPU of a tap by webhook: 32 people browse, and each taps again as soon as the last tap was answered.

Ours is the whole bot on SQLite with a catalogue of 1,200 services: menu, catalogue, category, another page,
a service, and back. A peer makes the same two calls, `answerCallbackQuery` and `editMessageText`, with ten
fixed buttons and nothing else. The bots run on one core, Telegram and the people on another.
"""

from contextlib import AsyncExitStack

import uvloop

from benchmarks.rig.bots import (
    Bot,
    bare_aiogram,
    bare_grammy,
    bare_ptb,
    bare_telebot,
    ours,
    running,
    spread_over_cores,
)
from benchmarks.rig.browsing import chooser, warm_up
from benchmarks.rig.results import Goals, Result, at_most, ratio
from benchmarks.rig.sandbox_panel import panel

GOALS: Goals = {
    "browse.to_aiogram": at_most(0.45),
    "browse.to_pytelegrambotapi": at_most(1.0),
    "browse.to_grammy": at_most(1.6),
    "browse.to_python-telegram-bot": at_most(0.25),
}
PEOPLE = 32
TAPS = 1_000  # of one bot in one round
ROUNDS = 5


def measure() -> list[Result]:
    return uvloop.run(_measure())


async def _measure() -> list[Result]:
    core, _ = spread_over_cores()
    costs: dict[str, list[float]] = {}
    async with AsyncExitStack() as stack:
        shop = await stack.enter_async_context(panel())
        commands = [ours(shop.api_url, PEOPLE), bare_aiogram(), bare_telebot(), bare_grammy(), bare_ptb()]
        bots = [await stack.enter_async_context(running(one, core, people=PEOPLE)) for one in commands]
        for bot in bots:
            await warm_up(bot)
        for _ in range(ROUNDS):
            for bot in bots:
                costs.setdefault(bot.name, []).append(await _cost(bot))
    mine = costs.pop("ours")
    return [ratio(f"browse.to_{name}", mine, theirs, "µs") for name, theirs in costs.items()]


async def _cost(bot: Bot) -> float:
    """CPU of a tap in µs."""
    before, calls = bot.cpu(), bot.stub.counts.total()
    await bot.people.browse(TAPS, chooser(bot))
    assert bot.stub.counts.total() - calls == 2 * TAPS, bot.stub.counts
    return (bot.cpu() - before) / TAPS * 1e6
