"""How long a list of 100 orders takes: until its review is there, and until its confirm is answered.

The whole bot of a shop on SQLite, with 1,200 services. A review takes from the POST of the list to the
message at Telegram; `text` is one message, `csv` a file that the bot fetches from Telegram. All lines can be
ordered, for 100 different links. `confirm` takes from the tap to the redrawn review, after the one
transaction that makes the orders and holds their prices; without a goal. The panel is the sandbox's, on the
second core, and has all orders of a list before the next one is sent.
"""

import asyncio
import itertools
import statistics
from collections.abc import Sequence

import uvloop

from benchmarks.rig import wallets
from benchmarks.rig.bots import Bot, ours, running, spread_over_cores
from benchmarks.rig.other_updates import send_table
from benchmarks.rig.results import Goals, Result, at_most, scaled
from benchmarks.rig.sandbox_panel import panel
from benchmarks.rig.taps import SENT, TAPPED, Person, WrongAnswer
from sandbox.panel.server import PanelServer
from views.order_callbacks import ConfirmMassOrder

CONFIRM = f"{ConfirmMassOrder.__prefix__}:"
GOALS: Goals = {"mass.text": at_most(300), "mass.csv": at_most(300)}
LINES = 100
REVIEWS = 21  # of each kind
CONFIRMS = 7
SERVICES = 1_200
LONGEST_MESSAGE = 4_096  # characters
ALL_ORDERED_S = 60
CALM_S = 2  # time enough to draw the summary


def measure() -> list[Result]:
    return uvloop.run(_measure())


async def _measure() -> list[Result]:
    core, _ = spread_over_cores()
    lists = (_list(number) for number in itertools.count())
    async with (
        panel(SERVICES) as seller,
        running(ours(seller.api_url, 1 + CONFIRMS, **wallets.SETTINGS), core, people=1 + CONFIRMS) as bot,
    ):
        await bot.people.begin()
        await bot.people.see("cat:0", "services in")
        wallets.open_shop(bot.folder)
        alice, *buyers = bot.people.all
        reviews = [
            (await _text(bot, alice, next(lists)), await _csv(bot, alice, next(lists)))
            for _ in range(REVIEWS)
        ]
        confirms = [await _confirm(bot, one, next(lists), seller) for one in buyers]
    texts, files = zip(*reviews, strict=True)
    return [_result("text", texts), _result("csv", files), _result("confirm", confirms)]


def _list(number: int) -> list[str]:
    return [
        f"{1 + (number + line * 7) % (SERVICES - 1)} | https://ex.com/{number}/{line} | 100"
        for line in range(LINES)
    ]


async def _text(bot: Bot, person: Person, lines: list[str]) -> float:
    """Seconds until the review of a typed list was there."""
    text = "\n".join(lines)
    assert len(text) <= LONGEST_MESSAGE
    took = await bot.people.write(person, text)
    _expect(bot, person, f"{LINES} lines, ")
    return took


async def _csv(bot: Bot, person: Person, lines: list[str]) -> float:
    """Likewise of a file."""
    text = "\r\n".join(["Service;Link;Quantity", *(line.replace(" | ", ";") for line in lines)])
    took = await send_table(bot.people, bot.stub, person, text)
    _expect(bot, person, f"{LINES} lines, ")
    return took


async def _confirm(bot: Bot, person: Person, lines: list[str], seller: PanelServer) -> float:
    """Seconds until the confirm of a list was answered. The summary comes meanwhile."""
    await _text(bot, person, lines)
    ordered = len(seller.book.orders)
    (data,) = [one for one in bot.stub.messages[person.id].buttons if one.startswith(CONFIRM)]
    took = await bot.people.tap_button(person, data, TAPPED | {SENT})
    async with asyncio.timeout(ALL_ORDERED_S):
        while len(seller.book.orders) < ordered + LINES:  # noqa: ASYNC110 - another process orders
            await asyncio.sleep(0.1)
    await asyncio.sleep(CALM_S)
    _expect(bot, person, f"of {LINES} finished")
    return took


def _expect(bot: Bot, person: Person, words: str) -> None:
    shown = bot.stub.messages[person.id]
    if words not in shown.text:
        raise WrongAnswer(f"expected {words!r}, saw {shown}")


def _result(name: str, took: Sequence[float]) -> Result:
    raw = f"{len(took)} lists, the slowest {max(took) * 1e3:.0f} ms"
    return scaled(f"mass.{name}", statistics.median(took) * 1e3, "ms", raw)
