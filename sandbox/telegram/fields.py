"""Reads parts of a call: lengths as Telegram counts them, numbers, and fields of objects."""

from typing import Any

from pydantic import BaseModel

from sandbox.telegram.errors import bad_request

MOST_AT_ONCE = 100  # messages of one call


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def whole(given: dict[str, Any], name: str) -> int:
    """Return a number that the call must have."""
    value = str(given.get(name, ""))
    if not value:
        raise bad_request(f"{name} is empty")
    if not value.removeprefix("-").isdecimal():
        raise bad_request(f"{name} must be a valid Integer")
    return int(value)


def identifiers(given: dict[str, Any]) -> list[int]:
    """Return the numbers of the messages of a call."""
    numbers = given.get("message_ids")
    if not isinstance(numbers, list) or not all(type(number) is int for number in numbers):
        raise TypeError(numbers)
    if not numbers:
        raise bad_request("message identifiers are not specified")
    if len(numbers) > MOST_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    return numbers


def required(given: dict[str, Any], name: str) -> str:
    """Return a text that the call must have."""
    if not given.get(name):
        raise bad_request(f'parameter "{name}" is required')
    return str(given[name])


def is_true(given: dict[str, Any], name: str) -> bool:
    return str(given.get(name, "")).strip().lower() in ("true", "yes", "1")


def known_fields(value: Any, model: type[BaseModel], what: str) -> None:
    """Refuse an object with a field that aiogram's model of it does not have.

    Telegram ignores such a field; here it is a word of ours that nobody understands.
    """
    if value is None:
        return
    if not isinstance(value, dict):
        raise bad_request(f"can't parse {what}: object expected")
    unknown = sorted(set(value) - set(model.model_fields))
    if unknown:
        raise bad_request(f"can't parse {what}: unexpected field {unknown[0]}")
