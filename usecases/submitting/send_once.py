"""What is true of every call that must not be made twice: when it may still be made, and when it is over."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

from panel import LONGEST_CALL, NotSent, Outcome, Panel, Unknown
from storage.database import Database, DatabaseAway, Queries
from usecases.alerting.tell_refusals import TellRefusals
from usecases.clock import MINUTE, SECOND, Clock

NOT_SENT = "not_sent"
"""The failure of what never went out."""

SEND_WITHIN_MS = 5 * SECOND
"""So long after it was noted that something is sent the call may be begun, by the wall clock.

A process that was held up for longer (a stopped machine, a commit that hung) may have been taken for dead:
then the next leader has told the operator that nobody knows, and the operator may have said no.
"""

OVER_AFTER = SEND_WITHIN_MS + int(LONGEST_CALL * SECOND)
"""So long after that the call of a process that is gone, or was deposed, is over."""

MAX_WAIT_AT_START_MS = 10 * MINUTE
"""What waits so long at a start is not sent any more: its person may have ordered elsewhere meanwhile."""

HELD_UP = NotSent("the program was held up before it could send it")
WAITED = NotSent("it waited too long before the program started")
NO_MARK = NotSent("the mark beside the database could not be written")
UNHEARD = Unknown("the program ended before the panel answered")


async def send(
    call: Callable[[], Awaitable[Outcome]], note: Callable[[], Awaitable[None]], noted_at: int, clock: Clock
) -> Outcome:
    """Make a call that was noted at a moment (epoch ms), unless that is too long ago.

    `note` writes outside the database what is sent, so that a copy from before it is found to be one. Without
    that nothing is sent.
    """
    try:
        await note()
    except DatabaseAway:
        return NO_MARK
    return await call() if abs(clock() - noted_at) <= SEND_WITHIN_MS else HELD_UP


class Reserved(Protocol):
    """What waits to be sent: a row that is in state reserved."""

    @property
    def id(self) -> int: ...


T = TypeVar("T", bound=Reserved)


@dataclass(frozen=True, slots=True)
class Ready:
    """A call that may be made once `begin` has noted it, in a transaction and at a moment (epoch ms).

    `begin` returns False where the row is not reserved any more.
    """

    call: Callable[[], Awaitable[Outcome]]
    begin: Callable[[Queries, int], Awaitable[bool]]


class SendOnce(ABC, Generic[T]):
    """Sends what is reserved in a table: noted in one commit, called once, the outcome written in another."""

    table: str

    def __init__(self, *, db: Database, panel: Panel, tell_refusals: TellRefusals, clock: Clock) -> None:
        self._db = db
        self._panel = panel
        self._tell_refusals = tell_refusals
        self._clock = clock

    @abstractmethod
    async def _next_reserved(self, panel_key_id: int) -> T | None: ...

    @abstractmethod
    async def _prepare(self, one: T, /) -> Ready: ...

    @abstractmethod
    async def _end(self, one: T, outcome: Outcome, /) -> None:
        """Write the outcome down, however long the database is away."""

    @abstractmethod
    async def recover(self) -> None:
        """At start: what the last process sent and did not hear about is unknown.

        What has waited too long to be sent ends as not sent.
        """

    async def next(self, panel_key_id: int) -> bool:
        """Send what waits longest; False if nothing does."""
        one = await self._next_reserved(panel_key_id)
        if one is None:
            return False
        ready = await self._prepare(one)
        await self._panel.room_to_write()  # what waits has not been sent, and is not in doubt after a crash
        async with self._db.transaction() as transaction:
            began_at = self._clock()  # the time before may have been spent on waiting for the database
            is_taken = await ready.begin(transaction, began_at)
        if is_taken:
            note = partial(self._db.mark.note, self.table, one.id)
            await self._end(one, await send(ready.call, note, began_at, self._clock))
        else:  # an earlier commit whose answer was lost has come through after all
            await self.recover()
        return True
