"""Accepts updates: one at a time per person, different people concurrently. No update is lost."""

import asyncio
import json
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import partial

from bot.incoming.attempts import Attempts
from bot.incoming.lanes import Lane, Turn
from bot.incoming.raw_updates import at_once, person_of
from bot.telegram.reading import Raw
from handlers.webhook_reply import WebhookReply
from storage import inbox
from storage.database import Database, DatabaseAway
from storage.retry import retry_while_away
from usecases.clock import Clock

log = logging.getLogger(__name__)

KEEP_AFTER_S = 0.5  # seconds that Telegram waits for an update; then it is kept in the database
KEPT_WITHIN = 3.0  # seconds for keeping the open updates when the program ends
MOST_WAITING = 30  # updates of one person, more than the longest list has pieces; further ones are skipped
MOST_OPEN = 2_000  # updates of all people
MAX_FINISHED_KEPT = 2_000  # finished updates that are remembered, because Telegram may deliver them again
MAX_AT_ONCE_KEPT = 500  # updates answered at once that are remembered likewise


class NotKept(Exception):
    """The update was neither handled nor kept. Telegram has to deliver it again."""


class UpdateState(Enum):
    OPEN = auto()  # it waits for its turn or is being handled, and Telegram waits too
    KEEPING = auto()  # it takes long, and is being written to the database
    KEPT = auto()  # it is in the database, so Telegram need not wait


@dataclass(slots=True, eq=False)
class AcceptedUpdate:
    """An update until it is finished. `safe` is done when Telegram may forget the update."""

    number: int
    raw: Raw
    reply: WebhookReply | None = None
    state: UpdateState = UpdateState.OPEN
    safe: "asyncio.Future[None]" = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    work: "asyncio.Task[None]" = field(init=False)


