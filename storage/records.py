"""Converts rows into the record types of the tables."""

from typing import Any, TypeVar

import msgspec

from storage.database import Row

T = TypeVar("T")


class Json(dict[str, Any]):
    """A column that holds a JSON object as text."""


class Record(msgspec.Struct, frozen=True, array_like=True):
    """A row. Its fields are in the order of the selected columns."""


def read(row: Row, record: type[T]) -> T:
    return msgspec.convert(row, record, strict=False, dec_hook=_decode)


def read_all(rows: list[Row], record: type[T]) -> list[T]:
    return msgspec.convert(rows, list[record], strict=False, dec_hook=_decode)  # type: ignore[valid-type]


def read_json(rows: str, record: type[T]) -> list[T]:
    """As `read_all`, for rows in a JSON array of arrays."""
    return msgspec.json.decode(rows, type=list[record], strict=False, dec_hook=_decode)  # type: ignore[valid-type]


def dump(value: dict[str, Any]) -> str:
    return msgspec.json.encode(value).decode()


def _decode(wanted: type, text: str) -> Json:
    if wanted is not Json:
        raise NotImplementedError(wanted)
    return Json(msgspec.json.decode(text))
