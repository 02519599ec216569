"""Cells of CSV files for spreadsheets."""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import chain

from usecases.clock import SECOND
from usecases.pricing.units import MICRO
from views.text import clean

FORMULAS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
"""First characters of formulas in spreadsheets: https://owasp.org/www-community/attacks/CSV_Injection"""
FORMULA_AFTER_SEMICOLON = re.compile(rf"(?<=;)(?=\s*[{re.escape(''.join(FORMULAS))}])")


class Figure(str):
    """A number as it is written, which may begin with a minus."""

    __slots__ = ()


def file(head: Sequence[str], rows: Iterable[Sequence[object]], separator: str = ",") -> bytes:
    """Return the file: UTF-8 with a byte order mark, which Excel needs. No text in it becomes a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator)
    cell = _cell if separator == ";" else _cell_between_commas
    writer.writerows(map(cell, row) for row in chain([head], rows))
    return out.getvalue().encode("utf-8-sig")


def _cell(value: object) -> object:
    """An apostrophe before a formula keeps spreadsheets from computing it."""
    if not isinstance(value, str) or isinstance(value, Figure):
        return value
    text = clean(value)
    return f"'{text}" if text.startswith(FORMULAS) else text


def _cell_between_commas(value: object) -> object:
    """In many countries spreadsheets part a file at each semicolon, also one whose cells commas separate."""
    cell = _cell(value)
    return FORMULA_AFTER_SEMICOLON.sub("'", cell) if isinstance(cell, str) else cell


def amount(micro: int) -> Figure:
    """Return micro-units as a number with a decimal point."""
    return Figure(f"{Decimal(micro) / MICRO:f}")


def moment(milliseconds: int | None) -> str:
    """Return a time (epoch ms) in UTC, as spreadsheets read it; "" for none."""
    if milliseconds is None:
        return ""
    return dt.datetime.fromtimestamp(milliseconds / SECOND, dt.UTC).strftime("%Y-%m-%d %H:%M:%S")
