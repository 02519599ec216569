"""Splits a list of orders into lines and columns. A line is an order: service, link, quantity and so on."""

import csv
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from usecases.errors import BadAnswer
from usecases.numbers import with_latin_digits

MOST_MASS_LINES = 100
MAX_MASS_BYTES = 256 * 1024
LONGEST_MASS_LINE = 20_000  # characters
FEWEST_MASS_LINES = 2
COLUMN_SEPARATORS = "|\t;,"
"""The likeliest first: no link has a bar or a tab in it."""

UNMISTAKABLE = "|\t"
LONGEST_REF = 32
BARE_REF = re.compile(r"#?\s*([\w.-]+)")
HEADINGS = frozenset(
    "service link url quantity id услуга сервис ссылка количество servicio enlace cantidad serviço "  # noqa: SIM905
    "quantidade hizmet bağlantı miktar layanan tautan jumlah الخدمة الرابط الكمية सेवा लिंक मात्रा".split()
)

IsService = Callable[[str], bool]
"""Whether a text is the id of a service that is known here."""


@dataclass(frozen=True, slots=True)
class MassRow:
    """`number` is the line of the text, from 1. `separator` is "" if the line has no columns."""

    number: int
    columns: tuple[str, ...]
    separator: str
    is_too_long: bool = False


def service_id_in(column: str) -> str:
    """Return the id of a service as it was meant: "#12" and "１２" are 12."""
    typed = with_latin_digits(column[: 2 * LONGEST_REF]).strip()
    bare = BARE_REF.fullmatch(typed)
    return bare[1] if bare else column.strip()


def looks_like_mass_order(text: str, is_service: IsService) -> bool:
    """Whether a typed text is a list of orders: at least two lines with columns, and most lines have them.

    With commas or semicolons, as in sentences, one column has to be a service.
    """
    found = list(_rows(text, is_service))
    likely = [row for row in found if _has_columns(row, is_service)]
    return len(likely) >= FEWEST_MASS_LINES and 2 * len(likely) >= len(found)


def _has_columns(row: MassRow, is_service: IsService) -> bool:
    if not row.separator:
        return False
    return row.separator in UNMISTAKABLE or any(is_service(service_id_in(one)) for one in row.columns[:3])


def mass_rows(text: str, is_service: IsService) -> list[MassRow]:
    """Return the lines of a list that are not blank, without a header.

    Raises BadAnswer if there are none or too many.
    """
    rows = list(_rows(text, is_service))
    if rows and _is_header(rows[0], is_service):
        rows = rows[1:]
    if not rows:
        raise BadAnswer("no_mass_lines")
    if len(rows) > MOST_MASS_LINES:
        raise BadAnswer("too_many_mass_lines", {"count": len(rows), "max": MOST_MASS_LINES})
    return rows


def _rows(text: str, is_service: IsService) -> Iterator[MassRow]:
    lines = text.splitlines()
    usual = _usual_separator(lines, is_service)
    if usual not in ("", "|") and '"' in text and (quoted := _quoted(text, usual)) is not None:
        yield from quoted
        return
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST_MASS_LINE:
            yield MassRow(number, (line[:LONGEST_REF],), "", is_too_long=True)
        elif line.strip():
            separator = usual if usual and usual in line else _first_separator(line)
            if columns := _trimmed(_split(line, separator)):
                yield MassRow(number, columns, separator)


def _usual_separator(lines: list[str], is_service: IsService) -> str:
    """Return the separator of the list; "" if it has none.

    A service stands before it in most lines. Where no line begins with a service, most lines have it.
    """
    parts = [(one, line.partition(one)) for line in lines for one in COLUMN_SEPARATORS if one in line]
    behind = Counter(one for one, (first, _, _) in parts if is_service(service_id_in(first.strip(' "'))))
    found = behind or Counter(one for one, _ in parts)
    likeliest = max(COLUMN_SEPARATORS, key=lambda one: found[one])  # of several the first
    return likeliest if found[likeliest] else ""


def _first_separator(line: str) -> str:
    return next((one for one in COLUMN_SEPARATORS if one in line), "")


def _quoted(text: str, separator: str) -> list[MassRow] | None:
    """Return the lines of a table with quotes, in which a column may have line breaks; None if it is none."""
    rows, number = [], 1
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        for columns in reader:
            if row := _quoted_row(number, columns, separator):
                rows.append(row)
            number = reader.line_num + 1
    except csv.Error:
        return None
    return rows


def _quoted_row(number: int, columns: list[str], separator: str) -> MassRow | None:
    """Return a line of a table. One without the table's separator is split at another."""
    if sum(map(len, columns)) > LONGEST_MASS_LINE:
        return MassRow(number, (columns[0][:LONGEST_REF],), "", is_too_long=True)
    if len(columns) == 1:
        separator = _first_separator(columns[0])
        columns = _split(columns[0], separator)
    kept = _trimmed(columns)
    return MassRow(number, kept, separator if len(kept) > 1 else "") if kept else None


def _split(line: str, separator: str) -> list[str]:
    if separator in ("", "|"):
        return line.split("|")
    try:
        return next(csv.reader([line], delimiter=separator), [])
    except csv.Error:
        return line.split(separator)


def _trimmed(columns: list[str]) -> tuple[str, ...]:
    """Return the columns without spaces around them, and without empty ones at the end."""
    kept = [one.strip() for one in columns]
    while kept and not kept[-1]:
        kept.pop()
    return tuple(kept)


def _is_header(row: MassRow, is_service: IsService) -> bool:
    """Whether a line names the columns: a heading stands in it, and neither a number nor a service."""
    if row.is_too_long or any(sign.isdigit() for one in row.columns for sign in one):
        return False
    words = {word.strip("#:.").casefold() for one in row.columns for word in re.split(r"[\s_]+", one)}
    return bool(words & HEADINGS) and not is_service(service_id_in(row.columns[0]))
