"""The faults of Telegram, and their answers."""

from collections.abc import Sequence

from sandbox.faults import Fault
from sandbox.telegram.errors import ApiError

REFUSALS = {
    "rate_limit": (429, "Too Many Requests: retry after {wait}"),
    "rate_limit_bare": (429, "Too Many Requests"),
    "flood_wait": (420, "FLOOD_WAIT_{wait}"),
    "not_found": (404, "Not Found"),
    "unauthorized": (401, "Unauthorized"),
    "conflict": (
        409,
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    ),
    "server_error": (500, "Internal Server Error"),
}
"""Faults that answer {"ok": false, …}. Telegram answers each now and then, whatever the call was."""

KINDS = ("slow", "no_answer", "lost_answer", "reset", "http_500", "html", "garbage", *REFUSALS)
IN_TURN = (0.0, 1.0, 0.2, 0.8, 0.4, 0.6)  # parts of the longest delay; far apart, so calls overtake


class Jitter:
    """Delays of calls: from 0 to `longest` seconds, in turn."""

    def __init__(self, longest: float = 0.0, parts: Sequence[float] = IN_TURN) -> None:
        self.longest = longest
        self._parts = parts
        self._calls = 0

    def next(self) -> float:
        """Return the delay of the next call in seconds."""
        self._calls += 1
        return self.longest * self._parts[(self._calls - 1) % len(self._parts)]


def error_of(fault: Fault) -> ApiError | None:
    """Return the refusal of a fault. None if it answers nothing, or no JSON."""
    if fault.kind not in REFUSALS:
        return None
    code, description = REFUSALS[fault.kind]
    wait = max(1, int(fault.seconds))
    return ApiError(code, description.format(wait=wait), wait if fault.kind == "rate_limit" else None)
