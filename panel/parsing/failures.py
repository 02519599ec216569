"""Finds the failure in an answer. All its shapes are here."""

from collections.abc import Iterable

from panel.errors import PanelRefused, cut
from panel.parsing.answers import seen
from panel.parsing.containers import Object
from panel.parsing.error_words import read_error

FAILURE_WORDS = ("fail", "failed", "failure", "error", "false", "0", "no")
EMPTY_TEXTS = ("", "0", "false", "none", "null", "nil", "undefined", "n/a", "no error", "no errors")
"""Texts under "error" that mean no error."""
TEXTS = ("message", "msg", "error_message", "reason", "detail")
MAX_FAILURE_DEPTH = 4


def failure(answer: object) -> str | None:
    """Return the failure's text of an object; None if it is no failure, or one without a text."""
    if not isinstance(answer, dict):
        return None
    for name in ("error", "errors"):
        value = answer.get(name)
        if not _is_nothing(value):
            is_mark = isinstance(value, int | float) or value in ("1", "true")
            return (message(answer) if is_mark else _text_of(value)) or seen(value)
    return (message(answer) or _text_of(answer.get("data"))) or None if says_no(answer) else None


def _is_nothing(error: object) -> bool:
    return not error or (isinstance(error, str) and error.strip(" .").casefold() in EMPTY_TEXTS)


def says_no(answer: Object) -> bool:
    """Whether an object is marked as a failure, with a text or without."""
    marks = (answer.get(name) for name in ("success", "status", "ok"))
    return any(mark is not None and str(mark).strip().casefold() in FAILURE_WORDS for mark in marks)


def message(answer: Object) -> str:
    """Return an object's message to people, good or bad; "" if it has none."""
    return _text_of(next((answer[name] for name in TEXTS if answer.get(name)), None))


def failures(found: Iterable[object]) -> str | None:
    """Return the first failure's text among the parts of an answer."""
    return next((text for text in map(failure, found) if text is not None), None)


def refuse(found: Iterable[object]) -> None:
    """Raise PanelRefused if one of the parts has a failure's text."""
    if (text := failures(found)) is not None:
        raise PanelRefused(read_error(text).meaning, text)


def _text_of(error: object, depth: int = MAX_FAILURE_DEPTH) -> str:
    """Return the first text inside an error, which may be a list or an object by field."""
    if isinstance(error, dict):
        error = next((error[name] for name in (*TEXTS, "error") if error.get(name)), list(error.values()))
    if isinstance(error, list):
        texts = (_text_of(one, depth - 1) for one in error) if depth else iter(())
        return next((text for text in texts if text), "")
    return "" if error is None or isinstance(error, bool) else cut(str(error))
