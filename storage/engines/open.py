"""Opens the database that DATABASE_URL names: the only place that chooses the engine."""

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

    A PostgreSQL server gets as many connections, and one that this process is known by. While it is away
    it is waited for until `stop` is set; without one, and then, DatabaseAway is raised. Raises also
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
    """Whether a URL names an SQLite file; raises DatabaseError for one of neither engine."""
    if not URLS.fullmatch(url):
        raise DatabaseError(f"DATABASE_URL: {EXPECTED}")
    return url.startswith("sqlite:")


def file_of(url: str) -> Path:
    """The file of an SQLite URL; raises DatabaseError for any other."""
    if not is_file(url):
        raise DatabaseError("DATABASE_URL: expected sqlite:///path/to/file.db")
    return Path(url.removeprefix("sqlite:///"))
