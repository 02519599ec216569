"""CPU of a tap in Arabic, Hindi and Russian, against the same tap in English.

The whole bot on SQLite with 10,000 services. Four people, one for each language, tap the same button in
turns, and each is as often the first. `page`: a page of a category. `card`: a service. Each is drawn for the
first time in its language, so that no screen comes from a cache.
"""

import random
from collections import deque
from collections.abc import Iterator, Sequence

import uvloop

from benchmarks.rig.bots import Bot, ours, running, spread_over_cores
from benchmarks.rig.results import Goals, Result, at_most, ratio
from benchmarks.rig.sandbox_panel import IN_A_CATEGORY, panel
from benchmarks.rig.taps import Person, WrongAnswer
from views.callbacks import OpenCatalogue, OpenCategory, OpenService
from views.navigation import SERVICES_PER_PAGE

ENGLISH, OTHERS = "en", ("ar", "hi", "ru")
WORDS = {"en": "per 1,000", "ar": "لكل", "hi": "प्रति", "ru": "за"}
"""What pages and cards of a language have in them."""

KINDS = ("page", "card")
GOALS: Goals = {f"languages.{kind}.{code}": at_most(1.1) for kind in KINDS for code in OTHERS}
SERVICES = 10_000
TAPS, WARM_UP = 100, 50  # of one person in one round
ROUNDS = 9


def measure() -> list[Result]:
    return uvloop.run(_measure())


async def _measure() -> list[Result]:
    core, _ = spread_over_cores()
    costs: dict[tuple[str, str], list[float]] = {}
    async with (
        panel(SERVICES) as shop,
        running(ours(shop.api_url, 1 + len(OTHERS)), core, people=1 + len(OTHERS)) as bot,
    ):
        for person, code in zip(bot.people.all, (ENGLISH, *OTHERS), strict=True):
            person.language = code
        await bot.people.begin()
        await bot.people.see(OpenCatalogue().pack(), "services in")
        pages = {"page": _shuffled(await _pages(bot)), "card": _shuffled(_cards())}
        for number in range(-1, ROUNDS):
            for kind in KINDS:
                taps = [next(pages[kind]) for _ in range(WARM_UP if number < 0 else TAPS)]
                for code, cost in (await _round(bot, taps)).items():
                    if number >= 0:
                        costs.setdefault((kind, code), []).append(cost)
    return [
        ratio(f"languages.{kind}.{code}", costs[kind, code], costs[kind, ENGLISH], "µs")
        for kind in KINDS
        for code in OTHERS
    ]


async def _pages(bot: Bot) -> list[str]:
    """The buttons of all pages of all categories; only the lists of categories are opened for it."""
    person, found = bot.people.all[0], dict[str, None]()
    for page in range(SERVICES // IN_A_CATEGORY // SERVICES_PER_PAGE + 1):
        await bot.people.tap_button(person, OpenCatalogue(page=page).pack())
        buttons = bot.stub.messages[person.id].buttons
        found |= dict.fromkeys(one for one in buttons if one.startswith("c:"))
    categories = [OpenCategory.unpack(one).category for one in found]
    return [
        OpenCategory(category=one, page=page).pack()
        for one in categories
        for page in range(IN_A_CATEGORY // SERVICES_PER_PAGE)
    ]


def _cards() -> list[str]:
    return [OpenService(service=str(one)).pack() for one in range(1, SERVICES)]


def _shuffled(pages: Sequence[str]) -> Iterator[str]:
    """None of them twice."""
    return iter(random.Random(1).sample(pages, len(pages)))


async def _round(bot: Bot, taps: Sequence[str]) -> dict[str, float]:
    """CPU of a tap in µs, by language."""
    people, spent = deque(bot.people.all), dict.fromkeys((ENGLISH, *OTHERS), 0.0)
    for data in taps:
        people.rotate()
        for person in people:
            spent[person.language] += await _cost(bot, person, data)
    return {code: cost / len(taps) for code, cost in spent.items()}


async def _cost(bot: Bot, person: Person, data: str) -> float:
    """CPU of a tap in µs."""
    before = bot.cpu()
    await bot.people.tap_button(person, data)
    spent = bot.cpu() - before
    shown = bot.stub.messages[person.id]
    if WORDS[person.language] not in shown.text:
        raise WrongAnswer(f"expected a page in {person.language!r}, saw {shown}")
    return spent * 1e6
