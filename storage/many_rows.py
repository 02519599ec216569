"""Placeholders for statements of many rows."""

from collections.abc import Iterator


def places(rows: int, columns: int, first: int) -> Iterator[str]:
    """`$2, $3`, `$4, $5`, … : those of each row, beginning at the number `first`."""
    for start in range(first, first + rows * columns, columns):
        yield ", ".join(f"${place}" for place in range(start, start + columns))
