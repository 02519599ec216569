"""What runs where on an SQLite file, what is committed together, and who is told what when that fails."""

import asyncio
import sqlite3
import threading
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from storage.database import Constraint, Queries, open_database
from storage.sqlite import SqliteDatabase
from storage.sqlite_connection import FORCED
from storage.sqlite_writer import Over

ADD = "INSERT INTO users (id, name, created_at) VALUES ($1, $2, 0)"
COUNT = "SELECT count(*) FROM users"
MANY = "WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 20000)"
FULL, NORMAL = 2, 1


@pytest.fixture
async def db(tmp_path: Path) -> AsyncIterator[SqliteDatabase]:
    async with open_database(f"sqlite:///{tmp_path}/test.db") as database:
        assert isinstance(database, SqliteDatabase)
        yield database


@pytest.fixture(params=["forced", "unforced"])
def queries(db: SqliteDatabase, request: pytest.FixtureRequest) -> Queries:
    return db if request.param == "forced" else db.unforced


async def names(db: SqliteDatabase) -> list[str]:
    return [name for (name,) in await db.fetch_all("SELECT name FROM users ORDER BY id")]


def traced(db: SqliteDatabase) -> list[str]:
    """The statements that the writing connection runs from now on."""
    statements: list[str] = []
    db._writer._connection.raw.set_trace_callback(statements.append)
    return statements


def tell_thread(*connections: sqlite3.Connection) -> None:
    """Have SQL know in which thread it runs."""
    for connection in connections:
        connection.create_function("thread", 0, lambda: threading.get_ident() % 2**62)


def open_files() -> set[str]:
    return {one.name for one in Path("/dev/fd").iterdir()}


HERE = threading.get_ident() % 2**62


async def test_those_who_write_at_the_same_moment_share_a_commit(
    db: SqliteDatabase, queries: Queries
) -> None:
    statements = traced(db)

    await asyncio.gather(*(queries.execute(ADD, number, "a") for number in range(10)))

    assert statements.count("COMMIT") == 1
    assert await names(db) == ["a"] * 10


async def test_a_statement_that_fails_spoils_none_of_its_neighbours(
    db: SqliteDatabase, queries: Queries
) -> None:
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


async def test_blocks_share_a_commit_and_one_that_fails_leaves_only_itself_out(db: SqliteDatabase) -> None:
    statements = traced(db)

    async def block(number: int) -> None:
        async with db.transaction() as transaction:
            await transaction.execute(ADD, number, str(number))
            await transaction.execute_many(ADD, [(number + 10, str(number)), (number + 20, str(number))])
            if number == 2:
                raise RuntimeError

    failures = await asyncio.gather(*map(block, (1, 2, 3)), return_exceptions=True)

    assert [type(failure) for failure in failures] == [type(None), RuntimeError, type(None)]
    assert statements.count("COMMIT") == 1
    assert await names(db) == ["1", "3"] * 3


async def test_whoever_is_told_of_a_neighbours_row_finds_it_there(
    db: SqliteDatabase, queries: Queries
) -> None:
    async def add_or_look() -> list[str]:
        try:
            await queries.execute(ADD, 1, "Alice")
        except Constraint:
            return await names(db)
        return ["Alice"]

    assert await asyncio.gather(*(add_or_look() for _ in range(5))) == [["Alice"]] * 5


async def test_a_read_sees_the_write_before_it(db: SqliteDatabase) -> None:
    for number in range(50):
        queries = db if number % 2 else db.unforced
        await queries.execute(ADD, number, "a")
        assert await db.fetch_one(COUNT) == (number + 1,)


async def test_a_writer_cancelled_while_it_waits_writes_nothing(db: SqliteDatabase, queries: Queries) -> None:
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


async def test_a_writer_cancelled_during_the_commit_is_told_after_it(db: SqliteDatabase) -> None:
    task = asyncio.create_task(db.execute(ADD, 1, "a"))
    while not db._writer._held:
        await asyncio.sleep(0)
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task
    assert await names(db) == ["a"]


async def test_short_reads_run_on_the_loop_and_long_ones_in_a_thread(db: SqliteDatabase) -> None:
    tell_thread(db._reader._short, db._reader._long)
    long = f"SELECT max(n), thread() FROM ({MANY} SELECT n FROM many)"

    for _ in range(1_000):  # SQLite counts the steps of all of them together
        assert await db.fetch_one("SELECT thread()") == (HERE,)
    for _ in range(2):
        row = await db.fetch_one(long)
        assert row is not None
        assert row[0] == 20_000
        assert row[1] != HERE


async def test_a_read_that_was_cut_off_returns_the_whole_result(db: SqliteDatabase) -> None:
    rows = await db.fetch_all(f"SELECT n FROM ({MANY} SELECT n FROM many) WHERE n > $1", 0)

    assert rows == [(number,) for number in range(1, 20_001)]


async def test_a_write_that_took_long_runs_in_a_thread_the_next_time(db: SqliteDatabase) -> None:
    tell_thread(db._writer._connection.raw)
    await db.execute(ADD, 1, "a")
    long = f"UPDATE users SET created_at = thread(), name = (SELECT max(n) FROM ({MANY} SELECT n FROM many))"

    await db.execute(long)
    assert await db.fetch_one("SELECT created_at FROM users") == (HERE,)
    await db.execute(long)
    assert await db.fetch_one("SELECT created_at FROM users") != (HERE,)
    async with db.transaction() as transaction:
        await transaction.execute(long)
    assert await db.fetch_one("SELECT created_at, name FROM users") != (HERE, "20000")
    assert await names(db) == ["20000"]


