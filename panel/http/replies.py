"""Interprets a panel's HTTP answer: by its JSON first, without JSON by its status."""

import re
from collections.abc import Callable
from dataclasses import replace

from panel.errors import Meaning, PanelNotUnderstood, PanelRefused, PanelUnreachable, cut
from panel.http.transport import PanelReply
from panel.models import Outcome, Refused, Unknown
from panel.parsing.answers import decode, is_torn, seen
from panel.parsing.error_words import ErrorReading, read_error
from panel.parsing.failures import failure, message
from panel.parsing.writes import names_order
from panel.plain_text import lines

FINE = 200  # the status of a usual answer
MOVED, BAD, SERVER_FAILS = 300, 400, 500  # where HTTP's classes of statuses begin
NO_KEY = 401
TOO_MANY_REQUESTS = 429
LONG_NUMBER = re.compile(r"\d{4,}")  # statuses have three digits
DOUBTFUL = (408, 409, 425, TOO_MANY_REQUESTS, 499)
"""A server in front of a panel may send these statuses by itself, also if the panel took the order."""


def content(reply: PanelReply) -> object:
    """Return the JSON of an answer to a read, with any HTTP status. Raises PanelError."""
    try:
        said = decode(reply.body)
    except PanelNotUnderstood:
        raise _without_json(reply) from None
    answer = _with_error(said, reply.status)
    if reply.status == TOO_MANY_REQUESTS:
        raise PanelRefused(Meaning.RATE_LIMIT, seen(answer))
    text = failure(answer)
    if reply.status == NO_KEY and text is not None:
        raise PanelRefused(_meaning_at_401(text), text)
    if reply.status >= SERVER_FAILS and answer is not said:
        raise PanelUnreachable(cut(f"HTTP {reply.status}: {seen(answer)}"))
    return answer


def _without_json(reply: PanelReply) -> Exception:
    if reply.status == TOO_MANY_REQUESTS:
        return PanelRefused(Meaning.RATE_LIMIT, "HTTP 429")
    if reply.status == NO_KEY:
        return PanelRefused(Meaning.KEY, "HTTP 401")
    if reply.status >= BAD:
        return PanelUnreachable(cut(f"HTTP {reply.status}: {seen(reply.body)}"))
    return PanelNotUnderstood(seen(reply.body))


def outcome(reply: PanelReply, understand: Callable[[object], Outcome]) -> Outcome:
    """Return the outcome of a write. The body is read first, with any status below 500 but redirects.

    Only a plain error without an id proves that nothing was taken: whole JSON with a status below 500, or the
    error page of a server's rate limit.
    """
    unknown = Unknown(cut(f"HTTP {reply.status}: {seen(reply.body)}"))
    if reply.status >= SERVER_FAILS or MOVED <= reply.status < BAD:
        return unknown
    try:
        said = decode(reply.body)
        answer = _with_error(said, reply.status)
        told = understand(answer)
    except PanelNotUnderstood:
        return _not_let_through(reply) or unknown
    if isinstance(told, Refused):
        is_plain = answer is said or not _has_long_number(said)
        return (_refused(reply, told) if is_plain else None) or unknown
    return unknown if reply.status >= BAD else told


def _refused(reply: PanelReply, told: Refused) -> Refused | None:
    """Return the refusal; None if it may be a piece of another answer, or its reason is not plain."""
    reading = read_error(told.text)
    if is_torn(reply.body) or (reply.status in DOUBTFUL and not reading.is_sure):
        return None
    return replace(told, meaning=_meaning_at_401(told.text)) if reply.status == NO_KEY else told


def _not_let_through(reply: PanelReply) -> Refused | None:
    """Return the refusal in the error page of a server's rate limit. Such a page names no order."""
    text = seen(lines(reply.body.decode(errors="replace")))
    is_page = reply.status == TOO_MANY_REQUESTS and not any(sign in reply.body for sign in (b"{", b"["))
    is_plain = read_error(text) == ErrorReading(Meaning.RATE_LIMIT, is_sure=True) and not names_order(text)
    return Refused(Meaning.RATE_LIMIT, text) if is_page and is_plain else None


def _with_error(answer: object, status: int) -> object:
    """Return the answer. With a status of 400 or more a message alone counts as an error."""
    if status < BAD or not isinstance(answer, dict) or failure(answer) is not None:
        return answer
    text = "" if answer.get("success") is True else message(answer)
    return {**answer, "error": text} if text else answer


def _has_long_number(said: object) -> bool:
    """Whether an answer has a number that may be an id. Beside a mere message it may be the order's."""
    if isinstance(said, dict | list):
        return any(map(_has_long_number, said.values() if isinstance(said, dict) else said))
    return not isinstance(said, bool) and bool(LONG_NUMBER.fullmatch(str(said)))


def _meaning_at_401(text: str) -> Meaning:
    """Return the meaning of HTTP 401: the key, unless the text surely means something else."""
    reading = read_error(text)
    return reading.meaning if reading.is_sure else Meaning.KEY
