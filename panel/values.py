"""Parses ids, flags, texts and lists as panels write them; for numbers see parsing/numbers.py."""

import re
from typing import TypeVar

T = TypeVar("T")

MAX_ID_LENGTH = 200

_no_number = re.compile(r"-\d+|[+]?0+")
_no_names = frozenset(
    {
        "null",
        "none",
        "nil",
        "undefined",
        "nan",
        "na",
        "void",
        "empty",
        "unknown",
        "false",
        "true",
        "yes",
        "no",
    }
    | {"ok", "done", "success", "error", "fail", "failed", "failure", "rejected", "refused", "canceled"}
    | {"notplaced", "placed", "created", "accepted", "pending", "processing", "inprogress", "completed"}
)


def identity(value: object) -> str | None:
    """Return an id as text: a positive number or a word that names something; None for anything else.

    "0", "-1", "null", "pending" and "Not placed" name nothing. A text with a comma is not one id, because a
    comma separates ids.
    """
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value) if value > 0 else None
    if not isinstance(value, str) or len(value) > MAX_ID_LENGTH:
        return None
    text = value.strip()
    return text if text.isprintable() and _names_something(text) else None


def _names_something(text: str) -> bool:
    if (
        "," in text
        or any(map(str.isspace, text))
        or not any(map(str.isalnum, text))
        or _no_number.fullmatch(text)
    ):
        return False
    return any(map(str.isdecimal, text)) or letters(text) not in _no_names


def flag(value: object) -> bool:
    return value is True or str(value).strip().casefold() in ("true", "1", "yes")


def text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def either(value: T, other: T) -> T:
    """Return the value of one name, or that of the panels' other name if the first is null."""
    return other if value is None else value


def entries(value: object) -> list[object]:
    if isinstance(value, str):
        return [part for part in value.split(",") if part.strip()]
    return value if isinstance(value, list) else []


def letters(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalpha())
