"""Placeholders for statements of many rows."""

from collections.abc import Iterator


def places(rows: int, columns: int, first: int) -> Iterator[str]:
    """Yield the placeholders of each row: `$2, $3`, then `$4, $5`, …; `first` is the first number."""
    for start in range(first, first + rows * columns, columns):
        yield ", ".join(f"${place}" for place in range(start, start + columns))
