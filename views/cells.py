"""Cells of CSV files for spreadsheets."""

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from usecases.pricing.units import MICRO
from views.text import clean

FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""First characters of formulas in spreadsheets: https://owasp.org/www-community/attacks/CSV_Injection"""


def file(head: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Return the file: UTF-8 with a byte order mark, which Excel needs; comma-separated."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def as_text(foreign: str) -> str:
    """Return a text as a cell. An apostrophe before a formula keeps spreadsheets from computing it."""
    cell = clean(foreign).strip()
    return f"'{cell}" if cell.startswith(FORMULAS) else cell


def amount(micro: int) -> str:
    """Return micro-units as a number with a decimal point."""
    return f"{Decimal(micro) / MICRO:f}"
