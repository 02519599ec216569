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
