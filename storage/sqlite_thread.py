"""A thread for what the event loop must not wait for."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

Then = Callable[[Any, BaseException | None], object]


class Thread:
    """Does what it is given, one thing after the other.

    One hop there and one back: half the price of an executor's future.
    """

    def __init__(self, name: str) -> None:
        self._loop = asyncio.get_running_loop()
        self._given: SimpleQueue[tuple[Callable[[], Any], Then] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def do(self, work: Callable[[], Any], then: Then) -> None:
        """Have the work done; `then` is called on the loop with what it returned, or with its error."""
        self._given.put((work, then))

    def end(self) -> None:
        """Nothing is given from now on; what was is done."""
        self._given.put(None)
        self._thread.join()

    def _work(self) -> None:
        while (given := self._given.get()) is not None:
            work, then = given
            result: Any = None
            error: BaseException | None = None
            try:
                result = work()
            except BaseException as raised:  # noqa: BLE001 - it is raised where the work was wanted
                error = raised
            with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits
                self._loop.call_soon_threadsafe(then, result, error)
            del given, work, then, result, error  # nothing is kept alive while waiting for more


class Job:
    """Work that somebody waits for; it is not broken off once it has begun."""

    def __init__(self, work: Callable[[], Any], *, at_length: bool = False, holds: bool = False) -> None:
        self.work = work
        self.at_length = at_length
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
