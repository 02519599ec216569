"""The placeholders of a statement for SQLite."""

from collections.abc import Sequence

from storage.database import Value

NAMES = tuple(str(number) for number in range(1, 2_001))  # more placeholders than any statement has


def named(values: Sequence[Value]) -> dict[str, Value]:
    """Map the names of the placeholders to the values; the name of `$1` is "1".

    With a plain sequence Python 3.12.0 to 3.12.3 warns at every statement.
    """
    return dict(zip(NAMES, values, strict=False))
