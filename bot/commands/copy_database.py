"""`python -m bot copy-database FROM TO`: copies an SQLite file to PostgreSQL."""

import time
from collections.abc import Callable

from storage.database import DatabaseError
from storage.engines.open import file_of, is_file, open_database

EVERY = 5.0  # seconds between two lines about the progress


async def copy_database(source: str, target: str, show: Callable[[str], None]) -> None:
    """Copy all rows, compare them and show the progress.

    Raises DatabaseError. Its text names the command instead of DATABASE_URL, which is not read here.
    """
    try:
        await _copy(source, target, show)
    except DatabaseError as error:
        reason = str(error).removeprefix("DATABASE_URL: ")
        raise DatabaseError(f"copy-database: {reason}") from error


async def _copy(source: str, target: str, show: Callable[[str], None]) -> None:
    if not is_file(source) or is_file(target):
        raise DatabaseError("expected FROM like sqlite:///path/to/file.db and TO like postgresql://host/name")
    async with open_database(target):
        pass  # this checks the connection and creates the schema
    from storage.engines.import_sqlite import copy_to_postgres  # noqa: PLC0415 - now the driver is known to be there

    copied = await copy_to_postgres(file_of(source), target, Progress(show))
    show(f"{copied.rows:,} rows are copied, compared and the same.")
    if copied.changed:
        show(
            f"{copied.changed:,} texts have a NUL in them, which PostgreSQL cannot hold:"
            " U+FFFD stands in its place."
        )
    show("Set DATABASE_URL to TO and start the bot. The file is as it was; no bot should use it any more.")


class Progress:
    """Shows the progress at most every `EVERY` seconds."""

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._next = time.monotonic() + EVERY

    def __call__(self, what: str, table: str, done: int, of: int) -> None:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY
            self._show(f"{what} {table}: {done:,} of {of:,} rows")
