"""Keeps a person's updates in order: by a lane within this process, by a turn among processes."""

import asyncio
from dataclasses import dataclass
from types import TracebackType

from storage.database import Cluster
from storage.retry import retry_while_away


@dataclass(slots=True)
class Lane:
    """The queue of one person's updates. `last` is the task of the newest; `waiting` counts open ones."""

    last: asyncio.Task[None] | None = None
    waiting: int = 0
    skipped: bool = False


class Turn:
    """The lock under which a process handles one person's update.

    Retried while the database is away, because another process may hold the lock.
    """

    def __init__(self, cluster: Cluster, person: int) -> None:
        self._cluster = cluster
        self._person = person

    async def __aenter__(self) -> None:
        await retry_while_away(self._begin)

    async def _begin(self) -> None:
        turn = self._cluster.lock_person(self._person)
        await turn.__aenter__()
        self._turn = turn

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._turn.__aexit__(kind, error, trace)
