"""The cluster of an SQLite file: one process."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext


class Alone:
    """See `storage.database.Cluster`. An SQLite file has one process, which leads."""

    def __init__(self) -> None:
        self.instance = secrets.randbelow(2**31 - 1) + 1
        self.alone = True

    @asynccontextmanager
    async def leadership(self) -> AsyncIterator[asyncio.Event]:
        yield asyncio.Event()

    async def live_members(self) -> set[int]:
        return {self.instance}

    def lock_person(self, person: int) -> AbstractAsyncContextManager[None]:  # noqa: ARG002 - there is no other process
        return nullcontext()

    def notify(self, name: str) -> None:
        """Do nothing: there is no other process."""

    def on_notify(self, hear: Callable[[str], None]) -> None:
        """Do nothing: there is no other process."""
