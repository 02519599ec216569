"""What is true of every call that must not be made twice: when it may still be made, and when it is over."""

from panel import LONGEST_CALL, NotSent, Unknown
from usecases.clock import SECOND, Clock

NOT_SENT = "not_sent"
"""The failure of what never went out."""

FRESH = 5 * SECOND
"""So long after it was noted that something is sent it may be sent.

A process that was held up for longer (a stopped machine, a commit that hung) may have been taken for dead:
then the next leader has told the operator that nobody knows, and the operator may have said no.
"""

OVER_AFTER = FRESH + int(LONGEST_CALL * SECOND)
"""So long after that the call of a process that is gone, or was deposed, is over."""

HELD_UP = NotSent("the program was held up before it could send it")
UNHEARD = Unknown("the program ended before the panel answered")


def may_be_sent(noted_at: int, clock: Clock) -> bool:
    return abs(clock() - noted_at) <= FRESH
