"""Makes a call at most once. Orders, refills and cancels share these steps."""

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
"""The failure of a call that was never sent."""

SEND_WITHIN_MS = 5 * SECOND
"""The call must begin within this time after the commit that notes it, by the wall clock.

After a longer delay (a stopped machine, a commit that hung) another leader may have taken this process for
dead. It has then recorded the outcome as unknown, and the operator may have decided that nothing was sent.
"""

OVER_AFTER = SEND_WITHIN_MS + int(LONGEST_CALL * SECOND)
"""So long (ms) after it was noted, the call of a dead or deposed process has certainly ended."""

LONGEST_ABSENCE_MS = 10 * MINUTE
"""After a longer absence of the bot, what waits is not sent: the person may have ordered elsewhere.

However long the queue is while the bot runs, all of it is sent.
"""

HELD_UP = NotSent("the program was held up before it could send it")
WAITED = NotSent("it waited too long before the program started")  # by its words older rows are known
NO_MARK = NotSent("the mark beside the database could not be written")
UNHEARD = Unknown("the program ended before the panel answered")


async def send(
    call: Callable[[], Awaitable[Outcome]], note: Callable[[], Awaitable[None]], noted_at: int, clock: Clock
) -> Outcome:
    """Make a call that was noted at `noted_at` (epoch ms), unless that is too long ago.

    `note` writes the mark outside the database, by which an older copy is recognised. If it fails, nothing is
    sent.
    """
    try:
        await note()
    except DatabaseAway:
        return NO_MARK
    return await call() if abs(clock() - noted_at) <= SEND_WITHIN_MS else HELD_UP


class Reserved(Protocol):
    """A reserved row, which waits to be sent."""

    @property
    def id(self) -> int: ...


T = TypeVar("T", bound=Reserved)


@dataclass(frozen=True, slots=True)
class Ready:
    """A call that may be made after `begin` has noted it, in a transaction and with the time (epoch ms).

    `begin` returns False if the row is not reserved any more.
    """

    call: Callable[[], Awaitable[Outcome]]
    begin: Callable[[Queries, int], Awaitable[bool]]


class SendOnce(ABC, Generic[T]):
    """Sends the reserved rows of a table: one commit notes the call, another its outcome."""

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
        """Record the outcome. Retry while the database is away."""

    @abstractmethod
    async def recover(self) -> None:
        """Record the unanswered calls of a process that is gone as unknown."""

    async def give_up_waiting(self, before: int) -> None:
        """After a long absence, end what was confirmed before a time (epoch ms) as not sent.

        What does no harm when it is late is still sent.
        """

    async def next(self, panel_key_id: int) -> bool:
        """Send the row that waits longest; False if none waits."""
        one = await self._next_reserved(panel_key_id)
        if one is None:
            return False
        ready = await self._prepare(one)
        await self._panel.room_to_write()  # wait before the commit: a crash here leaves no doubt
        async with self._db.transaction() as transaction:
            began_at = self._clock()  # read here, because the transaction may have waited for the database
            is_taken = await ready.begin(transaction, began_at)
        if is_taken:
            note = partial(self._db.mark.note, self.table, one.id)
            await self._end(one, await send(ready.call, note, began_at, self._clock))
        else:  # an earlier commit succeeded although its answer was lost
            await self.recover()
        return True
