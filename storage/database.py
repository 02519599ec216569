"""What the rest of the program knows of a database; the only place that chooses the engine."""

from collections.abc import AsyncIterator, Iterable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path
from typing import Any, Protocol

Value = int | str | None
Row = tuple[Any, ...]


class DatabaseError(Exception):
    """The database cannot be used; the text says why, for the person who starts the program."""


class DatabaseInUse(DatabaseError):
    """Another process works on this database file."""


class DatabaseTooNew(DatabaseError):
    """A newer release has changed the schema; this one would not understand it."""


class Constraint(Exception):
    """A statement was refused by a CHECK, UNIQUE or FOREIGN KEY, or by a trigger that guards the states."""


class Queries(Protocol):
    """Statements with `$1, $2, …` as placeholders; integers and text only, as both engines have them."""

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]: ...
    async def fetch_one(self, sql: str, *values: Value) -> Row | None: ...
    async def execute(self, sql: str, *values: Value) -> None: ...
    async def execute_many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None: ...


class Database(Queries, Protocol):
    """Outside a transaction each statement stands alone and is durable when its call returns."""

    def transaction(self) -> AbstractAsyncContextManager[Queries]:
        """Begin a transaction that is committed at the end of the block, or rolled back by an exception.

        Safe against cancellation: a cancelled task leaves no transaction open, and a commit that has
        begun is carried through. Nothing that waits for the network belongs inside.
        """
        ...


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Open, migrate and finally close the database of a `DATABASE_URL`.

    Raises DatabaseInUse, DatabaseTooNew, or DatabaseError for a URL or file that cannot be opened.
    """
    from storage.sqlite import open_sqlite  # noqa: PLC0415 - only the chosen engine's driver is loaded

    async with open_sqlite(file_of(url)) as database:
        yield database


def file_of(url: str) -> Path:
    """The file of an SQLite URL; raises DatabaseError for any other."""
    scheme, _, path = url.partition(":///")
    if scheme != "sqlite" or not path:
        raise DatabaseError("DATABASE_URL: expected sqlite:///path/to/file.db")
    return Path(path)
