"""The placeholders of a statement for SQLite."""

from collections.abc import Sequence

from storage.database import Value

NAMES = tuple(str(number) for number in range(1, 2_001))  # more placeholders than any statement has


def named(values: Sequence[Value]) -> dict[str, Value]:
    """The values by the names of their placeholders: of `$1` that is "1".

    Without names SQLite takes them for `?1`, of which Python 3.12.0 to 3.12.3 warns at every statement.
    """
    return dict(zip(NAMES, values, strict=False))
