"""A person's updates, one after the other: within this process a lane, among processes a turn."""

import asyncio
from dataclasses import dataclass
from types import TracebackType

from storage.database import Cluster
from storage.retry import retry_while_away


@dataclass(slots=True)
class Lane:
    """The updates of one person, in their order; `last` is done when all of them are."""

    last: asyncio.Task[None] | None = None
    waiting: int = 0
    skipped: bool = False


class Turn:
    """A person's turn, waited for also while the database is away: another process may be at theirs."""

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
