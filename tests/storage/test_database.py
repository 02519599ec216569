"""The database itself: transactions, cancellation, migrations, one process a file."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from storage.database import Constraint, Database, DatabaseError, DatabaseInUse, DatabaseTooNew
from storage.engines.migrate import MIGRATIONS, migrate_postgres, migrate_sqlite, newest
from storage.engines.open import open_database
from storage.records import Record
from tests.databases import ask, postgres_database


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as database:
        yield database


async def add_user(db: Database, number: int) -> None:
    await db.execute("INSERT INTO users (id, name, created_at) VALUES ($1, $2, 0)", number, f"user {number}")


async def count_users(db: Database) -> int:
    row = await db.fetch_one("SELECT count(*) FROM users")
    assert row is not None
    return int(row[0])


class Person(Record, frozen=True):
    id: int
    name: str
    blocked_at: int | None


async def test_records_are_what_the_rows_say_in_their_order(db: Database) -> None:
    names = ["", '"quoted" \\ and / "', "two\nlines\tand \x01 \x7f", "Дмитрий 😀 \u2028", "null", "7", "[1]"]
    for number, name in enumerate(names):
        await db.execute(
            "INSERT INTO users (id, name, created_at, blocked_at) VALUES ($1, $2, 0, $3)",
            2**62 + number * 3 % 7, name, None if number % 2 else 2**53 + 1,
        )  # fmt: skip
    found = "FROM users WHERE id >= $1 ORDER BY name DESC, id LIMIT $2"

    records = await db.fetch_records(Person, "id, name, blocked_at", found, 2**62 + 1, 5)

    rows = await db.fetch_all(f"SELECT id, name, blocked_at {found}", 2**62 + 1, 5)
    assert [(one.id, one.name, one.blocked_at) for one in records] == rows
    assert len(rows) == 5
    assert await db.fetch_records(Person, "id, name, blocked_at", found, 2**62 + 100, 5) == []


async def test_thousands_of_records_come_in_their_order(db: Database) -> None:
    await db.execute_many(
        "INSERT INTO users (id, name, created_at) VALUES ($1, $2, 0)",
        [(number, f"{number * 7_919 % 5_000:04}") for number in range(1, 5_001)],
    )

    for found in ("FROM users ORDER BY name", "FROM users ORDER BY name DESC LIMIT 3000"):
        records = await db.fetch_records(Person, "id, name, blocked_at", found)

        assert [one.name for one in records] == sorted((one.name for one in records), reverse="DESC" in found)
        assert len(records) == (3_000 if "LIMIT" in found else 5_000)


async def test_a_failing_transaction_leaves_nothing(db: Database) -> None:
    async def fail() -> None:
        async with db.transaction() as transaction:
            await transaction.execute("INSERT INTO users (id, name, created_at) VALUES (1, 'a', 0)")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()

    assert await count_users(db) == 0


async def test_a_task_cancelled_at_any_point_leaves_no_transaction_open(db: Database) -> None:
    async def work(number: int) -> None:
        async with db.transaction() as transaction:
            for step in range(5):
                await transaction.execute(
                    "INSERT INTO users (id, name, created_at) VALUES ($1, 'a', 0)", number * 10 + step
                )

    finished = 0
    for pause in range(60):
        task = asyncio.create_task(work(pause + 1))
        await asyncio.sleep(pause * 0.00005)
        task.cancel()
        (result,) = await asyncio.gather(task, return_exceptions=True)
        finished += result is None
        await db.execute("UPDATE users SET name = 'b'")  # would wait for ever, or join the open one

    assert await count_users(db) % 5 == 0
    assert await count_users(db) >= finished * 5


async def test_many_writers_at_once_wait_for_each_other(db: Database) -> None:
    async def work(number: int) -> None:
        async with db.transaction() as transaction:
            await transaction.execute("INSERT INTO users (id, name, created_at) VALUES ($1, 'a', 0)", number)

    await asyncio.gather(*map(work, range(1, 101)))

    assert await count_users(db) == 100


async def test_readers_see_what_is_committed_only(db: Database) -> None:
    async with db.transaction() as transaction:
        await transaction.execute("INSERT INTO users (id, name, created_at) VALUES (1, 'a', 0)")
        assert await count_users(db) == 0

    assert await count_users(db) == 1


async def test_a_broken_constraint_is_its_own_error(db: Database) -> None:
    await add_user(db, 1)

    with pytest.raises(Constraint):
        await add_user(db, 1)
    with pytest.raises(Constraint):
        async with db.transaction() as transaction:
            await transaction.execute("INSERT INTO users (id, name, created_at) VALUES (1, 'a', 0)")


async def test_who_changes_rows_learns_how_many(db: Database) -> None:
    add = "INSERT INTO users (id, name, created_at) VALUES ($1, $2, 0)"
    rename = "UPDATE users SET name = $1 WHERE id >= $2"
    await db.execute_many(add, [(1, "a"), (2, "b"), (3, "c")])

    assert await db.execute(add, 4, "d") == 1
    assert await db.execute(rename, "e", 3) == 2
    assert await db.relaxed.execute(rename, "f", 5) == 0
    async with db.transaction() as transaction:
        assert await transaction.execute("UPDATE users SET name = '' WHERE id < $1", 3) == 2


async def test_text_with_a_nul_in_it_is_kept_as_far_as_the_engine_can(db: Database, engine: str) -> None:
    await db.execute("INSERT INTO users (id, name, created_at) VALUES (1, $1, 0)", "A\0lice")

    row = await db.fetch_one("SELECT name FROM users")
    assert row == (("A\0lice",) if engine == "sqlite" else ("A\ufffdlice",))


async def test_a_second_process_on_a_file_is_refused(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/test.db"
    async with open_database(url):
        with pytest.raises(DatabaseInUse, match="another process is working on"):
            async with open_database(url):
                raise AssertionError


async def test_an_old_database_is_adopted_after_a_copy(tmp_path: Path) -> None:
    file, migrations, known = tmp_path / "old.db", tmp_path / "migrations", newest("sqlite")
    shutil.copytree(MIGRATIONS / "sqlite", migrations)
    migrate_sqlite(file, migrations)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO users (id, name, created_at) VALUES (1, 'Alice', 0)")
    (migrations / "0099_more.sql").write_text("ALTER TABLE users ADD COLUMN more TEXT;\n")

    migrate_sqlite(file, migrations)

    with closing(sqlite3.connect(file)) as connection, connection:
        assert connection.execute("SELECT name, more FROM users").fetchall() == [("Alice", None)]
        numbers = sorted(int(path.name[:4]) for path in migrations.glob("*.sql"))
        assert connection.execute("SELECT number FROM migrations").fetchall() == [(one,) for one in numbers]
    with closing(sqlite3.connect(f"{file}.schema-{known}")) as copy, copy:
        assert copy.execute("SELECT name FROM users").fetchall() == [("Alice",)]


def test_a_migration_that_fails_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    file, migrations, known = tmp_path / "old.db", tmp_path / "migrations", newest("sqlite")
    shutil.copytree(MIGRATIONS / "sqlite", migrations)
    migrate_sqlite(file, migrations)
    (migrations / "0099_bad.sql").write_text(
        "ALTER TABLE users ADD COLUMN more TEXT;\nSELECT * FROM nowhere;\n"
    )

    with pytest.raises(sqlite3.OperationalError):
        migrate_sqlite(file, migrations)

    with closing(sqlite3.connect(file)) as connection, connection:
        assert connection.execute("SELECT max(number) FROM migrations").fetchone() == (known,)
        assert "more" not in [row[1] for row in connection.execute("PRAGMA table_info(users)")]


async def test_a_database_of_a_newer_release_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    migrate_sqlite(file)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO migrations VALUES (99, 'one day')")

    with pytest.raises(DatabaseTooNew, match="has schema 99"):
        async with open_database(f"sqlite:///{file}"):
            raise AssertionError


async def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("this is not a database, but long enough to be looked at as one" * 20)

    with pytest.raises(DatabaseError, match=r"text\.db cannot be used"):
        async with open_database(f"sqlite:///{tmp_path}/text.db"):
            raise AssertionError


@pytest.mark.postgres
async def test_tables_are_not_changed_under_a_process_that_works_on_them(tmp_path: Path) -> None:
    migrations = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS / "postgres", migrations)
    (migrations / "0099_more.sql").write_text("ALTER TABLE users ADD COLUMN more TEXT;")
    async with postgres_database() as url:
        connection = await asyncpg.connect(url)
        async with open_database(url) as db:
            await db.cluster.live_members()  # it is known from here on
            with pytest.raises(DatabaseInUse, match=r"other processes work on them: .+ at 127\.0\.0\.1"):
                await migrate_postgres(connection, migrations)
        await migrate_postgres(connection, migrations)
        assert await connection.fetch("SELECT more FROM users") == []
        await connection.close()


@pytest.mark.postgres
async def test_a_commit_waits_for_the_disk_whatever_the_database_says_but_not_against_the_url() -> None:
    async with postgres_database() as url:
        await ask(url, f"ALTER DATABASE {urlsplit(url).path[1:]} SET synchronous_commit = off")
        async with open_database(url) as db:
            assert await db.fetch_one("SHOW synchronous_commit") == ("on",)
        await ask(url, f"ALTER DATABASE {urlsplit(url).path[1:]} RESET synchronous_commit")
        async with open_database(url) as db:  # no setting that is changed later counts
            sql = "SELECT source FROM pg_settings WHERE name = 'synchronous_commit'"
            assert await db.fetch_one(sql) == ("session",)
        async with open_database(f"{url}?synchronous_commit=off") as db:
            assert await db.fetch_one("SHOW synchronous_commit") == ("off",)
