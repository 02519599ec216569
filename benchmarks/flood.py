"""`python -m benchmarks.flood`: how fast everybody else is answered while one person floods the bot."""

import argparse
import asyncio
import statistics
import tempfile
import time
import tracemalloc
from pathlib import Path

import aiohttp

from bot.main import run
from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.people import Person

ALICE, OLGA = 1001, 1003
BYSTANDERS = 5
PAUSE = 1.1  # seconds between two taps of one person: Telegram takes about one edit a second in a chat


async def taps(person: Person, number: int) -> list[float]:
    """Seconds from a tap to its answer, one after the other."""
    took = []
    for tap in range(number):
        started = time.perf_counter()
        await person.taps("Catalogue" if tap % 2 == 0 else "Menu")
        took.append(time.perf_counter() - started)
        await asyncio.sleep(PAUSE)
    return took


async def taps_of_all(people: list[Person], number: int) -> list[float]:
    return [
        one for took in await asyncio.gather(*(taps(person, number) for person in people)) for one in took
    ]


async def flood(person: Person, a_second: int) -> None:
    while True:
        started = time.perf_counter()
        await person.writes("/catalogue")
        await asyncio.sleep(max(0.0, 1 / a_second - (time.perf_counter() - started)))


async def measure(wish: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder:
        async with PanelServer(speed=0) as panel, TelegramServer() as telegram:
            others = [telegram.world.add_person("Somebody").id for _ in range(BYSTANDERS)]
            settings = Settings(
                _env_file=None, bot_token=telegram.token, telegram_api_url=telegram.url,
                panel_api_url=panel.api_url, panel_api_key="demo-key", panel_calls_per_minute=6_000,
                database_url=f"sqlite:///{Path(folder)}/bot.db", backup_keep=0,
                admin_ids=frozenset({OLGA}), allowed_ids=frozenset({ALICE, *others}),
            )  # fmt: skip
            stop = asyncio.Event()
            bot = asyncio.create_task(run(settings, stop, look_for=0))
            async with aiohttp.ClientSession(telegram.url) as http:
                alice = Person(http, telegram.world.chats[ALICE], 60)
                people = [Person(http, telegram.world.chats[one], 60) for one in (OLGA, *others)]
                await asyncio.gather(*(person.says("/start") for person in (alice, *people)))
                calm = await taps_of_all(people, wish.taps)
                tracemalloc.start()
                flooding = asyncio.create_task(flood(alice, wish.a_second))
                await asyncio.sleep(2)
                before, _ = tracemalloc.get_traced_memory()
                busy = await taps_of_all(people, wish.taps)
                after, _ = tracemalloc.get_traced_memory()
                flooding.cancel()
                sent = len(telegram.world.taken) + len(telegram.world.updates)
            stop.set()
            await bot
    for name, took in (("calm", calm), ("flood", busy)):
        print(f"{name}: p50 {statistics.median(took) * 1e3:.0f} ms, p95 {p95(took) * 1e3:.0f} ms")
    print(f"updates {sent}, memory {(after - before) / 1e6:+.1f} MB over the flood, sandbox included")


def p95(took: list[float]) -> float:
    return sorted(took)[int(len(took) * 0.95)]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m benchmarks.flood", description=__doc__)
    parser.add_argument("--taps", type=int, default=14, help="of each bystander, an even number")
    parser.add_argument("--a-second", type=int, default=200, help="updates of the person who floods")
    asyncio.run(measure(parser.parse_args()))