class Intake:
    """Queues raw updates by person and has them handled. A failed update does not stop the next one.

    `too_fast` is called with the last update of a person if later ones were skipped. `answer_at_once` has the
    functions for the kinds `AT_ONCE`, which wait for nothing and are never kept.
    """

    def __init__(
        self,
        *,
        handle: Attempts,
        db: Database,
        too_fast: Callable[[Raw], Awaitable[None]],
        answer_at_once: Mapping[str, Callable[[Raw], Coroutine[None, None, None]]],
        clock: Clock,
    ) -> None:
        self._handle = handle
        self._db = db
        self._too_fast = too_fast
        self._answer_at_once = answer_at_once
        self._clock = clock
        self._lanes: dict[object, Lane] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._updates: dict[int, AcceptedUpdate] = {}
        self._finished: OrderedDict[int, None] = OrderedDict()
        self._at_once: OrderedDict[int, asyncio.Task[None]] = OrderedDict()

    @property
    def has_room(self) -> bool:
        return len(self._updates) < MOST_OPEN

    @property
    def open(self) -> int:
        """The number of updates that are not finished."""
        return len(self._updates)

    async def adopt(self) -> None:
        """Handle the updates that ended processes have kept.

        Also those that this process kept without knowing it, because the answer to a statement was lost.
        """
        cluster = self._db.cluster
        for text in await inbox.adopt(self._db, cluster.instance, await cluster.live_members()):
            self._start(self._go_on(json.loads(text)))

    async def _go_on(self, raw: Raw) -> None:
        """Handle a kept update, unless this process is handling it or has finished it."""
        number = raw["update_id"]
        if (known := self._updates.get(number)) is not None:
            await asyncio.wait({known.safe})
        if number in self._finished:
            await retry_while_away(partial(inbox.handled, self._db, number))
        elif number not in self._updates:
            self._take(AcceptedUpdate(number, raw, state=UpdateState.KEPT))

    def take(self, raw: Raw, reply: WebhookReply | None = None) -> "asyncio.Future[None]":
        """Put an update on its person's lane.

        The future is done when the update is handled or kept in the database: Telegram may forget it then.
        If neither succeeds, the future raises NotKept, and Telegram has to deliver the update again.
        """
        if kind := at_once(raw):
            return self._take_at_once(kind, raw)
        known = self._updates.get(raw["update_id"])
        return known.safe if known else self._take(AcceptedUpdate(raw["update_id"], raw, reply))

    def _take_at_once(self, kind: str, raw: Raw) -> "asyncio.Future[None]":
        """Answer an update of the kinds `AT_ONCE`, once if it is delivered again."""
        number = raw["update_id"]
        if number not in self._at_once:
            self._at_once[number] = self._start(self._answer_at_once[kind](raw))
            if len(self._at_once) > MAX_AT_ONCE_KEPT:
                self._at_once.popitem(last=False)
        return self._at_once[number]

    def _take(self, it: AcceptedUpdate) -> "asyncio.Future[None]":
        try:
            if it.number in self._finished:
                it.safe.set_result(None)
            else:
                self._begin(it)
        except Exception as error:
            log.exception("update %d cannot be taken in", it.number)
            self._start(self._handle.give_up(it.number, it.raw, type(error).__name__))
            self._finish(it)
        return it.safe

    async def finish(self, patience: float) -> None:
        """Wait at most `patience` seconds for open updates. Keep the rest for the next start."""
        if self._updates:
            await asyncio.wait([it.work for it in self._updates.values()], timeout=patience)
        for it in self._updates.values():
            it.work.cancel()
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

    def _begin(self, it: AcceptedUpdate) -> None:
        """Start handling an update. A timer keeps it if that takes long: cheaper than a second task."""
        lane = self._lanes.setdefault(person_of(it.raw), Lane())
        if lane.waiting >= MOST_WAITING and it.state is UpdateState.OPEN:
            lane.skipped = True
            self._finish(it)
            return
        lane.waiting += 1
        lane.last = it.work = self._start(self._in_turn(it, lane, lane.last))
        self._updates[it.number] = it
        if it.state is UpdateState.KEPT:
            it.safe.set_result(None)
            self._start(self._clean_up(it))
        else:
            slow = asyncio.get_running_loop().call_later(KEEP_AFTER_S, self._is_slow, it)
            it.work.add_done_callback(lambda _: self._ended(it, slow))

    def _finish(self, it: AcceptedUpdate) -> None:
        self._updates.pop(it.number, None)
        self._finished[it.number] = None
        if len(self._finished) > MAX_FINISHED_KEPT:
            self._finished.popitem(last=False)
        if not it.safe.done():
            it.safe.set_result(None)

    def _is_slow(self, it: AcceptedUpdate) -> None:
        it.state = UpdateState.KEEPING
        self._start(self._keep(it))

    def _ended(self, it: AcceptedUpdate, slow: asyncio.TimerHandle) -> None:
        if it.state is not UpdateState.OPEN:
            return
        slow.cancel()
        if it.work.cancelled():
            self._is_slow(it)
        else:
            self._finish(it)

    async def _keep(self, it: AcceptedUpdate) -> None:
        instance = self._db.cluster.instance
        try:
            await inbox.keep(self._db, it.number, json.dumps(it.raw), self._clock(), instance)
        except DatabaseAway:
            it.work.cancel()  # Telegram still has it, and delivers it again, perhaps to another process
            await asyncio.wait({it.work})
        except Exception:
            log.exception("update %d cannot be kept", it.number)
            await asyncio.wait({it.work})  # Telegram has to wait until it is handled
        else:
            it.state = UpdateState.KEPT
        if it.state is not UpdateState.KEPT and it.work.cancelled():
            del self._updates[it.number]
            it.safe.set_exception(NotKept())
            it.safe.exception()  # polling never asks for the exception: it fetches the update again
            return
        it.safe.set_result(None)
        await self._clean_up(it)

    async def _clean_up(self, it: AcceptedUpdate) -> None:
        await asyncio.wait({it.work})
        if not it.work.cancelled():
            await retry_while_away(partial(inbox.handled, self._db, it.number))
            self._finish(it)

    def _start(self, job: Coroutine[None, None, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(job)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _in_turn(self, it: AcceptedUpdate, lane: Lane, before: "asyncio.Task[None] | None") -> None:
        person = person_of(it.raw)
        try:
            if before is not None:
                await asyncio.wait({before})
            if isinstance(person, int):
                async with Turn(self._db.cluster, person):
                    await self._handle(it.number, it.raw, it.reply)
            else:
                await self._handle(it.number, it.raw, it.reply)
        finally:
            lane.waiting -= 1
            if not lane.waiting:
                self._lanes.pop(person, None)
        if lane.skipped and not lane.waiting and isinstance(person, int):
            await self._too_fast(it.raw)
