"""What is true of every call that must not be made twice: when it may still be made, and when it is over."""

from collections.abc import Awaitable, Callable

from panel import LONGEST_CALL, NotSent, Outcome, Unknown
from storage.database import DatabaseAway
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
