"""What the rest of the program knows of a database: its functions, and its errors."""

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
    """The database cannot be used; the text says why, for the person who starts the program."""


class DatabaseInUse(DatabaseError):
    """Another process works on this database file."""


class DatabaseTooNew(DatabaseError):
    """A newer release has changed the schema; this one would not understand it."""


class DatabaseAway(DatabaseError):
    """The server does not answer, or two got into each other's way: the same may go well in a moment.

    What was asked for may have been done or not.
    """


class DatabaseFull(DatabaseAway):
    """Nothing can be written: the disk is full, fails, or is read-only. Nothing of it was kept."""

    def __init__(self, reason: object) -> None:
        super().__init__(f"the database cannot be written ({reason}): make room on its disk")


class DatabaseReplaced(DatabaseError):
    """The file on which the program works was deleted, or another one put in its place."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"the database {path} was deleted or replaced while the program worked on it:"
            " put the file in its place, and start again"
        )


class DatabaseClosed(DatabaseError):
    """The program is ending: nothing is read or written any more, and what was open is rolled back."""


class Constraint(Exception):
    """A statement was refused by a CHECK, UNIQUE or FOREIGN KEY, or by a trigger that guards the states."""


class Queries(Protocol):
    """Statements with `$1, $2, …` as placeholders; integers and text only, as both engines have them."""

    async def fetch_all(self, sql: str, *values: Value) -> list[Row]: ...
    async def fetch_one(self, sql: str, *values: Value) -> Row | None: ...
    async def execute(self, sql: str, *values: Value) -> int:
        """Run a statement that returns no rows; how many it has changed, inserted or deleted."""
        ...

    async def execute_many(self, sql: str, rows: Iterable[tuple[Value, ...]]) -> None: ...


class Cluster(Protocol):
    """The processes that work on one database. An SQLite file has one, which leads."""

    @property
    def instance(self) -> int:
        """Names this process among them."""
        ...

    @property
    def alone(self) -> bool:
        """Whether nobody else can be at work, not even one that was taken for dead."""
        ...

    def leadership(self) -> AbstractAsyncContextManager[asyncio.Event]:
        """Wait to become the leader, and be it within the block; the event is set if it is lost before.

        Who has lost it may learn so a few seconds after another has begun: what must happen once is
        guarded by the statement that claims it, not by being the leader.
        """
        ...

    async def live_members(self) -> set[int]:
        """The processes that are there now or were a moment ago, this one among them."""
        ...

    def lock_person(self, person: int) -> AbstractAsyncContextManager[None]:
        """Wait until no other process is at something of this person's; raises DatabaseAway.

        Somebody whose turn was broken off, because the connection was lost, does not learn of it.
        """
        ...

    def notify(self, name: str) -> None:
        """Have the leader hear a name, soon, where it is another process; lost where the server is away."""
        ...

    def on_notify(self, hear: Callable[[str], None]) -> None:
        """Have what others call told to `hear`."""
        ...


@dataclass(frozen=True, slots=True)
class Outside:
    """What a mark says: which lives the database may be in, and what was last sent to the panel.

    `sent` is the name of a table and the id of a row in it.
    """

    lives: tuple[str, ...]
    sent: tuple[str, int] | None = None


class Mark(Protocol):
    """What a copy of the database does not bring along; see `storage.marks`."""

    async def read(self) -> Outside | None: ...
    async def announce(self, before: Outside) -> str: ...
    async def settle(self, life: str) -> None: ...
    async def note(self, table: str, row: int) -> None: ...


class Database(Queries, Protocol):
    """Outside a transaction each statement stands alone and is durable when its call returns."""

    @property
    def cluster(self) -> Cluster: ...

    @property
    def mark(self) -> Mark: ...

    async def skip_numbers(self, tables: Iterable[str], by: int) -> None:
        """Have the ids of the rows that come next begin so much later."""
        ...

    @property
    def relaxed(self) -> Queries:
        """Statements that survive the end of the process, but on SQLite perhaps not a power cut.

        They do not wait for the disk. For what is harmless when it is done again, never for orders or money.
        """
        ...

    async def fetch_records(self, record: type[T], columns: str, found: str, *values: Value) -> list[T]:
        """Read a thousand rows the quickest way, as records and in their order.

        `columns` by their names, of what is `found`: "FROM … WHERE … ORDER BY … LIMIT …".
        """
        ...

    def transaction(self) -> AbstractAsyncContextManager[Queries]:
        """Begin a transaction that is committed at the end of the block, or rolled back by an exception.

        Safe against cancellation: a cancelled task leaves no transaction open, and a commit that has
        begun is carried through. Nothing that waits for the network belongs inside.
        """
        ...
