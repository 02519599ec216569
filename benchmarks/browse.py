"""A tap by webhook: 32 people browse, each taps again when the last tap was answered for.

Ours is the whole bot on SQLite with a catalogue of 1,200 services: menu, catalogue, category, another page,
a service, and back. A bare peer does the same two calls, `answerCallbackQuery` and `editMessageText`, with
ten fixed buttons and nothing else. Bots run on one core, Telegram and the people on another. CPU is user and
system time of the bot's process, an update.
"""

from contextlib import AsyncExitStack
from dataclasses import dataclass

import uvloop

from benchmarks.bots import (
    Bot,
    Command,
    bare_aiogram,
    bare_grammy,
    bare_ptb,
    bare_telebot,
    ours,
    running,
    spread_over_cores,
)
from benchmarks.panel import panel
from benchmarks.results import Result, ratios
from benchmarks.taps import Choose, People, Person, WrongAnswer
from benchmarks.telegram_stub import Message

PEOPLE = 32
WARM_UP = 1_000  # taps
TAPS = 1_000  # of one bot in one round
ROUNDS = 5
GOALS = {"aiogram": 0.40, "pytelegrambotapi": 1.0, "grammy": 1.6, "python-telegram-bot": 0.25}
LIMITED_BY = (
    "aiohttp: its client, which sends the page, takes a quarter of the CPU, its server a tenth. SQLite's "
    "statements are an eighth, aiogram and its pydantic models as much, the loop and its system calls a "
    "seventh; a quarter is ours: intake, reading the update, the session, handlers and views."
)


@dataclass(frozen=True, slots=True)
class Step:
    """On a page whose text has `words` there are at least so many `buttons`, of which one is tapped."""

    words: str
    buttons: str
    least: int = 1
    which: int | None = None  # any, if None


ROUND_TRIP = (
    Step("Hello", "cat:"),
    Step("services in", "c:", least=8),
    Step("Prices are per 1,000", "c:", least=3, which=-1),  # on to the second page
    Step("Prices are per 1,000", "s:", least=8),
    Step("per 1,000", "c:"),  # back from the card of the service
    Step("Prices are per 1,000", "home"),
)


def measure() -> list[Result]:
    return uvloop.run(_measure())


async def _measure() -> list[Result]:
    core, _ = spread_over_cores()
    costs: dict[str, list[float]] = {}
    async with AsyncExitStack() as stack:
        shop = await stack.enter_async_context(panel())
        commands = [ours(shop.api_url, PEOPLE), *peers()]
        bots = [await stack.enter_async_context(running(one, core, people=PEOPLE)) for one in commands]
        for bot in bots:
            await warm_up(bot)
        for _ in range(ROUNDS):
            for bot in bots:
                costs.setdefault(bot.name, []).append(await round_of(bot, TAPS))
    return [
        ratios(f"browse.cpu.{name}", goal, costs["ours"], costs[name], "µs") for name, goal in GOALS.items()
    ]


def peers() -> list[Command]:
    return [bare_aiogram(), bare_telebot(), bare_grammy(), bare_ptb()]


async def round_of(bot: Bot, taps: int) -> float:
    """CPU of a tap in µs."""
    before, calls = bot.cpu(), bot.stub.counts.total()
    await bot.people.browse(taps, chooser(bot))
    assert bot.stub.counts.total() - calls == 2 * taps, bot.stub.counts
    return (bot.cpu() - before) / taps * 1e6


async def warm_up(bot: Bot) -> None:
    if bot.name == "ours":
        await warm_up_ours(bot.people)
    else:
        await bot.people.begin()
        await bot.people.browse(WARM_UP, tap_any)


async def warm_up_ours(people: People) -> None:
    """Ours comes up before the panel has told its catalogue."""
    await people.begin()
    await people.see("cat:0", ROUND_TRIP[1].words)
    await people.see("home", ROUND_TRIP[0].words)
    await people.browse(WARM_UP, browse)


def chooser(bot: Bot) -> Choose:
    return browse if bot.name == "ours" else tap_any


def browse(message: Message, person: Person) -> str:
    step = ROUND_TRIP[person.taps % len(ROUND_TRIP)]
    buttons = [data for data in message.buttons if data.startswith(step.buttons)]
    if step.words not in message.text or len(buttons) < step.least:
        raise WrongAnswer(f"expected {step}, saw {message}")
    return person.chance.choice(buttons) if step.which is None else buttons[step.which]


def tap_any(message: Message, person: Person) -> str:
    if len(message.buttons) != 10:
        raise WrongAnswer(f"expected ten buttons, saw {message}")
    return person.chance.choice(message.buttons)
