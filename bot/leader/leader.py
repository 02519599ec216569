"""What one process does for all that share a database: jobs, submitter, sender, and perhaps polling."""

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
from bot.outgoing.sender import Sender
from bot.run_until import run_until
from storage.database import Cluster, DatabaseAway
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

FLUSH = 3.0  # seconds that the outbox gets after a signal
LAST_CALL = 27.0  # seconds that the open call to the panel gets when updates are finished, 8 after a signal
START_RETRY_DELAY_S = 1.0  # seconds after a beginning that failed


@dataclass(frozen=True, slots=True)
class WakeUps:
    """Wake the leader's workers, whichever process they run in."""

    submitter: WakeUp
    sender: WakeUp
    sweep: WakeUp

    @classmethod
    def of(cls, cluster: Cluster) -> "WakeUps":
        by_name = {name: WakeUp(partial(cluster.notify, name)) for name in ("work", "outbox", "sweep")}

        def hear(name: str) -> None:
            if name in by_name:  # another release may use other names
                by_name[name].set_here()

        cluster.on_notify(hear)
        return cls(submitter=by_name["work"], sender=by_name["outbox"], sweep=by_name["sweep"])


class Leader:
    """`begin` is awaited first in each term."""

    def __init__(
        self,
        *,
        cluster: Cluster,
        begin: Callable[[], Awaitable[None]],
        make_jobs: Callable[[], Jobs],
        sender: Sender,
        submitter: Submitter,
        wakeups: WakeUps,
    ) -> None:
        self._cluster = cluster
        self._begin = begin
        self.make_jobs = make_jobs
        self.sender = sender
        self.submitter = submitter
        self._wakeups = wakeups
        self._ends = False
        self._end_submitting: Callable[[], None] = lambda: None
        self.leads = False

    async def run(self, stop: asyncio.Event, polling: Callable[[], Awaitable[None]] | None = None) -> None:
        """Wait to lead, lead, and wait again where that was lost, until stopped.

        `polling` fetches updates, which only one process may do, and ends by itself when stopped; its
        errors come out.
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
                if lost.is_set():  # another may be leading by now
                    enough.set()
                    await self.sender.break_off()
                await _its_last_call(submitter, stop)
            finally:
                _end(enough, self._wakeups.sender)
                await sender
                await (self.sender.break_off() if lost.is_set() else self.sender.flush(FLUSH))

    def submit_no_more(self) -> None:
        """The program ends: the panel gets no other call."""
        self._ends = True
        self._end_submitting()


def _end(over: asyncio.Event, wakeup: WakeUp) -> None:
    """Tell a worker that it is over."""
    over.set()
    wakeup.set_here()


async def _its_end(until: "asyncio.Future[Any]", *workers: "asyncio.Task[None]") -> None:
    """Wait for what ends the term; a worker that has died ends it too, and its error comes out."""
    going: set[asyncio.Future[Any]] = {until, *workers}
    while not until.done():
        ended, going = await asyncio.wait(going, return_when=asyncio.FIRST_COMPLETED)
        for one in ended:
            one.result()
    await until


async def _its_last_call(submitter: "asyncio.Task[None]", stop: asyncio.Event) -> None:
    """Let the open call end and be written down; where the program ends, not for ever.

    What is not written down is unknown at the next start, and looked into.
    """
    if await run_until(stop, asyncio.wait({submitter})) is None:
        await asyncio.wait({submitter}, timeout=LAST_CALL)
    submitter.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await submitter
