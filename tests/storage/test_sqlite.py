"""An SQLite file: cancellation, other programs, no room, a file that goes away. All through the database."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Constraint, Database, DatabaseAway, DatabaseClosed, DatabaseFull, Queries
from storage.engines.open import open_database
from storage.records import Record

ADD = "INSERT INTO users (id, name, created_at) VALUES ($1, $2, 0)"
COUNT = "SELECT count(*) FROM users"
MANY = "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 100000)"
ADD_MANY = f"{MANY} INSERT INTO users (id, name, created_at) SELECT n, 'a', 0 FROM many"
FULL, NORMAL = 2, 1


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
async def db(file: Path) -> AsyncIterator[Database]:
    async with open_database(f"sqlite:///{file}") as database:
        yield database


@pytest.fixture(params=["forced", "relaxed"])
def queries(db: Database, request: pytest.FixtureRequest) -> Queries:
    return db if request.param == "forced" else db.relaxed


class Person(Record, frozen=True):
    id: int
    name: str


async def names(db: Database) -> list[str]:
    return [name for (name,) in await db.fetch_all("SELECT name FROM users ORDER BY id")]


async def set_room(db: Database, pages: int) -> None:
    """Limit the file, for single statements and for transactions."""
    await db.fetch_all(f"PRAGMA max_page_count = {pages}")
    async with db.transaction() as transaction:
        await transaction.fetch_all(f"PRAGMA max_page_count = {pages}")


async def ticks(task: "asyncio.Task[object]") -> int:
    """How often others have their turn on the loop until a task is done."""
    count = 0
    while not task.done():
        await asyncio.sleep(0)
        count += 1
    return count


def open_files() -> set[str]:
    return {one.name for one in Path("/dev/fd").iterdir()}


async def test_another_start_leaves_the_schema_as_it_is(file: Path) -> None:
    schemas = []
    for _ in range(2):
        async with open_database(f"sqlite:///{file}"):
            pass
        with closing(sqlite3.connect(file)) as connection:
            schemas.append(connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall())

    assert schemas[0] == schemas[1]


async def test_a_statement_that_fails_spoils_none_of_its_neighbours(db: Database, queries: Queries) -> None:
    first, same, other, wrong = await asyncio.gather(
        queries.execute(ADD, 1, "first"),
        queries.execute(ADD, 1, "same"),
        queries.execute(ADD, 2, "other"),
        queries.execute("INSERT INTO nowhere VALUES (1)"),
        return_exceptions=True,
    )

    assert (first, other) == (1, 1)
    assert isinstance(same, Constraint)
    assert isinstance(wrong, sqlite3.OperationalError)
    assert await names(db) == ["first", "other"]


async def test_whoever_is_told_of_a_neighbours_row_finds_it_there(db: Database, queries: Queries) -> None:
    async def add_or_look() -> list[str]:
        try:
            await queries.execute(ADD, 1, "Alice")
        except Constraint:
            return await names(db)
        return ["Alice"]

    assert await asyncio.gather(*(add_or_look() for _ in range(5))) == [["Alice"]] * 5


async def test_a_read_sees_the_write_before_it(db: Database) -> None:
    for number in range(50):
        queries = db if number % 2 else db.relaxed
        await queries.execute(ADD, number, "a")
        assert await db.fetch_one(COUNT) == (number + 1,)


async def test_a_writer_cancelled_while_it_waits_writes_nothing(db: Database, queries: Queries) -> None:
    async with db.transaction() as transaction:
        await transaction.execute(ADD, 1, "held")
        waiting = asyncio.create_task(queries.execute(ADD, 2, "cancelled"))
        block = asyncio.create_task(db.execute_many(ADD, [(3, "cancelled")]))
        behind = asyncio.create_task(queries.execute(ADD, 4, "behind"))
        await asyncio.sleep(0)
        waiting.cancel()
        block.cancel()

    await behind
    await asyncio.wait({waiting, block})
    assert waiting.cancelled()
    assert block.cancelled()
    assert await names(db) == ["held", "behind"]


@pytest.mark.parametrize("moment", range(0, 400, 7))
async def test_a_transaction_that_is_cancelled_at_any_moment_is_kept_whole_or_not_at_all(
    db: Database, moment: int
) -> None:
    """The moments are turns of the loop; at the last ones the transaction is over."""

    async def block() -> None:
        async with db.transaction() as transaction:
            await transaction.execute(ADD, 1, "first")
            await transaction.execute_many(ADD, [(2, "second"), (3, "third")])

    task = asyncio.create_task(block())
    for _ in range(moment):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})

    kept = await names(db)
    assert kept in ([], ["first", "second", "third"])
    assert task.cancelled() or kept
    await db.execute(ADD, 4, "after")
    assert await names(db) == [*kept, "after"]


@pytest.mark.parametrize("moment", range(0, 60, 3))
async def test_a_statement_that_is_cancelled_at_any_moment_lets_the_next_one_go_on(
    db: Database, queries: Queries, moment: int
) -> None:
    task = asyncio.create_task(queries.execute(ADD, 1, "a"))
    for _ in range(moment):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task})

    kept = await names(db)
    await db.execute(ADD, 2, "b")
    assert await names(db) == [*kept, "b"]


async def test_others_have_their_turn_while_many_rows_are_read_or_written(db: Database) -> None:
    writing = asyncio.create_task(db.execute(ADD_MANY))
    assert await ticks(writing) > 100

    reading = asyncio.create_task(db.fetch_records(Person, "id, name", "FROM users ORDER BY id"))
    assert await ticks(reading) > 100
    assert (await reading)[-1] == Person(100_000, "a")


async def test_while_another_program_has_the_file_the_loop_goes_on(db: Database, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        forced = asyncio.create_task(db.execute(ADD, 1, "a"))
        relaxed = asyncio.create_task(db.relaxed.execute(ADD, 2, "a"))
        for _ in range(20):
            assert await db.fetch_one(COUNT) == (0,)
            await asyncio.sleep(0.001)
        other.execute("ROLLBACK")

    await asyncio.gather(forced, relaxed)
    assert await names(db) == ["a", "a"]


async def test_a_file_that_another_program_keeps_locked_is_away(
    db: Database, queries: Queries, file: Path
) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(DatabaseAway, match="locked"):
            await queries.execute(ADD, 1, "a")

    await queries.execute(ADD, 2, "b")
    assert await names(db) == ["b"]


async def test_only_what_is_relaxed_is_not_flushed(db: Database) -> None:
    async with db.transaction() as transaction:
        assert await transaction.fetch_one("PRAGMA synchronous") == (FULL,)
    assert await db.fetch_one("PRAGMA synchronous") == (FULL,)
    assert await db.relaxed.fetch_one("PRAGMA synchronous") == (NORMAL,)


async def test_the_log_of_relaxed_writes_does_not_grow_for_ever(db: Database, file: Path) -> None:
    await db.execute(ADD, 1, "a")
    for number in range(6_000):
        await db.relaxed.execute("UPDATE users SET name = $1", str(number))

    assert file.with_name("test.db-wal").stat().st_size < 3_000 * 4_096


async def test_without_room_those_who_are_told_so_have_left_nothing(db: Database) -> None:
    row = await db.fetch_one("PRAGMA page_count")
    assert row is not None
    await set_room(db, row[0] + 4)

    told = await asyncio.gather(
        *(db.execute(ADD, number, "x" * 3_000) for number in range(20)), return_exceptions=True
    )
    with pytest.raises(DatabaseFull):
        await db.execute_many(ADD, [(number, "y" * 3_000) for number in range(100, 120)])
    await set_room(db, 1_000_000)
    await db.execute(ADD, 200, "there is room")

    assert any(isinstance(one, DatabaseFull) for one in told)
    kept = [number for (number,) in await db.fetch_all("SELECT id FROM users ORDER BY id")]
    assert kept == [number for number, one in enumerate(told) if one == 1] + [200]


async def test_a_block_that_begins_with_a_read_keeps_others_out(db: Database, file: Path) -> None:
    for sql in (COUNT, ADD_MANY):
        async with db.transaction() as transaction:
            await transaction.fetch_all(sql)
            with (
                closing(sqlite3.connect(file, timeout=0)) as other,
                pytest.raises(sqlite3.OperationalError, match="locked"),
            ):
                other.execute("BEGIN IMMEDIATE")


async def test_a_block_without_statements_is_committed_like_any_other(db: Database) -> None:
    async with db.transaction():
        pass
    await db.execute(ADD, 1, "a")
    assert await names(db) == ["a"]


async def test_a_large_block_needs_no_other_file_which_might_have_no_room(db: Database) -> None:
    await db.execute(ADD_MANY)
    files = open_files()

    async with db.transaction() as transaction:
        await transaction.execute("UPDATE users SET name = 'b'")
        assert open_files() == files


async def test_a_block_whose_transaction_sqlite_rolled_back_cannot_be_committed(db: Database) -> None:
    async def block() -> None:
        async with db.transaction() as transaction:
            await transaction.execute(ADD, 1, "a")
            with pytest.raises(Constraint):  # rolls back by itself, as SQLite does after an I/O error
                await transaction.execute(ADD.replace("INSERT", "INSERT OR ROLLBACK"), 1, "same")
            with pytest.raises(DatabaseFull):
                await transaction.execute(ADD, 2, "b")

    with pytest.raises(DatabaseFull):
        await block()
    await db.execute(ADD, 3, "c")
    assert await names(db) == ["c"]


async def test_closing_tells_everyone_who_waits(file: Path) -> None:
    async with open_database(f"sqlite:///{file}") as db:
        await db.execute(ADD, 1, "a")
        held = db.transaction()
        transaction = await held.__aenter__()
        await transaction.execute(ADD, 2, "b")
        late = asyncio.create_task(db.execute(ADD, 3, "c"))
        await asyncio.sleep(0)

    with pytest.raises(DatabaseClosed):
        await held.__aexit__(None, None, None)
    told = await asyncio.gather(late, db.execute(ADD, 4, "d"), db.fetch_all(COUNT), return_exceptions=True)
    assert [type(one) for one in told] == [DatabaseClosed] * 3
    async with open_database(f"sqlite:///{file}") as db:
        assert await names(db) == ["a"]
