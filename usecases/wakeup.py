"""Wakes a worker that waits for work; what rings while it works is not lost."""

import asyncio
from collections.abc import Callable


class Bell:
    """`elsewhere` passes on what is rung here: the worker may be in another process."""

    def __init__(self, elsewhere: Callable[[], None] = lambda: None) -> None:
        self._event = asyncio.Event()
        self._elsewhere = elsewhere

    def ring(self) -> None:
        self._event.set()
        self._elsewhere()

    def ring_here(self) -> None:
        self._event.set()

    async def wait(self, seconds: float) -> bool:
        """Return when it rings or rang since the last wait, at the latest after so many seconds.

        Says whether it rang.
        """
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return False
        self._event.clear()
        return True
