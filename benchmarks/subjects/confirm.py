"""CPU of confirming an order: from a tap on "Place order" until the card is drawn over the review.

In it: claim, order row, outbox row, durable commit, the tap's answer, and the edit that draws the card, which
the outbox sends at its 29.2 a second. The peer is bare aiogram as in `browse`: a tap and the same two calls.
Its people tap at the pace of the outbox, too: between two cards a bot is idle, and its caches go cold. 32
people, each with a draft that the wizard made ready before. The panel holds its first answer until all cards
are drawn, so that the submitter is not in the figure. In a shop the same confirm also holds its price in a
wallet, and is compared with the private one.
"""

import asyncio
from contextlib import AsyncExitStack

import uvloop

from benchmarks.rig import wallets
from benchmarks.rig.bots import Bot, bare_aiogram, ours, running, spread_over_cores
from benchmarks.rig.browsing import warm_up
from benchmarks.rig.results import Goals, Result, at_most, ratio
from benchmarks.rig.sandbox_panel import panel
from benchmarks.rig.taps import DRAWN, Person, WrongAnswer
from bot.telegram.rate_limits import MESSAGES_A_SECOND
from sandbox.panel.server import PanelServer

GOALS: Goals = {"confirm.to_aiogram_echo": at_most(1.0), "confirm.wallet_to_private": at_most(1.25)}
PEOPLE = 32
HELD_S = 2.5
"""Longer than the outbox takes to draw the cards of all people."""
ECHOES = 2  # taps of each person in one window
ROUNDS = 7


def measure() -> list[Result]:
    return uvloop.run(_measure())


async def _measure() -> list[Result]:
    core, _ = spread_over_cores()
    confirms, echoes, from_wallets = [], [], []
    async with AsyncExitStack() as stack:
        shop = await stack.enter_async_context(panel())
        seller = await stack.enter_async_context(panel())
        whole, echo, selling = [
            await stack.enter_async_context(running(one, core, people=PEOPLE))
            for one in (
                ours(shop.api_url, PEOPLE),
                bare_aiogram(),
                ours(seller.api_url, PEOPLE, **wallets.SETTINGS),
            )
        ]
        for bot in (whole, echo, selling):
            await warm_up(bot)
        wallets.open_shop(selling.folder)
        for _ in range(ROUNDS):
            confirms.append(await _confirm_all(whole, shop))
            echoes.append(await _echo_all(echo))
            from_wallets.append(await _confirm_all(selling, seller))
    return [
        ratio("confirm.to_aiogram_echo", confirms, echoes, "µs"),
        ratio("confirm.wallet_to_private", from_wallets, confirms, "µs"),
    ]


async def _confirm_all(bot: Bot, shop: PanelServer) -> float:
    """CPU of a confirm in µs."""
    everybody = bot.people.all
    await asyncio.gather(*(_prepare(bot, person) for person in everybody))
    shop.faults.switch_on("slow", "add", times=1, seconds=HELD_S)
    began, drawn = bot.cpu(), bot.stub.counts[DRAWN]
    await asyncio.gather(*(_confirm(bot, person) for person in everybody))
    spent = bot.cpu() - began
    assert bot.stub.counts[DRAWN] - drawn == PEOPLE, "the panel was not held for long enough"
    await asyncio.gather(*(_follow(bot, person) for person in everybody))
    return spent / PEOPLE * 1e6


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


async def _echo_all(bot: Bot) -> float:
    """CPU of a tap and its two calls in µs."""
    before = bot.cpu()
    for person in bot.people.all * ECHOES:
        await bot.people.tap_button(person, bot.stub.messages[person.id].buttons[0])
        await asyncio.sleep(1 / MESSAGES_A_SECOND)
    return (bot.cpu() - before) / (PEOPLE * ECHOES) * 1e6
