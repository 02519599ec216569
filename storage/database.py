"""The interface of a database: its protocols and its errors."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

Value = int | str | None
Row = tuple[Any, ...]


EXPECTED = "expected sqlite:///path/to/file.db or postgresql://user:password@host:5432/name"


class DatabaseError(Exception):
    """The database cannot be used. The text tells the operator the reason."""


class DatabaseInUse(DatabaseError):
    """Another process works on this database file."""


class DatabaseTooNew(DatabaseError):
    """A newer release has changed the schema; this one would not understand it."""


class DatabaseAway(DatabaseError):
    """The server does not answer, or two transactions collided. A retry may succeed soon.

    The failed statement may have been committed.
    """


class DatabaseFull(DatabaseAway):
    """The disk is full, fails, or is read-only. The write was not kept."""

    def __init__(self, reason: object) -> None:
        super().__init__(f"the database cannot be written ({reason}): make room on its disk")


class DatabaseReplaced(DatabaseError):
    """The database file was deleted or replaced while the program used it."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the database {path} was deleted or replaced while the program worked on it:"
            " put the file in its place, and start again"
        )


class DatabaseClosed(DatabaseError):
    """The program is ending. Statements are refused, and open transactions are rolled back."""


class Constraint(Exception):
    """A CHECK, UNIQUE or FOREIGN KEY refused a statement, or a trigger that guards the stages."""


class Queries(Protocol):
    """Statements with the placeholders `$1, $2, …`. Values are integers and text, as in both engines."""

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]: ...
    async def fetch_one(self, sql: str, *values: Value) -> Row | None: ...
    async def execute(self, sql: str, *values: Value) -> int:
        """Run a statement, and return the number of rows that it changed, inserted or deleted."""
        ...

    async def execute_many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None: ...


class Cluster(Protocol):
    """The processes on one database. An SQLite file has one process, which leads."""

    @property
    def instance(self) -> int:
        """The number of this process in the cluster."""
        ...

    @property
    def alone(self) -> bool:
        """Whether no other process can be at work, not even one that was taken for dead."""
        ...

    def leadership(self) -> AbstractAsyncContextManager[asyncio.Event]:
        """Wait to become the leader, and lead within the block. The event is set if the lead is lost.

        A process may learn some seconds late that it lost the lead. So leading does not guard a step that
        must happen once: the statement that claims the step does.
        """
        ...

    async def live_members(self) -> set[int]:
        """Return the numbers of the live processes and of those seen moments ago, including this one."""
        ...

    def lock_person(self, person: int) -> AbstractAsyncContextManager[None]:
        """Hold the lock of a person within the block; wait while another process has it.

        Raises DatabaseAway. A lock that is lost with the connection is not reported.
        """
        ...

    def notify(self, name: str) -> None:
        """Send a name to the other processes, unless this one leads. It is lost if the server is away."""
        ...

    def on_notify(self, hear: Callable[[str], None]) -> None:
        """Call `hear` with each name that another process sends."""
        ...


@dataclass(frozen=True, slots=True)
class Outside:
    """The contents of a mark: the possible lives of the database, and the row last sent to the panel.

    `sent` is the name of a table and the id of a row in it.
    """

    lives: tuple[str, ...]
    sent: tuple[str, int] | None = None


class Mark(Protocol):
    """A note outside the database, which a copy lacks; see `storage.marks`."""

    async def read(self) -> Outside | None: ...
    async def announce(self, before: Outside) -> str: ...
    async def settle(self, life: str) -> None: ...
    async def note(self, table: str, row: int) -> None: ...


class Database(Queries, Protocol):
    """Outside a transaction each statement is its own transaction, and durable when its call returns."""

    @property
    def cluster(self) -> Cluster: ...

    @property
    def mark(self) -> Mark: ...

    async def skip_numbers(self, tables: Iterable[str], by: int) -> None:
        """Raise the next id of each table by `by`."""
        ...

    @property
    def relaxed(self) -> Queries:
        """Statements that survive the end of the process, but on SQLite perhaps not a power cut.

        They do not wait for the disk. Use them for harmless repeatable writes, never for orders or money.
        """
        ...

    async def fetch_records(self, record: type[T], columns: str, found: str, *values: Value) -> list[T]:
        """Read up to a thousand rows in the fastest way, as records and in their order.

        `columns` are column names; `found` is "FROM … WHERE … ORDER BY … LIMIT …".
        """
        ...

    def transaction(self) -> AbstractAsyncContextManager[Queries]:
        """Begin a transaction, commit it at the end of the block, and roll it back on an exception.

        It is safe against cancellation: a cancelled task leaves no transaction open, and a commit that has
        begun is finished. Do not wait for the network inside.
        """
        ...
