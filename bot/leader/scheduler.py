"""Runs jobs at intervals and on wake-ups."""

import asyncio
import contextlib
import datetime as dt
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.logs import level_of
from storage.database import DatabaseAway
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

LONG = 3_600.0  # seconds that one wait for a wake-up lasts at most
LOOK_AT_CLOCK = 5.0  # seconds between two looks at the wall clock
JUMP = 30.0  # seconds of difference between two looks from which the wall clock counts as changed


@dataclass(frozen=True, slots=True)
class Job:
    """It runs when the leader starts, at its interval, and whenever `wake` is set."""

    name: str
    seconds: float
    work: Callable[[], Awaitable[None]]
    wake: WakeUp | None = None


class Jobs:
    """Runs jobs by APScheduler. A job that is still running when its next run is due skips that run.

    A failure is logged and does not stop the next run. `done` is set after each run.
    """

    def __init__(self, jobs: Sequence[Job], done: WakeUp) -> None:
        self._scheduler = AsyncIOScheduler(
            timezone=dt.UTC,
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        self._done = done
        self._woken = [(job.wake, job.name) for job in jobs if job.wake is not None]
        self._listening: list[asyncio.Task[None]] = []
        self._running: set[asyncio.Task[None]] = set()
        for job in jobs:
            run = partial(self._run, job)
            self._scheduler.add_job(run, "interval", seconds=job.seconds, id=job.name, next_run_time=_now())

    async def _run(self, job: Job) -> None:
        task = asyncio.create_task(_attempt(job))
        self._running.add(task)
        with contextlib.suppress(
            asyncio.CancelledError
        ):  # the scheduler cancels it at its end; `stop` cancels the task
            await asyncio.wait({task})
            self._running.discard(task)
        self._done.set()

    async def _listen(self, wake: WakeUp, name: str) -> None:
        while True:
            if await wake.wait(LONG):
                self._scheduler.modify_job(name, next_run_time=_now())

    async def _watch_clock(self) -> None:
        """Make all jobs due at once when the wall clock was changed: APScheduler plans runs by it."""
        while True:
            wall, steady = time.time(), time.monotonic()
            await asyncio.sleep(LOOK_AT_CLOCK)
            jumped = (time.time() - wall) - (time.monotonic() - steady)
            if abs(jumped) > JUMP:
                log.warning("the clock was set by %.0f s", jumped)
                for job in self._scheduler.get_jobs():
                    job.modify(next_run_time=_now())

    def start(self) -> None:
        self._scheduler.start()
        self._listening.append(asyncio.create_task(self._watch_clock()))
        self._listening += [asyncio.create_task(self._listen(wake, name)) for wake, name in self._woken]

    async def stop(self) -> None:
        """Start no more runs and cancel the running ones: all jobs are safe to repeat."""
        self._scheduler.pause()
        await asyncio.sleep(0)  # runs that are due have begun then: APScheduler logs an error for the others
        self._scheduler.shutdown(wait=False)
        under_way = [*self._listening, *self._running]
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)


async def _attempt(job: Job) -> None:
    try:
        await job.work()
    except DatabaseAway as error:
        log.log(level_of(error), "the job %s waits: %s", job.name, error)
    except Exception:
        log.exception("the job %s failed", job.name)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