async def test_while_another_program_has_the_file_the_loop_goes_on(
    db: SqliteDatabase, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "test.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        forced = asyncio.create_task(db.execute(ADD, 1, "a"))
        unforced = asyncio.create_task(db.unforced.execute(ADD, 2, "a"))
        for _ in range(20):
            assert await db.fetch_one(COUNT) == (0,)
            await asyncio.sleep(0.001)
        other.execute("ROLLBACK")

    await asyncio.gather(forced, unforced)
    assert await names(db) == ["a", "a"]


async def test_an_unforced_commit_is_not_waited_for_by_one_that_is_forced_nor_weakens_it(
    db: SqliteDatabase,
) -> None:
    await db.unforced.execute(ADD, 0, "first")
    statements = traced(db)

    await asyncio.gather(
        db.unforced.execute(ADD, 1, "before"),
        db.unforced.execute(ADD, 2, "before"),
        db.execute(ADD, 3, "forced"),
        db.unforced.execute(ADD, 4, "along"),
    )

    commit, forcing, again = (statements.index(one) for one in ("COMMIT", FORCED[0], "BEGIN IMMEDIATE"))
    assert again < commit < forcing
    assert statements.count("COMMIT") == statements.count("BEGIN IMMEDIATE") == 2
    assert await names(db) == ["first", "before", "before", "forced", "along"]


async def test_only_what_is_unforced_is_not_flushed(db: SqliteDatabase) -> None:
    async def level() -> int:
        return int(db._writer._connection.raw.execute("PRAGMA synchronous").fetchone()[0])

    await db.unforced.execute(ADD, 1, "a")
    assert await level() == NORMAL
    await db.execute(ADD, 2, "a")
    assert await level() == FULL
    await db.unforced.execute(ADD, 3, "a")
    async with db.transaction():
        assert await level() == FULL


async def test_the_log_of_unforced_writes_does_not_grow_for_ever(db: SqliteDatabase, tmp_path: Path) -> None:
    await db.execute(ADD, 1, "a")
    for number in range(6_000):
        await db.unforced.execute("UPDATE users SET name = $1", str(number))

    assert (tmp_path / "test.db-wal").stat().st_size < 3_000 * 4_096


async def test_without_room_those_who_are_told_so_have_left_nothing(
    db: SqliteDatabase, queries: Queries
) -> None:
    connection = db._writer._connection.raw
    ((pages,),) = connection.execute("PRAGMA page_count").fetchall()
    connection.execute(f"PRAGMA max_page_count = {pages + 4}").fetchall()

    told = await asyncio.gather(
        *(queries.execute(ADD, number, "x" * 3_000) for number in range(20)), return_exceptions=True
    )
    with pytest.raises((sqlite3.OperationalError, Over)):
        await db.execute_many(ADD, [(number, "y" * 3_000) for number in range(100, 120)])
    connection.execute("PRAGMA max_page_count = 1000000").fetchall()
    await db.execute(ADD, 200, "there is room")

    assert any(isinstance(one, sqlite3.OperationalError) for one in told)
    kept = [number for (number,) in await db.fetch_all("SELECT id FROM users ORDER BY id")]
    assert kept == [number for number, one in enumerate(told) if one == 1] + [200]


async def test_a_large_block_needs_no_other_file_which_might_have_no_room(db: SqliteDatabase) -> None:
    await db.execute(f"{MANY} INSERT INTO users (id, name, created_at) SELECT n, 'a', 0 FROM many")
    files = open_files()

    async with db.transaction() as transaction:
        await transaction.execute("UPDATE users SET name = 'b'")
        assert open_files() == files


async def test_a_block_whose_transaction_sqlite_rolled_back_cannot_be_committed(db: SqliteDatabase) -> None:
    async def block() -> None:
        async with db.transaction() as transaction:
            await transaction.execute(ADD, 1, "a")
            db._writer._connection.raw.execute("ROLLBACK")  # as SQLite does after an I/O error
            with pytest.raises(Over):
                await transaction.execute(ADD, 2, "b")

    with pytest.raises(Over):
        await block()
    await db.execute(ADD, 3, "c")
    assert await names(db) == ["c"]


async def test_closing_tells_everyone_who_waits(tmp_path: Path) -> None:
    async with open_database(f"sqlite:///{tmp_path}/test.db") as db:
        written = asyncio.create_task(db.execute(ADD, 1, "a"))
        await asyncio.sleep(0)
        held = db.transaction()
        await held.__aenter__()
        late = asyncio.create_task(db.execute(ADD, 2, "b"))
        await asyncio.sleep(0)

    told = await asyncio.gather(written, late, db.execute(ADD, 3, "c"), return_exceptions=True)
    assert [type(one) for one in told] == [int if told[0] == 1 else Over, Over, Over]
    with pytest.raises(Over):
        await held.__aexit__(None, None, None)
    async with open_database(f"sqlite:///{tmp_path}/test.db") as db:
        assert await db.fetch_one(COUNT) == (int(told[0] == 1),)
