"""Reads from an SQLite file: on the event loop what is short, in a thread what is long."""

import asyncio
import sqlite3
from collections.abc import Sequence
from functools import partial

from storage.database import Row, Value
from storage.sqlite_job import Job
from storage.sqlite_statements import Steps, is_busy, run, was_stopped
from storage.sqlite_thread import Thread

IN_A_ROW = 16  # short reads after which others get a turn on the loop


class Reader:
    """A read takes some microseconds, a hop to a thread and back some fifty: so it is run at once.

    One that turns out to be long is stopped, run again in the thread, and there at once the next time.
    """

    def __init__(self, short: sqlite3.Connection, long: sqlite3.Connection, thread: Thread) -> None:
        self._short = short
        self._long = long
        self._thread = thread
        self._steps = Steps(short, stop=True)
        self._known_as_long: set[str] = set()
        self._in_a_row = 0

    async def fetch_all(self, sql: str, values: Sequence[Value]) -> list[Row]:
        if sql not in self._known_as_long:
            self._in_a_row += 1
            if self._in_a_row % IN_A_ROW == 0:
                await asyncio.sleep(0)
            try:
                self._steps.begin()
                return run(self._short, sql, values)
            except sqlite3.OperationalError as error:
                if was_stopped(error):
                    self._known_as_long.add(sql)
                elif not is_busy(error):
                    raise
        job = Job.under_way()
        self._thread.do(partial(run, self._long, sql, values), job.ended)
        rows: list[Row] = await job.outcome()
        return rows
