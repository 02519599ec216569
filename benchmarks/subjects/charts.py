"""Taps of 32 people at the whole bot, saturated, while it draws a picture for an operator and while not.

The bot runs on SQLite, and its database has 100,000 orders, 500 a day. The bot and the child process that
draws may use every core, as on a server; the people and their Telegram have one. On one core alone the pauses
are longer: there the system lets the child run for milliseconds at a time. In one window an operator asks for
a picture, and people tap at least until it has come. The next window has as many taps and no picture. A tap
takes from its POST to its page at Telegram.
"""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import uvloop

from benchmarks.rig.bots import Bot, ours, running, spread_over_cores
from benchmarks.rig.browsing import browse_catalogue
from benchmarks.rig.bulk import Rows, load_sqlite
from benchmarks.rig.results import Goals, Result, at_most, ratio
from benchmarks.rig.sandbox_panel import panel
from benchmarks.rig.taps import ANSWERED, FIRST_PERSON, PATIENCE, RETURNED, People, Person
from storage.users import called
from usecases.clock import DAY, HOUR, wall_clock
from views.operating.callbacks import SendPicture

GOALS: Goals = {"charts.taps_p99": at_most(1.15)}
PEOPLE = 32
TAPS = 3_000  # in one window at least
STEP = 500  # taps between two looks whether the picture has come
ROUNDS = 15
OPERATORS = range(FIRST_PERSON + PEOPLE, FIRST_PERSON + PEOPLE + ROUNDS + 1)
"""One for each picture: a second tap gets none so soon."""

ORDERS, A_DAY = 100_000, 500
SENT_PHOTO = "sendPhoto"

USER = ("id", "telegram_id", "name", "username", "created_at", "role", "operator_role", "called")
ORDER = (
    "id", "user_id", "panel_key_id", "draft_id", "service_id", "service_name", "service_type", "parameters",
    "target", "quantity", "rate", "price", "currency", "refillable", "cancelable", "status", "panel_order_id",
    "created_at", "placed_at", "ended_at", "paid_from",
)  # fmt: skip


def measure() -> list[Result]:
    with tempfile.TemporaryDirectory() as folder:
        return [uvloop.run(_measure(Path(folder) / "bot.db"))]


async def _measure(file: Path) -> Result:
    core, others = spread_over_cores()
    beside: list[float] = []
    calm: list[float] = []
    drawn_in: list[float] = []
    async with AsyncExitStack() as stack:
        shop = await stack.enter_async_context(panel())
        load_sqlite(file, _loads(shop.api_url, wall_clock()))
        settings = {"DATABASE_URL": f"sqlite:///{file}", "ALLOWED_IDS": People.ids(PEOPLE)}
        command = ours(shop.api_url, PEOPLE, **settings)
        bot = await stack.enter_async_context(running(command, core | others, people=PEOPLE + len(OPERATORS)))
        await bot.people.begin()
        await bot.people.see("cat:0", "services in")
        await bot.people.see("home", "Hello")
        await _taps(bot, TAPS)
        first, *operators = bot.people.all[PEOPLE:]
        await _draw(bot, first)
        for operator in operators:
            taps, drawn = await _with_picture(bot, operator)
            beside.append(_p99(taps))
            calm.append(_p99(await _taps(bot, len(taps))))
            drawn_in.append(drawn)
    result = ratio("charts.taps_p99", beside, calm, "ms")
    pictures = f"; a picture took {sorted(drawn_in)[ROUNDS // 2]:.2f} s"
    return Result(result.name, result.measured, result.unit, result.raw + pictures)


async def _with_picture(bot: Bot, operator: Person) -> tuple[list[float], float]:
    """Return what the taps took while a picture was drawn, and what the picture took, in seconds."""
    drawing = asyncio.create_task(_draw(bot, operator))
    taps: list[float] = []
    while len(taps) < TAPS or not drawing.done():
        taps += await _taps(bot, STEP)
    return taps, await drawing


async def _taps(bot: Bot, count: int) -> list[float]:
    return (await bot.people.browse(count, browse_catalogue, bot.people.all[:PEOPLE])).took


def _p99(took: list[float]) -> float:
    """In milliseconds."""
    return sorted(took)[int(len(took) * 0.99)] * 1e3


async def _draw(bot: Bot, operator: Person) -> float:
    """Return the seconds from the operator's tap to the picture."""
    before, begun = bot.stub.counts[SENT_PHOTO], time.perf_counter()
    expected = frozenset({ANSWERED, RETURNED})
    await bot.people.tap_button(operator, SendPicture().pack(), expected, ANSWERED)
    async with asyncio.timeout(PATIENCE):  # a text comes instead of a picture that takes too long
        while bot.stub.counts[SENT_PHOTO] == before:  # noqa: ASYNC110 - who draws is another process
            await asyncio.sleep(0.005)
    return time.perf_counter() - begun


def _loads(panel_url: str, now: int) -> list[Rows]:
    """The operators are viewers, who get no alerts between the answers."""
    users = [(one, one, "Olga", "olga", 0, "operator", "viewer", called("Olga", "olga")) for one in OPERATORS]
    return [
        Rows("users", USER, users),
        Rows("panel_keys", ("id", "url"), [(1, panel_url)]),
        Rows("orders", ORDER, _orders(now)),
    ]


def _orders(now: int) -> Iterator[tuple[int | str | None, ...]]:
    for number in range(ORDERS):
        at = now - (ORDERS - number) * DAY // A_DAY
        status = ("canceled", "partial", *["completed"] * 8)[number % 10]
        yield (
            number + 1, OPERATORS[0], 1, f"draft-{number}", str(number % 20), f"Followers {number % 20}",
            "default", "{}", f"https://example.com/p/{number}", 1_000, "1", 1_000_000, "USD", 0, 0, status,
            str(number), at, at, at + number % 20 * HOUR, "panel",
        )  # fmt: skip
