"""One world: a panel, a Telegram, people and their troubles, and a program that is killed again and again."""

import asyncio
import contextlib
import os
import random
import signal
import sqlite3
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from decimal import Decimal
from pathlib import Path

import aiohttp

from sandbox.panel.book import Key
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.crash.customers import Customer, Flow, order_at_panelgram, order_at_plain_bot
from tests.crash.operator_at_work import Operator
from tests.crash.points import POINTS
from tests.crash.trouble import Trouble
from tests.crash.verdict import Verdict, judge
from tests.people import Person

ROOT = Path(__file__).parents[2]
PROGRAMS: dict[str, tuple[str, Flow]] = {
    "panelgram": ("tests.crash.real_bot", order_at_panelgram),
    "plain": ("tests.crash.plain_bot", order_at_plain_bot),
}
OLGA = 1003
CUSTOMERS = 10
PATIENCE = 3.0  # seconds that a person waits before beginning anew
PANEL_SPEED = 20.0  # an order takes a few seconds
LIVES = (0.4, 3.0, 3.0)  # seconds at most until a program is killed that did not reach its point
QUIET_WITHIN = 180.0  # seconds for everything to come to its end once the trouble is over
STOPS_WITHIN = 40.0
MANY_DOLLARS = Decimal(1_000_000)


class Broken(Exception):
    """The program ended by itself, or did not come to rest."""


class World:
    lives: tuple[float, ...] = LIVES

    def __init__(self, folder: Path, seed: int, program: str) -> None:
        self._folder = folder
        self._seed = seed
        self._chance = random.Random(seed)
        self._program = program
        self._module, self._flow = PROGRAMS[program]
        self._database = folder / "panelgram.db"
        self._panel = PanelServer(speed=PANEL_SPEED, seed=seed)
        self._telegram = TelegramServer(limits=seed % 2 == 0)  # without them more happens in a short life
        self._panel.book.keys["demo-key"] = Key("demo-key", MANY_DOLLARS)

    async def run(self, kills: int) -> Verdict:
        """Let people order while the program is killed so often, then see how it all ended."""
        async with self._panel, self._telegram, aiohttp.ClientSession(self._telegram.url) as http:
            self._people(http)
            stop, done = asyncio.Event(), asyncio.Event()
            async with self._nursery() as nursery, asyncio.TaskGroup() as tasks:
                trouble = Trouble(self._panel, self._telegram, self._chance)
                busy = [tasks.create_task(customer.go_on(stop)) for customer in self._customers]
                busy.append(tasks.create_task(trouble.go_on(stop)))
                tasks.create_task(self._operator.go_on(done))
                for _ in range(kills):
                    await self._kill_once(nursery)
                stop.set()
                await self._come_to_rest(nursery, busy)
                done.set()
        return judge(kills, self._panel.book, self._database, self._customers, self._operator.witness)

    def _people(self, http: aiohttp.ClientSession) -> None:
        world = self._telegram.world
        services = [
            service.id
            for service in self._panel.book.services.values()
            if service.type == "Default" and service.min <= 100 <= service.max
        ]
        self._operator = Operator(Person(http, world.chats[OLGA], PATIENCE), self._panel, self._database)
        added = [world.add_person(f"Customer {number}").id for number in range(CUSTOMERS)]
        self._customers = [
            Customer(Person(http, world.chats[one], PATIENCE), self._flow, services, self._chance)
            for one in added
        ]

    @asynccontextmanager
    async def _nursery(self) -> AsyncIterator["Nursery"]:
        environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "BOT_TOKEN": self._telegram.token,
            "TELEGRAM_API_URL": self._telegram.url,
            "PANEL_API_URL": self._panel.api_url,
            "PANEL_API_KEY": "demo-key",
            "PANEL_CALLS_PER_MINUTE": "6000",
            "DATABASE_URL": f"sqlite:///{self._database}",
            "STATUS_INTERVAL": "0.3",
            "ADMIN_IDS": str(OLGA),
            "ALLOWED_IDS": ",".join(str(customer.person.id) for customer in self._customers),
            "LOG_LEVEL": "WARNING",
        }
        with (self._folder / "bot.log").open("ab") as log:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.crash.nursery", self._module,
                env=environment, cwd=self._folder, stderr=log,
                stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
            )  # fmt: skip
            try:
                yield await Nursery(process).ready()
            finally:
                process.kill()
                await process.wait()

    async def _kill_once(self, nursery: "Nursery") -> None:
        """At a named point, or at any moment; now and then by SIGTERM, which has to end it in order."""
        child = await nursery.start(*self.choose_point())
        status = await nursery.ended(self._chance.choice(self.lives) * self._chance.uniform(0.1, 1.0))
        foreseen = {-signal.SIGKILL}
        if status is None:
            number = self._chance.choice((*[signal.SIGKILL] * 6, signal.SIGTERM))
            with contextlib.suppress(ProcessLookupError):  # it reached its point just now
                os.kill(child, number)
            status = await nursery.ended(STOPS_WITHIN)
            foreseen |= {0} if number == signal.SIGTERM else set()
        self._check(status, foreseen)

    def choose_point(self) -> tuple[str, int]:
        """Where to kill, and at which time that it comes there."""
        return self._chance.choice((*POINTS, *["any_moment"] * 4)), self._chance.randint(1, 8)

    def _check(self, status: int | None, foreseen: set[int]) -> None:
        if status not in foreseen and self._program != "plain":  # that one gives up when Telegram stumbles
            raise Broken(f"the program ended with {status}; see {self._folder}/bot.log")

    async def _come_to_rest(self, nursery: "Nursery", busy: list["asyncio.Task[None]"]) -> None:
        """Let the program run undisturbed until nothing is left to do, then end it as an operator does."""
        child = await nursery.start("never", 1)
        await asyncio.gather(*busy)
        deadline = time.monotonic() + QUIET_WITHIN
        while not self._is_at_rest():
            if time.monotonic() > deadline:
                break  # the verdict tells what is left
            await asyncio.sleep(0.3)
        os.kill(child, signal.SIGTERM)
        self._check(await nursery.ended(STOPS_WITHIN), {0})

    def _is_at_rest(self) -> bool:
        if self._telegram.world.updates:
            return False
        self._panel.book.move()
        left = [
            "SELECT count(*) FROM orders WHERE status NOT IN ('completed', 'partial', 'canceled', 'failed')",
            "SELECT count(*) FROM outbox WHERE status IN ('pending', 'sending')",
            "SELECT count(*) FROM refills WHERE status NOT IN ('failed', 'completed', 'rejected', 'canceled', 'error')",
        ]
        with closing(sqlite3.connect(self._database)) as connection:
            tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
            return not any(connection.execute(sql).fetchone()[0] for sql in left if sql.split()[3] in tables)


class Nursery:
    """The process that forks the program; see nursery.py."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def ready(self) -> "Nursery":
        await self._line()
        return self

    async def start(self, point: str, count: int) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(f"{point} {count}\n".encode())
        self._child = int(await self._line())
        self._end = asyncio.ensure_future(self._line())
        return self._child

    async def ended(self, patience: float) -> int | None:
        """Its exit code, negative for a signal; None if it runs on."""
        await asyncio.wait({self._end}, timeout=patience)
        return int(self._end.result()) if self._end.done() else None

    async def _line(self) -> str:
        assert self._process.stdout is not None
        return (await self._process.stdout.readline()).decode().strip()
