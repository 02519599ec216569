"""What one process does for all that share a database: jobs, submitter, sender, and perhaps polling."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar

from bot.jobs import Jobs
from bot.sender import Sender
from bot.submitter import Submitter
from storage.database import DatabaseAway, Replicas
from usecases.bell import Bell

log = logging.getLogger(__name__)

T = TypeVar("T")

FLUSH = 3.0  # seconds that the outbox gets after a signal
LAST_CALL = 35.0  # seconds that the open call to the panel gets after a signal, its record included
AGAIN = 1.0  # seconds after a beginning that failed


@dataclass(frozen=True, slots=True)
class Bells:
    """`work` waits for the panel, `outbox` for Telegram; `sweep`: somebody wants a fresh status."""

    work: Bell
    outbox: Bell
    sweep: Bell

    @classmethod
    def of(cls, replicas: Replicas) -> "Bells":
        """Bells that are heard by the leader, whichever process rings them."""
        bells = cls(*(Bell(lambda name=name: replicas.call(name)) for name in cls.__slots__))  # type: ignore[misc]  # the name is bound at once
        replicas.listen(lambda name: getattr(bells, name).ring_here() if name in cls.__slots__ else None)
        return bells


class Leader:
    """`begin` is awaited first in each term."""

    def __init__(
        self,
        *,
        replicas: Replicas,
        begin: Callable[[], Awaitable[None]],
        make_jobs: Callable[[], Jobs],
        sender: Sender,
        submitter: Submitter,
        bells: Bells,
    ) -> None:
        self._replicas = replicas
        self._begin = begin
        self.make_jobs = make_jobs
        self.sender = sender
        self.submitter = submitter
        self._bells = bells
        self.leads = False

    async def run(self, stop: asyncio.Event, polling: Callable[[], Awaitable[None]] | None = None) -> None:
        """Wait to lead, lead, and wait again where that was lost, until stopped.

        `polling` fetches updates, which only one process may do, and ends by itself when stopped; its
        errors come out.
        """
        while not stop.is_set():
            async with contextlib.AsyncExitStack() as term:
                lost = await unless(stop, term.enter_async_context(self._replicas.leadership()))
                if lost is not None:
                    log.info("this process leads")
                    try:
                        self.leads = True
                        await self._lead(stop, lost, polling)
                    except DatabaseAway as error:
                        log.info("leading ends: %s", error)
                        await unless(stop, asyncio.sleep(AGAIN))
                    finally:
                        self.leads = False

    async def _lead(
        self, stop: asyncio.Event, lost: asyncio.Event, polling: Callable[[], Awaitable[None]] | None
    ) -> None:
        await unless(lost, self._begin())
        if lost.is_set():
            return
        jobs = self.make_jobs()
        jobs.start()
        over, enough = asyncio.Event(), asyncio.Event()
        sender = asyncio.create_task(self.sender.run(self._bells.outbox, enough), name="sender")
        submitter = asyncio.create_task(self.submitter.run(self._bells.work, over), name="submitter")
        try:
            await unless(lost, polling() if polling is not None else stop.wait())
        finally:
            over.set()
            self._bells.work.ring_here()
            await jobs.stop()
            if lost.is_set():  # another may be leading by now
                enough.set()
                await self.sender.break_off()
            await _its_last_call(submitter, stop)
            enough.set()
            self._bells.outbox.ring_here()
            await sender
            await (self.sender.break_off() if lost.is_set() else self.sender.flush(FLUSH))


async def unless(event: asyncio.Event, work: Awaitable[T]) -> T | None:
    """Wait for work, or until an event breaks it off: then None. An exception of the work comes out."""
    working, waiting = asyncio.ensure_future(work), asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else None
    finally:
        working.cancel()
        waiting.cancel()
        await asyncio.gather(working, waiting, return_exceptions=True)


async def _its_last_call(submitter: "asyncio.Task[None]", stop: asyncio.Event) -> None:
    """Let the open call end and be written down; where the program ends, not for ever.

    What is not written down is unknown at the next start, and looked into.
    """
    if await unless(stop, asyncio.wait({submitter})) is None:
        await asyncio.wait({submitter}, timeout=LAST_CALL)
    submitter.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await submitter
