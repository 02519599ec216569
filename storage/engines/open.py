"""Opens the database of DATABASE_URL. Only this file chooses the engine."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from storage.database import EXPECTED, Database, DatabaseError

URLS = re.compile(r"sqlite:///.+|postgres(ql)?://.+")


@asynccontextmanager
async def open_database(
    url: str, *, connections: int = 8, stop: asyncio.Event | None = None
) -> AsyncIterator[Database]:
    """Open, migrate and finally close the database of a `DATABASE_URL`.

    `connections`: PostgreSQL connections of this process, plus one that holds its locks. While the server is
    away, wait until `stop` is set, then raise DatabaseAway; without `stop` raise it at once. Raises also
    DatabaseInUse, DatabaseTooNew, or DatabaseError for a URL, file or account that cannot be used.
    """
    if is_file(url):
        from storage.engines.sqlite.database import open_sqlite  # noqa: PLC0415 - only the chosen engine's driver is loaded

        async with open_sqlite(file_of(url)) as database:
            yield database
    else:
        try:
            from storage.engines.postgres.database import open_postgres  # noqa: PLC0415 - as above
        except ImportError:
            raise DatabaseError(
                "DATABASE_URL: PostgreSQL needs its driver: pip install asyncpg (`make run` has it)"
            ) from None
        async with open_postgres(url, connections, stop) as database:
            yield database


def is_file(url: str) -> bool:
    """Whether a URL names an SQLite file; raises DatabaseError if it belongs to neither engine."""
    if not URLS.fullmatch(url):
        raise DatabaseError(f"DATABASE_URL: {EXPECTED}")
    return url.startswith("sqlite:")


def file_of(url: str) -> Path:
    """Return the file of an SQLite URL; raises DatabaseError for any other URL."""
    if not is_file(url):
        raise DatabaseError("DATABASE_URL: expected sqlite:///path/to/file.db")
    return Path(url.removeprefix("sqlite:///"))
