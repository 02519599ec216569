"""Reads single values in the forms that panels write them in."""

import re
from decimal import Decimal
from typing import TypeVar

from panel.money import parse_money, to_micro

T = TypeVar("T")

LARGEST = 2**53  # of a count; larger ones are nonsense
LONGEST_ID = 200

_number = re.compile(r"[-+]?\d{1,16}(?:\.\d{1,16})?(?:[eE][-+]?\d{1,2})?")


def identity(value: object) -> str | None:
    """An id as text: a positive number or a text that is not empty; None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return str(value) if value > 0 else None
    if isinstance(value, str) and (text := value.strip()) and len(text) <= LONGEST_ID and text.isprintable():
        return text
    return None


def money(value: object) -> int | None:
    try:
        return to_micro(parse_money(value))
    except ValueError:
        return None


def count(value: object) -> int | None:
    """A count, or None for null, "" or what is none; "10,000", 10.0 and "1e3" are counts."""
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip().replace(",", "")
    if not _number.fullmatch(text):
        return None
    number = Decimal(text)
    return int(number) if abs(number) <= LARGEST and number == int(number) else None


def flag(value: object) -> bool:
    return value is True or str(value).strip().casefold() in ("true", "1", "yes")


def text(value: object) -> str:
    return str(value).strip() if isinstance(value, str | int | float) and not isinstance(value, bool) else ""


def either(value: T, other: T) -> T:
    """What stands under a name, or under the other one that panels have for it where that is null."""
    return other if value is None else value


def entries(value: object) -> list[object]:
    if isinstance(value, str):
        return [part for part in value.split(",") if part.strip()]
    return value if isinstance(value, list) else []


def letters(word: str) -> str:
    return "".join(letter for letter in word.casefold() if letter.isalpha())


def currency_beside(amount: object) -> str:
    match = re.search(r"[A-Z]{3}", amount) if isinstance(amount, str) else None
    return match.group() if match else ""
