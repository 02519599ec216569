"""The processes on an SQLite file: there is one."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext


class Alone:
    """See `storage.database.Replicas`: of an SQLite file there is one."""

    def __init__(self) -> None:
        self.instance = secrets.randbelow(2**31 - 1) + 1
        self.alone = True

    @asynccontextmanager
    async def leadership(self) -> AsyncIterator[asyncio.Event]:
        yield asyncio.Event()

    async def live_members(self) -> set[int]:
        return {self.instance}

    def lock_person(self, person: int) -> AbstractAsyncContextManager[None]:  # noqa: ARG002 - there is nobody to wait for
        return nullcontext()

    def notify(self, name: str) -> None:
        """Nobody else is there to hear it."""

    def on_notify(self, hear: Callable[[str], None]) -> None:
        """Nobody else is there to call."""
