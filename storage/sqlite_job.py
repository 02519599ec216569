"""The work that readers and writers of an SQLite file wait for, wherever it is done."""

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any


class Job:
    """Work that somebody waits for; it is not broken off once it has begun."""

    __slots__ = ("_future", "at_length", "begun", "error", "forced", "holds", "over", "result", "work")

    def __init__(
        self, work: Callable[[], Any], *, at_length: bool = False, forced: bool = True, holds: bool = False
    ) -> None:
        self.work = work
        self.at_length = at_length
        self.forced = forced
        self.holds = holds
        self.begun = False
        self.over = False
        self.result: Any = None
        self.error: BaseException | None = None
        self._future: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @property
    def given_up(self) -> bool:
        """Whoever wanted it was cancelled before it had begun."""
        return self._future.cancelled()

    def attempt(self) -> None:
        try:
            self.result = self.work()
        except Exception as error:  # noqa: BLE001 - it is raised by `outcome`
            self.error = error

    def settle(self, error: BaseException | None = None) -> None:
        self.error = error or self.error
        self.over = True
        if not self._future.done():
            self._future.set_result(None)

    async def outcome(self) -> Any:
        """Wait to the end, also when cancelled after it has begun; only then pass the cancellation on."""
        if not self.over:
            await self._end()
        if self.error is not None:
            raise self.error
        return self.result

    async def _end(self) -> None:
        try:
            await self._future
        except asyncio.CancelledError:
            while self.begun and not self.over:
                self._future = self._future.get_loop().create_future()
                with contextlib.suppress(asyncio.CancelledError):
                    await self._future
            raise

    @classmethod
    def under_way(cls) -> "Job":
        """One that others carry out."""
        job = cls(lambda: None)
        job.begun = True
        return job

    def ended(self, result: Any, error: BaseException | None) -> None:
        self.result = result
        self.settle(error)
