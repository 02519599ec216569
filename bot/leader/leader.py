"""Leads the cluster: one process runs the jobs, the submitter, the sender and, without webhook, polling."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot.leader.scheduler import Jobs
from bot.leader.submitter import Submitter
from bot.logs import level_of
from bot.outgoing.broadcaster import Broadcaster
from bot.outgoing.sender import Sender
from bot.run_until import run_until
from storage.database import Cluster, DatabaseAway
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

FLUSH = 3.0  # seconds for sending the outbox at the end
LAST_CALL = 27.0  # seconds for the open call to the panel; they begin at most 8 s after the signal
WAKE_UPS = ("work", "outbox", "sweep", "statement", "returns", "broadcast")
"""Their names between processes, in the sequence of the fields of `WakeUps`."""

START_RETRY_DELAY_S = 1.0  # seconds of wait after a term that the database has ended


@dataclass(frozen=True, slots=True)
class WakeUps:
    """The wake-ups of the leader's workers. They work from every process of the cluster."""

    submitter: WakeUp
    sender: WakeUp
    sweep: WakeUp
    statement: WakeUp
    """Telegram's statement of Stars is to be read."""
    returns: WakeUp
    """Stars are to go back."""
    broadcaster: WakeUp

    @classmethod
    def of(cls, cluster: Cluster) -> "WakeUps":
        by_name = {name: WakeUp(partial(cluster.notify, name)) for name in WAKE_UPS}

        def hear(name: str) -> None:
            if name in by_name:  # another release may use other names
                by_name[name].set_here()

        cluster.on_notify(hear)
        return cls(*(by_name[name] for name in WAKE_UPS))


class Leader:
    """Runs the leader's tasks while this process leads. Each term begins with `begin`."""

    def __init__(
        self,
        *,
        cluster: Cluster,
        begin: Callable[[], Awaitable[None]],
        make_jobs: Callable[[], Jobs],
        sender: Sender,
        submitter: Submitter,
        broadcaster: Broadcaster,
        wakeups: WakeUps,
    ) -> None:
        self._cluster = cluster
        self._begin = begin
        self.make_jobs = make_jobs
        self.sender = sender
        self.submitter = submitter
        self.broadcaster = broadcaster
        self._wakeups = wakeups
        self._ends = False
        self._end_submitting: Callable[[], None] = lambda: None
        self.leads = False

    async def run(self, stop: asyncio.Event, polling: Callable[[], Awaitable[None]] | None = None) -> None:
        """Wait for the leadership and lead. When it is lost, wait again, until stopped.

        `polling` fetches updates, which only one process may do. It ends by itself when stopped. Its errors
        are raised.
        """
        while not stop.is_set():
            async with contextlib.AsyncExitStack() as term:
                lost = await run_until(stop, term.enter_async_context(self._cluster.leadership()))
                if lost is not None:
                    log.info("this process leads")
                    try:
                        self.leads = True
                        await self._lead(stop, lost, polling)
                    except DatabaseAway as error:
                        log.log(level_of(error), "leading ends: %s", error)
                        await run_until(stop, asyncio.sleep(START_RETRY_DELAY_S))
                    finally:
                        self.leads = False

    async def _lead(
        self, stop: asyncio.Event, lost: asyncio.Event, polling: Callable[[], Awaitable[None]] | None
    ) -> None:
        await run_until(lost, self._begin())
        if lost.is_set():
            return
        jobs = self.make_jobs()
        jobs.start()
        over, enough = asyncio.Event(), asyncio.Event()
        sender = asyncio.create_task(self.sender.run(self._wakeups.sender, enough), name="sender")
        submitter = asyncio.create_task(self.submitter.run(self._wakeups.submitter, over), name="submitter")
        broadcaster = asyncio.create_task(
            self.broadcaster.run(self._wakeups.broadcaster, over), name="broadcaster"
        )
        self._end_submitting = partial(_end, over, self._wakeups.submitter)
        if self._ends:
            self._end_submitting()
        until = asyncio.ensure_future(polling() if polling is not None else stop.wait())
        try:
            await run_until(lost, _its_end(until, sender, submitter))
        finally:
            self.leads = False
            self._end_submitting()
            until.cancel()
            await asyncio.wait({until})
            try:
                await jobs.stop()
                await broadcaster
                if lost.is_set():  # another process may lead by now
                    enough.set()
                    await self.sender.break_off()
                await _its_last_call(submitter, stop)
            finally:
                _end(enough, self._wakeups.sender)
                await sender
                await (self.sender.break_off() if lost.is_set() else self.sender.flush(FLUSH))

    def submit_no_more(self) -> None:
        """Let the submitter begin no other call to the panel: the program ends."""
        self._ends = True
        self._end_submitting()


def _end(over: asyncio.Event, wakeup: WakeUp) -> None:
    """Tell a worker to end, and wake it."""
    over.set()
    wakeup.set_here()


async def _its_end(until: "asyncio.Future[Any]", *workers: "asyncio.Task[None]") -> None:
    """Wait until `until` is done. If a worker fails before, raise its error."""
    going: set[asyncio.Future[Any]] = {until, *workers}
    while not until.done():
        ended, going = await asyncio.wait(going, return_when=asyncio.FIRST_COMPLETED)
        for one in ended:
            one.result()
    await until


async def _its_last_call(submitter: "asyncio.Task[None]", stop: asyncio.Event) -> None:
    """Wait until the open call has ended and is recorded; once `stop` is set, at most `LAST_CALL` seconds.

    A call that is not recorded has an unknown outcome at the next start.
    """
    if await run_until(stop, asyncio.wait({submitter})) is None:
        await asyncio.wait({submitter}, timeout=LAST_CALL)
    submitter.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await submitter
