"""What an HTTP answer of a panel means: JSON first, the status where there is none."""

from collections.abc import Callable

from panel.answers import decode, is_torn, seen
from panel.errors import Meaning, PanelNotUnderstood, PanelRefused, PanelUnreachable, cut
from panel.models import Outcome, Refused, Unknown
from panel.transport import Reply

FINE = 200  # of an answer that need not be looked at twice
TOO_MANY_REQUESTS = 429
MOVED, BAD, BROKEN = 300, 400, 500  # where HTTP's classes of statuses begin


def content(reply: Reply) -> object:
    """The JSON of an answer to a read, whatever its HTTP status; without JSON the status tells."""
    try:
        answer = decode(reply.body)
    except PanelNotUnderstood:
        if reply.status == TOO_MANY_REQUESTS:
            raise PanelRefused(Meaning.RATE_LIMIT, "HTTP 429") from None
        if reply.status >= BAD:
            raise PanelUnreachable(cut(f"HTTP {reply.status}: {seen(reply.body)}")) from None
        raise
    if reply.status == TOO_MANY_REQUESTS:
        raise PanelRefused(Meaning.RATE_LIMIT, seen(answer))
    return answer


def outcome(reply: Reply, understand: Callable[[object], Outcome]) -> Outcome:
    """The outcome of a write: only whole JSON with a status below 500 can say that nothing was taken."""
    if reply.status == TOO_MANY_REQUESTS:
        return Refused(Meaning.RATE_LIMIT, cut(f"HTTP 429: {seen(reply.body)}"))
    if reply.status >= BROKEN or MOVED <= reply.status < BAD:
        return Unknown(cut(f"HTTP {reply.status}: {seen(reply.body)}"))
    try:
        told = understand(decode(reply.body))
    except PanelNotUnderstood as error:
        return Unknown(cut(f"HTTP {reply.status}: {error.seen}"))
    doubtful = is_torn(reply.body) if isinstance(told, Refused) else reply.status >= BAD
    if doubtful:
        return Unknown(cut(f"HTTP {reply.status}: {seen(reply.body)}"))
    return told
