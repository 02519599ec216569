"""Reads what is sent to the controls: all of it is checked before anything is changed."""

import json
import math
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from aiohttp import web

Reader = Callable[[Any], Any]


async def wishes(request: web.Request, **readers: Reader) -> dict[str, Any]:
    """Return the fields of a JSON object that are not null. Answers anything else with 400."""
    try:
        sent = await request.json()
    except ValueError:
        raise refused("JSON expected") from None
    if not isinstance(sent, dict):
        raise refused("a JSON object expected")
    unknown = sorted(sent.keys() - readers.keys())
    if unknown:
        raise refused(f"{unknown[0]}: unknown; there is {', '.join(readers)}")
    return {name: _read(name, readers[name], value) for name, value in sent.items() if value is not None}


def _read(name: str, reader: Reader, value: Any) -> Any:
    try:
        return reader(value)
    except ValueError as error:
        raise refused(f"{name}: {error}") from None


def refused(error: str) -> web.HTTPBadRequest:
    return web.HTTPBadRequest(text=json.dumps({"error": error}), content_type="application/json")


def text(value: Any) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("a text")
    return value


def flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("true or false")  # noqa: TRY004 - readers tell what is expected by ValueError
    return value


def number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise ValueError("a number from 0")
    return float(value)


def share(value: Any) -> float:
    if number(value) > 1:
        raise ValueError("a number from 0 to 1")
    return float(value)


def whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ValueError("a whole number from 1")
    return value


def count(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError("a whole number from 0")
    return value


def money(value: Any) -> Decimal:
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        raise ValueError("an amount of money") from None
    if not amount.is_finite() or amount < 0:
        raise ValueError("an amount of money")
    return amount


def one_of(choices: tuple[str, ...]) -> Reader:
    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(f"one of {', '.join(choices)}")
        return str(value)

    return read
