"""A database that cannot be used: one clear line, exit code 2, and `check` says the same."""

import os
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from storage.engines.migrate import MIGRATIONS, migrate_sqlite, newest
from tests.bot.conftest import Process, arrive
from tests.databases import ENGINES, ask, empty_database, run
from tests.people import Person
from usecases.clock import wall_clock

ADVICE = "DATABASE_URL: expected sqlite:///path/to/file.db or postgresql://user:password@host:5432/name"
PASSWORD = "pw-that-nobody-may-see"
WITHOUT_DRIVER = """
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "asyncpg":
            raise ModuleNotFoundError(name)
sys.meta_path.insert(0, Hidden())
"""


@pytest.fixture
async def postgres(tmp_path: Path) -> AsyncIterator[str]:
    async with empty_database("postgres", tmp_path) as url:
        yield url


def changed(url: str, **parts: str) -> str:
    return urlunsplit(urlsplit(url)._replace(**parts))


async def refuses(program: Process, line: str, **changes: str) -> None:
    """The start ends with exactly this line, and `check` has it among its own."""
    code, output = await program.ends(LOG_LEVEL="ERROR", **changes)
    assert (code, output) == (2, f"{line}\n")

    code, output = await program.ends("check", **changes)
    assert code == 2
    assert f"WRONG  database: {line}\n" in output
    assert "Traceback" not in output
    assert PASSWORD not in output


@pytest.mark.parametrize(
    "url", ["mysql://127.0.0.1/name", "panelgram.db", "sqlite://", "postgresql://", "postgresql:/x"]
)
async def test_a_url_of_no_known_kind_is_a_wrong_setting(program: Process, url: str) -> None:
    for command in ([], ["check"]):
        code, output = await program.ends(*command, DATABASE_URL=url)
        assert code == 2
        assert output == f"These settings are wrong:\n{ADVICE}\nSee .env.example.\n"


@pytest.mark.postgres
async def test_a_port_that_is_no_number_is_named(program: Process, postgres: str) -> None:
    await refuses(program, ADVICE, DATABASE_URL=changed(postgres, netloc=f"olga:{PASSWORD}@127.0.0.1:many"))


@pytest.mark.postgres
async def test_a_database_that_is_not_there_is_named(program: Process, postgres: str) -> None:
    url = changed(postgres, path="/no_such_database")
    await refuses(program, 'DATABASE_URL: database "no_such_database" does not exist', DATABASE_URL=url)


@pytest.mark.postgres
async def test_a_role_that_is_not_there_is_named_without_its_password(
    program: Process, postgres: str
) -> None:
    parts = urlsplit(postgres)
    url = changed(postgres, netloc=f"nobody_here:{PASSWORD}@{parts.hostname}:{parts.port or 5432}")
    code, output = await program.ends(DATABASE_URL=url, LOG_LEVEL="ERROR")
    assert code == 2
    assert "nobody_here" in output
    assert output.startswith("DATABASE_URL: ")
    await refuses(program, output.strip(), DATABASE_URL=url)


@pytest.mark.postgres
async def test_a_role_that_may_not_make_tables_is_told_so(program: Process, postgres: str) -> None:
    await ask(postgres, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    role = f"guest_{os.urandom(6).hex()}"
    await ask(postgres, f"CREATE ROLE {role} LOGIN PASSWORD '{PASSWORD}'")
    try:
        parts = urlsplit(postgres)
        url = changed(postgres, netloc=f"{role}:{PASSWORD}@{parts.hostname}:{parts.port or 5432}")
        await refuses(
            program,
            "DATABASE_URL: the schema cannot be made: permission denied for schema public",
            DATABASE_URL=url,
        )
    finally:
        await ask(postgres, f"DROP ROLE {role}")


async def test_a_missing_driver_is_named_with_the_way_to_get_it(program: Process, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_DRIVER)
    path = f"{tmp_path}:{Path(__file__).parents[2]}"
    line = "DATABASE_URL: PostgreSQL needs its driver: pip install asyncpg (`make run` has it)"

    await refuses(program, line, DATABASE_URL="postgresql://127.0.0.1/name", PYTHONPATH=path)

    code, output = await program.ends(
        "copy-database", "sqlite:///a.db", "postgresql://127.0.0.1/name", PYTHONPATH=path
    )
    assert (code, output) == (2, f"{line.replace('DATABASE_URL', 'copy-database')}\n")
    assert (await program.ends("check", PYTHONPATH=path))[0] == 0  # SQLite needs no driver


async def test_a_newer_sqlite_file_is_refused(program: Process, tmp_path: Path) -> None:
    migrate_sqlite(tmp_path / "new.db")
    await ask(f"sqlite:///{tmp_path}/new.db", "INSERT INTO migrations VALUES (99, 'one day')")

    known = newest("sqlite")
    line = f"DATABASE_URL: new.db has schema 99, this release knows {known}: use a newer release"
    await refuses(program, line, DATABASE_URL="sqlite:///new.db")


@pytest.mark.postgres
async def test_a_newer_postgresql_database_is_refused(program: Process, postgres: str) -> None:
    assert (await program.ends("check", DATABASE_URL=postgres))[0] == 0
    await ask(postgres, "INSERT INTO migrations VALUES (99, 'one day')")

    known = newest("postgres")
    line = f"DATABASE_URL: it has schema 99, this release knows {known}: use a newer release"
    await refuses(program, line, DATABASE_URL=postgres)


@pytest.fixture
async def empty_url(engine: str, tmp_path: Path) -> AsyncIterator[str]:
    async with empty_database(engine, tmp_path) as url:
        yield url


@pytest.mark.parametrize("engine", ENGINES)
async def test_a_database_of_the_first_schema_is_adopted(
    program: Process, visitor: Person, empty_url: str, engine: str
) -> None:
    first = (MIGRATIONS / engine / "0001_initial.sql").read_text()
    await run(empty_url, first)
    await run(empty_url, "CREATE TABLE migrations (number BIGINT PRIMARY KEY, applied_at TEXT NOT NULL)")
    await run(empty_url, "INSERT INTO migrations VALUES (1, 'long ago')")
    await run(empty_url, f"INSERT INTO users (id, name, created_at) VALUES (42, 'Ada', {wall_clock()})")

    await program.start(DATABASE_URL=empty_url)

    await arrive(visitor)
    assert await ask(empty_url, "SELECT name FROM users WHERE telegram_id = 42") == [("Ada",)]
    known = newest(engine)
    assert await ask(empty_url, "SELECT max(number) FROM migrations") == [(known,)]


@pytest.mark.parametrize("arguments", [("backup",), ("backup", "copy.db"), ("restore", "copy.db")])
async def test_backup_and_restore_of_postgresql_point_to_its_own_tool(
    program: Process, arguments: tuple[str, ...]
) -> None:
    url = f"postgresql://olga:{PASSWORD}@127.0.0.1/name"

    code, output = await program.ends(*arguments, DATABASE_URL=url)

    line = "DATABASE_URL: backup and restore are for SQLite; copy PostgreSQL with pg_dump\n"
    assert (code, output) == (2, line)


async def test_a_second_process_on_a_file_ends_with_one_line_and_check_knows_why(
    program: Process, visitor: Person, tmp_path: Path
) -> None:
    await program.start()
    await arrive(visitor)
    second = Process(program.environment, tmp_path)

    code, output = await second.ends(LOG_LEVEL="ERROR")
    assert (code, output) == (2, "DATABASE_URL: another process is working on data/panelgram.db\n")
    assert "ok     database: in use by a running bot\n" in (await second.ends("check"))[1]
