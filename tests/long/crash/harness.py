"""One world: people and their troubles, and a program that is killed again and again."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from tests.databases import empty_database
from tests.long.crash.customers import Flow, order_at_panelgram, order_at_plain_bot, order_at_shop
from tests.long.crash.nurseries import Nursery, nursery_of
from tests.long.crash.points import POINTS
from tests.long.crash.records import Records
from tests.long.crash.town import Town
from tests.long.crash.verdict import Verdict

PROGRAMS: dict[str, tuple[str, Flow]] = {
    "panelgram": ("tests.long.crash.real_bot", order_at_panelgram),
    "shop": ("tests.long.crash.real_bot", order_at_shop),
    "plain": ("tests.long.crash.plain_bot", order_at_plain_bot),
}
LIVES = (0.15, 1.2, 1.2)
"""Lives at most, of a program that did not reach its point, in times that people need for a few orders."""
FEW = 5  # orders
SHORTEST, LONGEST = 2.5, 20.0  # seconds that they are taken to need
IN_ITS_FIRST_MOMENTS = 0.25  # of the lives: these may end before anything was done
STARTS_WITHIN = 20.0
STOPS_WITHIN = 40.0


class Broken(Exception):
    """The program ended by itself, or did not come to rest."""


class World:
    lives: tuple[float, ...] = LIVES
    shortest = 0.1
    """The part of such a life that is lived at least."""

    def __init__(self, folder: Path, seed: int, program: str, engine: str = "sqlite") -> None:
        self._folder = folder
        self._seed = seed
        self._program = program
        self._engine = engine
        self._module, self._flow = PROGRAMS[program]

    async def run(self, kills: int, killed: Callable[[], None] = lambda: None) -> Verdict:
        """Let people order while the program is killed so often, then see how it all ended.

        `killed` is called after each kill.
        """
        async with empty_database(self._engine, self._folder) as url:
            town = Town(
                self._seed,
                self._flow,
                Records(url),
                is_shop=self._program == "shop",
                with_lists=self._program != "plain",
                with_broadcasts=self._program != "plain",
            )
            self._chance = town.chance
            async with town.at_work(), nursery_of(self._module, town.environment, self._folder) as nursery:
                unit = await self._few_orders(nursery, town)
                undisturbed = town.promised()
                for _ in range(kills):
                    await self._kill_once(nursery, town, unit)
                    killed()
                await self._come_to_rest(nursery, town)
            verdict = await town.verdict(kills)
        verdict.orders -= undisturbed
        return verdict

    async def _few_orders(self, nursery: Nursery, town: Town) -> float:
        """Measure how many seconds people need for a few orders while the program is not killed."""
        child = await nursery.start("never", 1)
        await self._serves(nursery, town)
        await town.move_in()
        began = time.monotonic()
        await town.more_orders(FEW, LONGEST)
        os.kill(child, signal.SIGKILL)
        self._check(await nursery.ended(STOPS_WITHIN), {-signal.SIGKILL})
        return min(max(time.monotonic() - began, SHORTEST), LONGEST)

    async def _kill_once(self, nursery: Nursery, town: Town, unit: float) -> None:
        """At a named point, or at any moment; now and then by SIGTERM, which has to end it in order."""
        town.telegram.calls.clear()
        child = await nursery.start(*self.choose_point())
        if self._chance.random() > IN_ITS_FIRST_MOMENTS:
            await self._serves(nursery, town)
        status = await nursery.ended(
            unit * self._chance.choice(self.lives) * self._chance.uniform(self.shortest, 1.0)
        )
        foreseen = {-signal.SIGKILL}
        if status is None:
            number = self._chance.choice((*[signal.SIGKILL] * 6, signal.SIGTERM))
            with contextlib.suppress(ProcessLookupError):  # it reached its point just now
                os.kill(child, number)
            status = await nursery.ended(STOPS_WITHIN)
            foreseen |= {0} if number == signal.SIGTERM else set()
        self._check(status, foreseen)

    async def _serves(self, nursery: Nursery, town: Town) -> None:
        """Wait until it fetches updates, or has come to its point before: how soon is the machine's business."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STARTS_WITHIN):
                while not any(call["method"] == "getUpdates" for call in town.telegram.calls):
                    if await nursery.ended(0.05) is not None:
                        return

    def choose_point(self) -> tuple[str, int]:
        """Where to kill, and at which time that it comes there."""
        point = self._chance.choice((*POINTS, *["any_moment"] * 4))
        return point, self._chance.randint(1, POINTS.get(point, 1))

    def _check(self, status: int | None, foreseen: set[int]) -> None:
        if status not in foreseen and self._program != "plain":  # that one gives up when Telegram stumbles
            raise Broken(f"the program ended with {status}; see {self._folder}/bot.log")

    async def _come_to_rest(self, nursery: Nursery, town: Town) -> None:
        """Let the program run undisturbed until nothing is left to do, then end it as an operator does."""
        child = await nursery.start("never", 1)
        await town.close_shop()
        os.kill(child, signal.SIGTERM)
        self._check(await nursery.ended(STOPS_WITHIN), {0})
