"""Wakes a worker that waits for work."""

import asyncio
from collections.abc import Callable


class WakeUp:
    """A wake-up that comes while the worker is busy is not lost.

    `set` also calls `elsewhere`, because the worker may run in another process.
    """

    def __init__(self, elsewhere: Callable[[], None] = lambda: None) -> None:
        self._event = asyncio.Event()
        self._elsewhere = elsewhere

    def set(self) -> None:
        self._event.set()
        self._elsewhere()

    def set_here(self) -> None:
        self._event.set()

    async def wait(self, seconds: float) -> bool:
        """Wait for a wake-up, at most so many seconds. True if one came, also before this call."""
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        return True
