"""Writes to an SQLite file: one connection, one at a time, and one commit for all who came meanwhile.

A statement takes some microseconds and runs on the event loop. What waits for the disk is the commit: it
runs in a thread, and so does a statement that takes long. Whoever wants to write meanwhile waits; when the
commit is done all of them have their turn, one after the other, and are committed together. Nobody is told
of success, or of a constraint that somebody else's row broke, before that commit is on the disk. What need
not wait for the disk is committed on the loop, at the end of its turn, with all that came in it.
"""

import asyncio
import copy
import sqlite3
from collections import deque
from collections.abc import Coroutine, Iterable, Sequence
from functools import partial
from typing import Any

from storage.database import Value
from storage.sqlite_connection import How, WritingConnection
from storage.sqlite_job import Job
from storage.sqlite_statements import is_busy
from storage.sqlite_thread import Thread

MOST_TOGETHER = 32  # in one commit: the first of them waits for the last


OVER = "the transaction was rolled back, or the database closed, before the commit"


class Over(sqlite3.OperationalError):
    """Nothing of it was kept, and what had been said of it before is void."""


class Writer:
    def __init__(self, connection: WritingConnection, thread: Thread) -> None:
        self._connection = connection
        self._thread = thread
        self._loop = asyncio.get_running_loop()
        self._waiting: deque[Job] = deque()
        self._done: list[Job] = []  # and not committed yet
        self._held = False  # by the block of a transaction, or by the thread
        self._appointed = False
        self._closed = False

    async def run(self, sql: str, values: Sequence[Value], how: How, *, forced: bool = True) -> Any:
        """Run a statement and commit it; unless `forced`, a power cut may undo it, but no crash of ours."""
        work = partial(self._connection.run, sql, values, how)
        return await self._carry_out(Job(work, at_length=self._connection.takes_long(sql), forced=forced))

    async def begin(self) -> None:
        """Wait for a turn, and hold the connection until `commit` or `undo`."""
        job = Job(self._connection.begin_block, holds=True)
        try:
            await self._carry_out(job)
        except BaseException:
            if job.over and job.error is None:
                await self.undo()
            raise

    async def run_held(self, sql: str, values: Sequence[Value], how: How) -> Any:
        """Run a statement for whoever holds the connection."""
        work = partial(self._connection.run, sql, values, how)
        return await self._carry_out_held(Job(work, at_length=self._connection.takes_long(sql)))

    async def run_many_held(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        await self._carry_out_held(Job(partial(self._connection.run_many, sql, rows), at_length=True))

    async def commit(self) -> None:
        """Let go; what was done is on the disk when this returns."""
        if not self._in_transaction():
            self._let_go()
            raise Over(OVER)
        self._connection.end_block()
        await self._join()

    async def undo(self) -> None:
        """Let go without a trace.

        What others did before is committed first: the block may have failed because of it.
        """
        if not self._in_transaction():
            self._let_go()
        elif self._done:
            self._connection.undo_block()
            await self._join()
        else:
            self._connection.roll_back()
            self._let_go()

    async def close(self) -> None:
        """Commit what was done; what is under way or waits fails."""
        self._commit()
        self._closed = True
        self._proceed()
        job = Job.under_way()
        self._thread.do(self._connection.raw.close, job.ended)
        try:
            await job.outcome()
        finally:
            self._settle_all(Over(OVER))

    def _in_transaction(self) -> bool:
        return not self._closed and self._connection.raw.in_transaction

    def _carry_out(self, job: Job) -> Coroutine[Any, Any, Any]:
        self._waiting.append(job)
        self._proceed()
        return job.outcome()

    async def _carry_out_held(self, job: Job) -> Any:
        if not self._in_transaction():
            raise Over(OVER)
        job.begun = True
        try:
            if job.at_length:
                self._thread.do(job.work, job.ended)
            else:
                job.attempt()
                job.settle()
            return await job.outcome()
        finally:
            if not self._in_transaction():
                self._spoil(job.error)

    def _proceed(self) -> None:
        """Give those who wait their turn, as far as the connection is free."""
        if self._closed:
            self._waiting, left = deque(), self._waiting
            for job in left:
                job.settle(Over(OVER))
        while self._waiting and not self._held and len(self._done) < MOST_TOGETHER:
            job = self._waiting.popleft()
            if not job.given_up:
                job.begun = True
                self._attempt(job)
        if self._done and not self._held and not self._appointed:
            self._appointed = True
            self._loop.call_soon(self._commit)  # whoever comes before that comes along

    def _attempt(self, job: Job) -> None:
        if self._done and job.forced and not self._connection.is_forced:
            self._commit_here()
        if job.at_length:
            self._attempt_at_length(job)
            return
        try:
            self._connection.begin(forced=job.forced)
        except sqlite3.Error as error:
            if is_busy(error):
                self._attempt_at_length(job)
                return
            job.error = error
        else:
            job.attempt()
        self._take(job)

    def _attempt_at_length(self, job: Job) -> None:
        self._held = True
        self._thread.do(partial(self._attempt_there, job), partial(self._back, job))

    def _attempt_there(self, job: Job) -> None:
        self._connection.begin_patiently()
        job.attempt()

    def _back(self, job: Job, _: None, error: BaseException | None) -> None:
        job.error = error or job.error
        self._held = False
        self._take(job)
        self._proceed()

    def _take(self, job: Job) -> None:
        """A job is carried out: it waits for the commit, or begins to hold the connection."""
        if not self._in_transaction():
            self._spoil(job.error)
            job.settle(None if job.error else Over(OVER))
        elif job.holds and job.error is None:
            self._held = True
            job.settle()
        else:
            self._done.append(job)

    async def _join(self) -> None:
        job = Job.under_way()
        self._done.append(job)
        self._let_go()
        await job.outcome()

    def _let_go(self) -> None:
        self._held = False
        self._proceed()

    def _commit(self) -> None:
        self._appointed = False
        if not self._done or self._held:
            return
        if self._connection.is_forced:
            self._held = True
            self._thread.do(self._connection.commit, self._committed)
            return
        self._commit_here()
        if self._connection.is_due:
            self._held = True
            self._thread.do(self._connection.clear_up, lambda *_: self._let_go())
        else:
            self._proceed()

    def _commit_here(self) -> None:
        """Commit what need not wait for the disk."""
        try:
            self._connection.commit()
        except sqlite3.Error as error:
            self._settle_all(error)
        else:
            self._settle_all(None)

    def _committed(self, _: None, error: BaseException | None) -> None:
        self._settle_all(error)
        self._let_go()

    def _spoil(self, error: BaseException | None) -> None:
        """SQLite has rolled back everything, as it does where the disk is full."""
        self._settle_all(error or Over(OVER))

    def _settle_all(self, error: BaseException | None) -> None:
        self._done, done = [], self._done
        for job in done:
            job.settle(copy.copy(error))
