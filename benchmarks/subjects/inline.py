"""CPU of an inline answer: somebody types after the bot's name, with a catalogue of 10,000 services.

Ours is the whole bot by webhook. The figure is what its process used from the POST of a query to the answer
at Telegram; of each kind the one that 99 of 100 queries do not exceed. No words are typed twice, so that no
answer comes from a cache. `usual`: beginnings of words of a service's name. `misspelt`: two words of a name,
each with a letter that is missing, doubled or wrong. `empty`: no words, which gives 20 favourites. `longest`:
256 characters, misspelt.
"""

import json
import random
import statistics
from collections.abc import Iterator

import uvloop

from benchmarks.rig.bots import Bot, ours, running, spread_over_cores
from benchmarks.rig.listing import services
from benchmarks.rig.other_updates import type_inline
from benchmarks.rig.results import Goals, Result, at_most, scaled
from benchmarks.rig.stub_panel import stub_panel
from benchmarks.rig.taps import Person, WrongAnswer
from views.callbacks import MarkService, OpenService

KINDS = ("usual", "misspelt", "empty", "longest")
GOALS: Goals = {f"inline.{kind}": at_most(5) for kind in KINDS}
SERVICES = 10_000
QUERIES = 500  # of each kind
WARM_UP = 50
FAVOURITES = 20
LONGEST = 256  # characters that Telegram passes on
LETTERS = "abcdefghijklmnopqrstuvwxyzабвгдежз"


def measure() -> list[Result]:
    with stub_panel() as port:
        return uvloop.run(_measure(f"http://127.0.0.1:{port}/"))


async def _measure(url: str) -> list[Result]:
    core, _ = spread_over_cores()
    async with running(ours(url, 1, PANEL_API_KEY="typing"), core, people=1) as bot:
        alice = bot.people.all[0]
        await bot.people.begin()
        await bot.people.see("cat:0", "services in")
        await _mark_favourites(bot, alice)
        typed = {kind: _queries(kind) for kind in KINDS}
        for _ in range(WARM_UP):
            await _cost(bot, alice, next(typed["usual"]))
        costs: dict[str, list[float]] = {kind: [] for kind in KINDS}
        for _ in range(QUERIES):
            for kind in KINDS:
                costs[kind].append(await _cost(bot, alice, next(typed[kind])))
                _check(kind, alice)
    return [_result(kind, sorted(took)) for kind, took in costs.items()]


async def _mark_favourites(bot: Bot, person: Person) -> None:
    for one in range(1, FAVOURITES + 1):
        await bot.people.tap_button(person, OpenService(service=str(one)).pack())
        await bot.people.tap_button(person, MarkService(service=str(one)).pack())


async def _cost(bot: Bot, person: Person, words: str) -> float:
    """CPU of the bot in ms."""
    before = bot.cpu()
    await type_inline(bot.people, person, words)
    return (bot.cpu() - before) * 1e3


def _check(kind: str, person: Person) -> None:
    found = len(json.loads(person.found))
    if not found or (kind == "empty" and found != FAVOURITES):
        raise WrongAnswer(f"{found} results of a query of the kind {kind!r}")


def _queries(kind: str) -> Iterator[str]:
    chance = random.Random(kind)
    names = [_words(str(one["name"])) for one in services(SERVICES)]
    typed: set[str] = set()
    while True:
        words = _query(kind, chance.choice(names), chance)
        if kind == "empty" or words not in typed:
            typed.add(words)
            yield words


def _words(name: str) -> list[str]:
    """Return the words of a service's name. The last word names one of thousands of suppliers."""
    kind, _, qualities = name.partition(" [")[0].partition(" · ")
    return [*kind.split(), *qualities.split(" · ")]


def _query(kind: str, name: list[str], chance: random.Random) -> str:
    match kind:
        case "usual":
            *whole, last = chance.sample(name, chance.randint(1, 3))
            return " ".join([*whole, last[: chance.randint(1, len(last))]])
        case "misspelt":
            return " ".join(_misspelt(word, chance) for word in (name[-1], chance.choice(name)))
        case "longest":
            words = [_misspelt(word, chance) for word in chance.choices(name, k=LONGEST)]
            return " ".join(words)[:LONGEST]
    return ""


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(word))
    return word[:at] + chance.choice(("", word[at] * 2, chance.choice(LETTERS))) + word[at + 1 :]


def _result(kind: str, took: list[float]) -> Result:
    raw = f"{len(took)} queries, p50 {statistics.median(took):.2f} ms, the slowest {took[-1]:.2f} ms"
    return scaled(f"inline.{kind}", took[int(len(took) * 0.99)], "ms", raw)
