"""Confirming an order: a tap on "Place order", until the card is drawn over the review.

In it: claim, order row, outbox row, durable commit, the tap's answer, and the edit that draws the card, which
the outbox sends at its 29.2 a second. The peer is bare aiogram as in `browse`: a tap, the same two calls, ten
fixed buttons. Between two cards our bot is idle and its caches go cold, so the peer's people tap at that pace
too. In the raw figures stand besides what the peer's tap costs at full speed, what it takes to answer a text
with a text (one call and no buttons), at that pace and at full speed, and what follows a confirm by itself:
the call to the panel with its two commits, the first sweep, and the card drawn after each. The panel holds
its first answer until the cards of the confirm are drawn. 32 people, each with a draft that the wizard made
ready before.
"""

import asyncio
import itertools
import statistics
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace

import uvloop

from benchmarks.bots import Bot, bare_aiogram, ours, running, spread_over_cores
from benchmarks.browse import warm_up
from benchmarks.panel import panel
from benchmarks.results import Result, ratios
from benchmarks.taps import DRAWN, Person, WrongAnswer
from bot.telegram.rate_limits import MESSAGES_A_SECOND
from sandbox.panel.server import PanelServer

PEOPLE = 32
HELD = 2.5  # seconds: longer than the outbox takes to draw the cards of all people
ECHOED = 2  # taps, or messages, of each person in one window
ROUNDS = 7
GOAL = 1.0
PAUSE = 1 / MESSAGES_A_SECOND

Echo = Callable[[Bot, Person], Awaitable[None]]

LIMITED_BY = (
    "the outbox's delivery is half of it, in equal parts composing the card from storage and views and the "
    "edit by aiohttp's client; the tap with claim, rows and commit is a quarter; the rest are the sender's "
    "looks into the outbox, the pace's timer and the loop."
)


def measure() -> list[Result]:
    return [uvloop.run(_measure())]


async def _measure() -> Result:
    core, _ = spread_over_cores()
    confirms, later = [], []
    echoes: dict[tuple[Echo, float], list[float]] = {}
    async with AsyncExitStack() as stack:
        shop = await stack.enter_async_context(panel())
        whole, echo = [
            await stack.enter_async_context(running(one, core, people=PEOPLE))
            for one in (ours(shop.api_url, PEOPLE), bare_aiogram())
        ]
        await warm_up(whole)
        await warm_up(echo)
        for _ in range(ROUNDS):
            confirm, follows = await _confirm_all(whole, shop)
            confirms.append(confirm)
            later.append(follows)
            await echo.people.begin()
            for kind, pause in itertools.product((_tap, _write), (PAUSE, 0)):
                echoes.setdefault((kind, pause), []).append(await _echo(echo, kind, pause))
    result = ratios("confirm.cpu.aiogram_echo", GOAL, confirms, echoes[_tap, PAUSE], "µs")
    tap, write, fast_write = (
        statistics.median(echoes[which]) for which in ((_tap, 0), (_write, PAUSE), (_write, 0))
    )
    raw = (
        f"{result.raw}; the peer's tap at full speed {tap:.0f} µs; a text answered with a text "
        f"{write:.0f} µs at that pace, {fast_write:.0f} at full speed; what follows a confirm by itself "
        f"{statistics.median(later):.0f} µs"
    )
    return replace(result, raw=raw)


async def _confirm_all(bot: Bot, shop: PanelServer) -> tuple[float, float]:
    """CPU of a confirm, and of what follows by itself, in µs."""
    everybody = bot.people.all
    await asyncio.gather(*(_prepare(bot, person) for person in everybody))
    shop.faults.switch_on("slow", "add", times=1, seconds=HELD)
    began, drawn = bot.cpu(), bot.stub.counts[DRAWN]
    await asyncio.gather(*(_confirm(bot, person) for person in everybody))
    confirmed = bot.cpu()
    assert bot.stub.counts[DRAWN] - drawn == PEOPLE, "the panel was not held for long enough"
    await asyncio.gather(*(_follow(bot, person) for person in everybody))
    return (confirmed - began) / PEOPLE * 1e6, (bot.cpu() - confirmed) / PEOPLE * 1e6


async def _prepare(bot: Bot, person: Person) -> None:
    """From a service to the review, by the wizard."""
    service = person.chance.randrange(1, 1_200)
    await bot.people.write(person, f"/start s_{service}")
    await bot.people.tap_button(person, f"d:{service}")
    await bot.people.write(person, f"https://example.com/p/{person.id}/{bot.stub.counts.total()}")
    await bot.people.write(person, "500")


async def _confirm(bot: Bot, person: Person) -> None:
    confirm = [data for data in bot.stub.messages[person.id].buttons if data.startswith("ok:")]
    if not confirm:
        raise WrongAnswer(f"expected a review, saw {bot.stub.messages[person.id]}")
    await bot.people.tap_button(person, confirm[0])
    _expect_card(bot, person, "Sending")
    person.expects(frozenset({DRAWN}))


async def _follow(bot: Bot, person: Person) -> None:
    """The card moves twice: when the panel has the order, and when the first sweep has heard of it."""
    await person.sees()
    _expect_card(bot, person, "Reference")
    person.expects(frozenset({DRAWN}))
    await person.sees()


def _expect_card(bot: Bot, person: Person, words: str) -> None:
    shown = bot.stub.messages[person.id]
    if words not in shown.text:
        raise WrongAnswer(f"expected a card with {words!r}, saw {shown}")


async def _echo(bot: Bot, kind: Echo, pause: float) -> float:
    """CPU of what a person does and the bot answers, in µs; `pause` in seconds from one to the next."""
    everybody = bot.people.all * ECHOED
    before = bot.cpu()
    if pause:
        for person in everybody:
            await kind(bot, person)
            await asyncio.sleep(pause)
    else:
        for _ in range(ECHOED):
            await asyncio.gather(*(kind(bot, person) for person in bot.people.all))
    return (bot.cpu() - before) / len(everybody) * 1e6


async def _tap(bot: Bot, person: Person) -> None:
    await bot.people.tap_button(person, bot.stub.messages[person.id].buttons[0])


async def _write(bot: Bot, person: Person) -> None:
    """The answer has no buttons."""
    await bot.people.write(person, "500")
