"""Keeps the calls to a panel within its rate limit."""

import asyncio
from collections import deque
from collections.abc import Callable

LIMIT_PERIOD_S = 60.0
FOR_READS = 0.8
"""The part of the limit for reads, so that an order does not wait behind status checks."""


class Limiter:
    """At most so many calls in any 60 seconds."""

    def __init__(self, calls_per_minute: int, clock: Callable[[], float]) -> None:
        self._all = calls_per_minute
        self._reads = max(1, int(calls_per_minute * FOR_READS))
        self._clock = clock
        self._calls: deque[float] = deque()

    async def read(self) -> None:
        await self._turn(self._reads)

    async def write(self) -> None:
        await self._turn(self._all)

    async def room(self) -> None:
        """Wait until a write would be allowed at once. It reserves no place."""
        while (wait := self._wait(self._all)) > 0:  # noqa: ASYNC110 - others may go before
            await asyncio.sleep(wait)

    async def _turn(self, limit: int) -> None:
        if (wait := self._wait(limit)) > 0:
            await asyncio.sleep(wait)
            await self._turn(limit)
        else:
            self._calls.append(self._clock())

    def _wait(self, limit: int) -> float:
        now = self._clock()
        while self._calls and self._calls[0] <= now - LIMIT_PERIOD_S:
            self._calls.popleft()
        return self._calls[-limit] + LIMIT_PERIOD_S - now if len(self._calls) >= limit else 0.0
