"""Locks on persons, so that the processes handle one person's updates one after the other."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

PERSON = 1 << 60  # added to a person's id, which is smaller; no other lock has such a key
LOCK_RETRY_INTERVAL_S = 0.03  # seconds between attempts while another process has the lock

Ask = Callable[[list[int], list[bool]], Awaitable[list[tuple[int, bool]]]]

TURNS = """
SELECT key, CASE WHEN begins THEN pg_try_advisory_lock(key) ELSE pg_advisory_unlock(key) END
FROM unnest($1::bigint[], $2::boolean[]) AS turn (key, begins)
"""


class Turns:
    """Takes and releases locks in batches: requests during one statement share the next one.

    `ask` runs TURNS on the session that holds the locks; `turn` raises its errors. A turn ends early if that
    session is lost.
    """

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._ended: list[int] = []
        self._wanted: dict[int, asyncio.Future[bool]] = {}
        self._asking: asyncio.Task[None] | None = None

    @asynccontextmanager
    async def turn(self, person: int) -> AsyncIterator[None]:
        """Hold a person's lock. In this process the lanes allow only one turn per person at a time."""
        key = PERSON + person % PERSON
        while not await self._begins(key):  # noqa: ASYNC110 - no event tells when it is free
            await asyncio.sleep(LOCK_RETRY_INTERVAL_S)
        try:
            yield
        finally:
            self._end(key)

    async def stop(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _begins(self, key: int) -> bool:
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._wanted[key] = answer
        self._wake()
        try:
            return await answer
        except asyncio.CancelledError:
            if answer.done() and not answer.cancelled() and not answer.exception() and answer.result():
                self._end(key)  # the lock was taken at the moment of the cancellation
            raise

    def _end(self, key: int) -> None:
        self._ended.append(key)
        self._wake()

    def _wake(self) -> None:
        if self._asking is None or self._asking.done():
            self._asking = asyncio.create_task(self._ask_all())

    async def _ask_all(self) -> None:
        while self._ended or self._wanted:
            ended, self._ended = self._ended, []
            wanted, self._wanted = self._wanted, {}
            try:
                rows = await self._ask([*ended, *wanted], [False] * len(ended) + [True] * len(wanted))
            except Exception as error:  # noqa: BLE001 - each waiting turn gets it
                for answer in wanted.values():
                    if not answer.done():
                        answer.set_exception(error)
            else:
                self._tell(wanted, rows[len(ended) :])

    def _tell(self, wanted: dict[int, "asyncio.Future[bool]"], rows: list[tuple[int, bool]]) -> None:
        for key, begins in rows:
            if not wanted[key].done():
                wanted[key].set_result(begins)
            elif begins:
                self._end(key)
