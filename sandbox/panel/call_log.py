"""The calls as the page lists them: newest first, routine checks between others as one line."""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from sandbox.panel.state import Call

ROUTINE = ("services", "status", "balance", "refill_status")
SHOWN_LINES = 40
SHOWN_ANSWER = 200
SHOWN_FIELDS = 8


def listed(calls: Sequence[Call], action: str | None = None) -> list[dict[str, Any]]:
    """Return the newest lines. With an action only its calls, one line each."""
    if action:
        only = [call for call in calls if call.action == action]
        return [_line(call) for call in reversed(only[-SHOWN_LINES:])]
    return _grouped(calls)


def _grouped(calls: Sequence[Call]) -> list[dict[str, Any]]:
    """Changes and faults have a line each. A run of other calls shares one."""
    lines: list[dict[str, Any]] = []
    for call in reversed(calls):
        routine = call.action in ROUTINE and call.fault is None
        if routine and lines and "checks" in lines[-1]:
            lines[-1]["checks"][call.action] += 1
            lines[-1]["number"] = call.number
        elif len(lines) == SHOWN_LINES:
            break
        else:
            lines.append(_checks(call) if routine else _line(call))
    return lines


def _checks(call: Call) -> dict[str, Any]:
    """`number` is the run's first call, so that the line stays the same one while the run grows."""
    return {"number": call.number, "at": call.at, "checks": Counter((call.action,))}


def _line(call: Call) -> dict[str, Any]:
    return {
        "number": call.number,
        "at": call.at,
        "action": call.action,
        "key": call.key,
        "sent": call.sent,
        "fault": call.fault,
        "answer": _beginning(call.answer),
    }


def _beginning(answer: Any) -> str:
    """Return the beginning of an answer, without encoding all of a large catalogue."""
    if isinstance(answer, list):
        answer = answer[:3]
    if isinstance(answer, dict):
        answer = {
            name: value[:3] if isinstance(value, list) else value
            for name, value in list(answer.items())[:SHOWN_FIELDS]
        }
    return json.dumps(answer, ensure_ascii=False)[:SHOWN_ANSWER]
