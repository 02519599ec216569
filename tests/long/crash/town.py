"""The world around a bot: a panel, a Telegram, customers, an operator, and trouble with all of them."""

import asyncio
import contextlib
import random
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from itertools import zip_longest

import aiohttp

from sandbox.panel.book import Key
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.databases import open_shop
from tests.long.crash.broadcasts import Broadcasts
from tests.long.crash.customers import Customer, Flow
from tests.long.crash.lists import Lists
from tests.long.crash.operator_at_work import Operator
from tests.long.crash.records import Records
from tests.long.crash.trouble import Trouble
from tests.long.crash.verdict import Verdict, judge, judge_broadcasts
from tests.long.crash.wallets import uncredited
from tests.people import Person
from tests.stories.broadcasts.acts import add_crowd, let_crowd_in

OLGA = 1003
CUSTOMERS = 10
LISTING = 4  # of them also send lists
CROWD = 60  # people who only get broadcasts
PATIENCE = 3.0  # seconds that a person waits before beginning anew
OF_BROADCASTS = 8.0  # seconds for a step of a broadcast: a kill in between is waited out
PANEL_SPEED = 20.0  # an order takes a few seconds
STANDS_STILL = 60.0  # seconds in which less work is left now and then, once the trouble is over
CHECKOUT_WITHIN = 2.0  # seconds that the bot has to answer before somebody pays
MANY_STARS = 10_000_000
SHOP = {"MODE": "reseller", "SECRET_KEY": "k" * 40, "ALLOWED_IDS": ""}
MANY_DOLLARS = Decimal(1_000_000)


class Town:
    def __init__(
        self,
        seed: int,
        flow: Flow,
        records: Records,
        *,
        patience: float = PATIENCE,
        troubled: bool = True,
        is_shop: bool = False,
        with_lists: bool = False,
        with_broadcasts: bool = False,
    ) -> None:
        self.chance = random.Random(seed)
        self.panel = PanelServer(speed=PANEL_SPEED, seed=seed)
        self.telegram = TelegramServer(limits=seed % 2 == 0)  # without them more happens in a short life
        self.panel.book.keys["demo-key"] = Key("demo-key", MANY_DOLLARS)
        self._flow = flow
        self._records = records
        self._patience = patience
        self._troubled = troubled
        self._is_shop = is_shop
        self._listing = LISTING if with_lists else 0
        self._crowd = CROWD if with_broadcasts else 0
        self.broadcasts: Broadcasts | None = None
        self.telegram.checkouts.answered_within = CHECKOUT_WITHIN

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator["Town"]:
        """People order from the beginning of the block until `close_shop`."""
        async with self.panel, self.telegram, aiohttp.ClientSession(self.telegram.url) as http:
            self._settle(http)
            self._closing, done = asyncio.Event(), asyncio.Event()
            async with asyncio.TaskGroup() as tasks:
                trouble = Trouble(self.panel, self.telegram, self.chance)
                busy = [*(one.go_on for one in self.customers), *([trouble.go_on] if self._troubled else [])]
                self._busy = [tasks.create_task(go_on(self._closing)) for go_on in busy]
                tasks.create_task(self.operator.go_on(done))
                yield self
                done.set()

    def _settle(self, http: aiohttp.ClientSession) -> None:
        world = self.telegram.world
        services = [
            service.id
            for service in self.panel.book.services.values()
            if service.type == "Default" and service.min <= 100 <= service.max
        ]
        added = [world.add_person(f"Customer {number}").id for number in range(CUSTOMERS)]
        for one in added:
            world.people[one].stars = MANY_STARS
        people = [Person(http, world.chats[one], self._patience) for one in added]
        lists = [
            Lists(person, services, self.chance, owes_long=number == 0)
            for number, person in enumerate(people[: self._listing])
        ]
        self.customers = [
            Customer(person, self._flow, services, self.chance, of_theirs)
            for person, of_theirs in zip_longest(people, lists)
        ]
        if self._crowd:
            olga = Person(http, world.chats[OLGA], OF_BROADCASTS)
            crowd = [Person(http, chat, self._patience) for chat in add_crowd(world, self._crowd)]
            self.broadcasts = Broadcasts(olga, people, crowd, self.chance)
        olga = Person(http, world.chats[OLGA], self._patience)
        self.operator = Operator(olga, self.panel, self._records, self.broadcasts)

    @property
    def environment(self) -> dict[str, str]:
        """The settings of a bot that serves these people."""
        return {
            "BOT_TOKEN": self.telegram.token,
            "TELEGRAM_API_URL": self.telegram.url,
            "PANEL_API_URL": self.panel.api_url,
            "PANEL_API_KEY": "demo-key",
            "PANEL_CALLS_PER_MINUTE": "6000",
            "DATABASE_URL": self._records.url,
            "STATUS_INTERVAL": "0.3",
            "ADMIN_IDS": str(OLGA),
            "ALLOWED_IDS": ",".join(str(customer.person.id) for customer in self.customers),
            "LOG_LEVEL": "WARNING",
            **(SHOP if self._is_shop else {}),
        }

    async def move_in(self) -> None:
        """Confirm the shop's prices and let the crowd in, once the bot has made its tables."""
        if self._is_shop:
            await open_shop(self._records.url, OLGA)
        if self._crowd:
            await let_crowd_in(self._records.url, self._crowd)

    async def more_orders(self, count: int, patience: float) -> None:
        """Wait until people were promised so many more, or so many seconds."""
        wanted = self.promised() + count
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self.promised() < wanted:
                    await asyncio.sleep(0.1)

    def promised(self) -> int:
        """Orders of which the bot said that it sends them. A list counts as one."""
        lists = [one for customer in self.customers for one in customer.lists]
        return sum(len(one.promised) for one in self.customers) + sum(one.is_promised for one in lists)

    async def close_shop(self) -> None:
        """Nobody orders or sends a broadcast any more; wait until all that was begun has come to its end, or goes on no more.

        Whoever ordered much is told of it for long: a chat gets a message a second.
        """
        self._closing.set()
        if self.broadcasts:
            self.broadcasts.is_over = True
        await asyncio.gather(*self._busy)
        left, since = await self._work(), time.monotonic()
        while left and time.monotonic() - since < STANDS_STILL:
            await asyncio.sleep(0.3)
            if (now_left := await self._work()) < left:
                left, since = now_left, time.monotonic()

    async def _work(self) -> int:
        self.panel.book.move()
        return len(self.telegram.world.updates) + await self._records.work()

    async def verdict(self, kills: int) -> Verdict:
        """Once the bot has stopped: what became of all that was ordered."""
        verdict = await judge(kills, self.panel.book, self._records, self.customers, self.operator.witness)
        if self.broadcasts:
            await judge_broadcasts(verdict, self._records, self.broadcasts)
        for wrong in await uncredited(self._records, self.telegram.books.charges):
            verdict.astray += 1
            verdict.details.append(f"astray: {wrong}")
        return verdict
