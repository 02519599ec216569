"""Takes updates in: one at a time per person, people side by side, none lost and none held up by another."""

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import partial

from bot.incoming.attempts import Attempts
from bot.incoming.lanes import Lane, Turn
from bot.incoming.raw_updates import person_of
from bot.telegram.reading import Raw
from storage import inbox
from storage.database import Database, DatabaseAway
from storage.retry import retry_while_away
from usecases.clock import Clock

log = logging.getLogger(__name__)

KEEP_AFTER_S = 0.5  # seconds that Telegram is made to wait for an update; then it is kept in the database
KEPT_WITHIN = 3.0  # seconds that updates get to be written down at the end
MOST_WAITING = 30  # updates of one person, more than pieces of the longest list; what comes beyond is skipped
MOST_OPEN = 2_000  # updates of all people
MAX_FINISHED_KEPT = 2_000  # finished updates that are known when Telegram delivers them again


class NotKept(Exception):
    """The program ends, and an update was neither handled nor written down."""


@dataclass(frozen=True, slots=True)
class AcceptedUpdate:
    """An update that was taken in; `safe` is done when Telegram may forget it."""

    number: int
    raw: Raw
    safe: "asyncio.Future[None]"


class Intake:
    """Has raw updates handled; nothing that a person sends stops the next one.

    `too_fast` gets the last update of a person whose other updates were skipped.
    """

    def __init__(
        self,
        *,
        handle: Attempts,
        db: Database,
        too_fast: Callable[[Raw], Awaitable[None]],
        clock: Clock,
    ) -> None:
        self._handle = handle
        self._db = db
        self._too_fast = too_fast
        self._clock = clock
        self._lanes: dict[object, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._open: set[asyncio.Task[None]] = set()
        self._slow: set[int] = set()
        self._kept: set[int] = set()
        self._known: OrderedDict[int, asyncio.Future[None]] = OrderedDict()

    @property
    def has_room(self) -> bool:
        return len(self._open) < MOST_OPEN

    @property
    def open(self) -> int:
        """Updates that are under way or wait for their turn."""
        return len(self._open)

    async def adopt(self) -> None:
        """Go on with what processes that are gone have kept.

        And with what this one has kept without knowing it: the answer to a statement was lost.
        """
        cluster = self._db.cluster
        for text in await inbox.adopt(self._db, cluster.instance, await cluster.live_members()):
            self._start(self._go_on(json.loads(text)))

    async def _go_on(self, raw: Raw) -> None:
        """Handle what is kept, unless it is being handled or was delivered here too."""
        number = raw["update_id"]
        if number in self._kept:
            return
        known = self._known.get(number)
        if known is not None:
            await asyncio.wait({known})
        if known is None or known.cancelled() or known.exception() is not None:
            self._kept.add(number)
            self.take(raw)
        elif number not in self._kept:
            await retry_while_away(partial(inbox.handled, self._db, number))

    def take(self, raw: Raw) -> "asyncio.Future[None]":
        """Put an update on its person's lane.

        Done when the update is handled or kept in the database: then Telegram may forget it. Where neither
        could be done it is NotKept, and Telegram has to deliver the update again.
        """
        number = raw["update_id"]
        if number not in self._known:
            self._known[number] = safe = asyncio.get_running_loop().create_future()
            try:
                self._secure(AcceptedUpdate(number, raw, safe))
            except Exception as error:
                log.exception("update %d cannot be taken in", number)
                self._start(self._handle.give_up(number, raw, type(error).__name__))
                safe.set_result(None)
            self._forget()
        return self._known[number]

    async def finish(self, patience: float) -> None:
        """Let what was begun come to its end; what does not is kept, and handled after the next start."""
        if self._open:
            await asyncio.wait(self._open, timeout=patience)
        for work in self._open:
            work.cancel()
        try:
            async with asyncio.timeout(KEPT_WITHIN):
                await self._end_all()
        except TimeoutError:
            log.warning("the database is away: what it has of updates is looked into at the next start")
            for task in self._tasks:
                task.cancel()
            await self._end_all()

    async def _end_all(self) -> None:
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _secure(self, it: AcceptedUpdate) -> None:
        """Have it handled, and kept if that takes long. It mostly does not, so there is no task for that."""
        lane = self._lanes.setdefault(person_of(it.raw), Lane())
        if lane.waiting >= MOST_WAITING and it.number not in self._kept:
            lane.skipped = True
            it.safe.set_result(None)
            return
        work = self._begin(lane, it.number, it.raw)
        if it.number in self._kept:
            it.safe.set_result(None)
            self._start(self._clean_up(it.number, work))
            return
        slow = asyncio.get_running_loop().call_later(KEEP_AFTER_S, self._is_slow, it, work)
        work.add_done_callback(lambda _: self._ended(it, work, slow))

    def _is_slow(self, it: AcceptedUpdate, work: "asyncio.Task[None]") -> None:
        self._slow.add(it.number)
        self._start(self._keep(it, work))

    def _ended(self, it: AcceptedUpdate, work: "asyncio.Task[None]", slow: asyncio.TimerHandle) -> None:
        if it.number in self._slow:
            self._slow.remove(it.number)  # it is being kept
            return
        slow.cancel()
        if work.cancelled():
            self._start(self._keep(it, work))
        else:
            it.safe.set_result(None)

    async def _keep(self, it: AcceptedUpdate, work: "asyncio.Task[None]") -> None:
        instance = self._db.cluster.instance
        try:
            await inbox.keep(self._db, it.number, json.dumps(it.raw), self._clock(), instance)
        except DatabaseAway:
            work.cancel()  # Telegram keeps it meanwhile, and delivers it again, perhaps to another process
            await asyncio.wait({work})
        except Exception:
            log.exception("update %d cannot be kept", it.number)
            await asyncio.wait({work})  # so it has to be handled while Telegram waits
        else:
            self._kept.add(it.number)
        if it.number not in self._kept and work.cancelled():
            del self._known[it.number]
            it.safe.set_exception(NotKept())
            it.safe.exception()  # polling asks for nothing: it fetches the update again
            return
        it.safe.set_result(None)
        await self._clean_up(it.number, work)

    async def _clean_up(self, number: int, work: "asyncio.Task[None]") -> None:
        await asyncio.wait({work})
        if not work.cancelled():
            await retry_while_away(partial(inbox.handled, self._db, number))
            self._kept.discard(number)

    def _start(self, job: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    def _begin(self, lane: Lane, number: int, raw: Raw) -> "asyncio.Task[None]":
        lane.waiting += 1
        lane.last = work = self._start(self._in_turn(lane, lane.last, number, raw))
        self._open.add(work)
        work.add_done_callback(self._open.discard)
        return work

    async def _in_turn(self, lane: Lane, before: "asyncio.Task[None] | None", number: int, raw: Raw) -> None:
        person = person_of(raw)
        try:
            if before is not None:
                await asyncio.wait({before})
            if isinstance(person, int):
                async with Turn(self._db.cluster, person):
                    await self._handle(number, raw)
            else:
                await self._handle(number, raw)
        finally:
            lane.waiting -= 1
            if not lane.waiting:
                self._lanes.pop(person, None)
        if lane.skipped and not lane.waiting and isinstance(person, int):
            await self._too_fast(raw)

    def _forget(self) -> None:
        while len(self._known) > MAX_FINISHED_KEPT + MOST_OPEN:
            number, task = next(iter(self._known.items()))
            if not task.done():
                return
            del self._known[number]
