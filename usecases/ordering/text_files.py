"""Reads a list from a file. The kind of file is told by its bytes, not by its name or declared type.

Only one thing is not in the bytes: whether a comma separates columns. A file is a table if it is named .csv
or .tsv, or if all rows have the same number of columns and have tabs between them or a known heading.
"""

import codecs
import csv
import io
from collections.abc import Sequence

from usecases.errors import BadAnswer

MAX_FILE_BYTES = 512 * 1024  # bytes
KILOBYTE = 1024

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16: its mark begins with that of UTF-16
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

FILE_SIGNATURES = (
    (b"\xd0\xcf\x11\xe0", "file_is_office"),
    (b"%PDF-", "file_is_pdf"),
    (b"{\\rtf", "file_is_document"),
    (b"\x1f\x8b", "file_is_archive"),
    (b"7z\xbc\xaf", "file_is_archive"),
    (b"Rar!", "file_is_archive"),
    (b"\x89PNG", "file_is_picture"),
    (b"\xff\xd8\xff", "file_is_picture"),
    (b"GIF8", "file_is_picture"),
)
"""The first bytes of other files that people send, each with the reason for the refusal."""

ZIP = b"PK\x03\x04"
PARTS = ((b"xl/", "file_is_workbook"), (b"word/", "file_is_document"), (b"content.xml", "file_is_office"))
"""Names in a zip archive that show an office document."""

CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1a\x1b")
"""No text in a usual 8-bit encoding has these bytes."""

SEPARATORS = ";\t,"
NO_SEPARATOR = "\x1f"  # for a table of one column: a sign that stands in no text
TABLES = (".csv", ".tsv")
COLUMN_HEADINGS = frozenset(
    "comment comments username usernames hashtag hashtags keyword keywords group groups".split()  # noqa: SIM905
)


def check_size(size: int, most: int = MAX_FILE_BYTES) -> None:
    """Raises BadAnswer for a file that is too large."""
    if size > most:
        raise BadAnswer("file_too_large", {"size": most // KILOBYTE})


def read_whole(body: bytes, most: int) -> str:
    """Return the text of a file of at most so many bytes; raises BadAnswer as `read_list` does."""
    check_size(len(body), most)
    text = _text(body)
    if not text.strip():
        raise BadAnswer("file_is_empty")
    return text


def read_list(body: bytes, name: str) -> str:
    """Return the list in a file, one entry a line; raises BadAnswer, whose reason names the kind of file."""
    text = read_whole(body, MAX_FILE_BYTES)
    separator = _separator(text, is_table=name.lower().endswith(TABLES))
    return text if separator is None else "\n".join(_first_column(text, separator))


def _text(body: bytes) -> str:
    if reason := _kind(body):
        raise BadAnswer(reason)
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if body.startswith(mark)), "utf-8")
    try:
        text = body.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8" and not CONTROLS & set(body):
            raise BadAnswer("file_not_utf8") from None
        raise BadAnswer("file_not_text") from None
    if "\0" in text:
        raise BadAnswer("file_not_text")
    return text


def _kind(body: bytes) -> str | None:
    if body.startswith(ZIP):
        return next((reason for part, reason in PARTS if part in body), "file_is_archive")
    if body.startswith(b"RIFF") and body[8:12] == b"WEBP":
        return "file_is_picture"
    return next((reason for start, reason in FILE_SIGNATURES if body.startswith(start)), None)


def _separator(text: str, *, is_table: bool) -> str | None:
    """Return the column separator of a table; None if the text is no table.

    The rows of a table have the same number of columns.
    """
    for separator in SEPARATORS:
        rows = _rows(text, separator)
        numbers = {len(row) for row in rows}
        if len(numbers) == 1 and numbers != {1} and (is_table or separator == "\t" or _has_heading(rows)):
            return separator
    return NO_SEPARATOR if is_table else None


def _rows(text: str, separator: str) -> Sequence[list[str]]:
    """Return the rows that are not blank; none if the text is no CSV."""
    try:
        return [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]
    except csv.Error:
        return []


def _first_column(text: str, separator: str) -> list[str]:
    """Return the entries of the first column, each on one line, without the heading."""
    rows = _rows(text, separator)
    entries = [" ".join(row[0].split()) for row in rows]
    return entries[1:] if len(entries) > 1 and _has_heading(rows) else entries


def _has_heading(rows: Sequence[list[str]]) -> bool:
    return rows[0][0].strip().casefold() in COLUMN_HEADINGS
