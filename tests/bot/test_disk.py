"""The database cannot be read or written: a clear answer, nothing lost, and on it goes when it can be."""

import asyncio
import os
import resource
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import aiohttp
import pytest

from bot.leader.submitter import SUBMIT_RETRY_DELAY_S
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from storage.engines.migrate import MIGRATIONS, migrate_sqlite
from storage.engines.sqlite.database import BUSY_TIMEOUT_S
from tests.bot.conftest import ROOT, Process, arrive
from tests.conftest import BOB, OLGA
from tests.people import Person
from tests.ports import free_port

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"
FULL = "the database cannot be written: make room on its disk\n"


def size(file: Path) -> int:
    return file.stat().st_size if file.exists() else 0


async def test_a_database_that_cannot_be_made_ends_the_start_with_one_line(
    program: Process, tmp_path: Path
) -> None:
    (tmp_path / "data").write_text("a file where the folder should be")

    code, output = await program.ends(LOG_LEVEL="ERROR")

    assert code == 2
    assert output.startswith("DATABASE_URL: data/panelgram.db cannot be used")
    assert len(output.splitlines()) == 1


@pytest.mark.parametrize("damage", [b"no database at all " * 300, b"SQLite format 3\x00" + b"\xff" * 5_000])
async def test_a_damaged_database_ends_the_start_with_one_line_and_is_left_as_it_is(
    program: Process, tmp_path: Path, damage: bytes
) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "panelgram.db").write_bytes(damage)

    code, output = await program.ends(LOG_LEVEL="ERROR")

    assert code == 2
    assert output.startswith("DATABASE_URL: data/panelgram.db cannot be used")
    assert "python -m bot restore" in output
    assert len(output.splitlines()) == 1
    assert (tmp_path / "data" / "panelgram.db").read_bytes() == damage


async def test_a_full_disk_orders_nothing_says_so_and_is_over_when_there_is_room(
    program: Process, visitor: Person, panel: PanelServer
) -> None:
    await program.start()
    await arrive(visitor)
    review = await visitor.reviews(FOLLOWERS, LINK, "1k")

    make_room = no_file_may_grow(program)
    await visitor.taps("Place order", review)
    assert visitor.toast.startswith("Something went wrong. Look at My orders")
    assert not any(call.action == "add" for call in panel.calls)

    make_room()
    await visitor.taps("Place order", review)
    await visitor.sees("Order 1 · Pending", "Reference")
    assert sum(call.action == "add" for call in panel.calls) == 1


def no_file_may_grow(program: Process) -> Callable[[], None]:
    """As on a full disk; returns what makes room."""
    assert program.process is not None
    number = program.process.pid
    unlimited = resource.prlimit(number, resource.RLIMIT_FSIZE)
    resource.prlimit(number, resource.RLIMIT_FSIZE, (1, unlimited[1]))

    def make_room() -> None:
        resource.prlimit(number, resource.RLIMIT_FSIZE, unlimited)

    return make_room


async def test_a_full_disk_is_said_in_one_line_by_readyz_and_to_the_operator(
    program: Process, visitor: Person, http: aiohttp.ClientSession, telegram: TelegramServer
) -> None:
    port = free_port()
    await program.start(HEALTH_PORT=str(port), LOG_LEVEL="WARNING")
    olga, bob = (Person(http, telegram.world.chats[number]) for number in (OLGA, BOB))
    await arrive(olga)

    make_room = no_file_may_grow(program)
    await olga.sees("Nothing can be written to the database: its disk is full.")
    async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
        assert (answer.status, await answer.text()) == (503, FULL)
    await bob.writes("/start")
    await asyncio.sleep(2)
    make_room()

    await olga.sees("The database can be written to again.")
    await bob.sees("This bot is private")  # it was fetched again
    await program.signal(signal.SIGTERM)
    assert program.process is not None
    output = (await program.process.communicate())[0].decode()
    assert output.count("make room on its disk") == 1
    assert "Traceback" not in output


async def test_a_database_that_is_deleted_under_the_program_ends_it_and_the_operator_is_told(
    program: Process, visitor: Person, http: aiohttp.ClientSession, telegram: TelegramServer, tmp_path: Path
) -> None:
    await program.start(LOG_LEVEL="WARNING")
    olga = Person(http, telegram.world.chats[OLGA])
    await arrive(olga)
    await arrive(visitor)
    review = await visitor.reviews(FOLLOWERS, LINK, "1k")
    assert program.process is not None

    (tmp_path / "data" / "panelgram.db").unlink()
    await visitor.taps("Place order", review)

    await olga.sees("The database file was deleted or replaced")
    async with asyncio.timeout(90):
        output = (await program.process.communicate())[0].decode()
    assert program.process.returncode == 2
    assert output.splitlines()[-1].endswith("put the file in its place, and start again")
    assert "Order 1" not in str(visitor.chat.messages)


@pytest.mark.parametrize("full_for", [1.5, SUBMIT_RETRY_DELAY_S + 3.0])
async def test_what_the_panel_answers_while_the_disk_is_full_is_written_down_when_there_is_room(
    program: Process, visitor: Person, panel: PanelServer, full_for: float
) -> None:
    await program.start()
    await arrive(visitor)
    review = await visitor.reviews(FOLLOWERS, LINK, "1k")
    panel.faults.switch_on("slow", "add", times=1, seconds=1)
    await visitor.taps("Place order", review)
    while not any(call.action == "add" for call in panel.calls):
        await asyncio.sleep(0.005)

    make_room = no_file_may_grow(program)
    await asyncio.sleep(full_for)
    make_room()

    await visitor.sees("Order 1 · Pending", "Reference 23501")
    assert sum(call.action == "add" for call in panel.calls) == 1
    review = await visitor.reviews(FOLLOWERS, f"{LINK}2", "1k")
    await visitor.taps("Place order", review)
    await visitor.sees("Order 2 · Pending")


async def test_a_database_that_another_program_has_locked_is_waited_for_and_nothing_is_lost(
    program: Process, visitor: Person, panel: PanelServer, tmp_path: Path
) -> None:
    await program.start()
    await arrive(visitor)
    review = await visitor.reviews(FOLLOWERS, LINK, "1k")

    with closing(sqlite3.connect(tmp_path / "data" / "panelgram.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        tap = asyncio.create_task(visitor.taps("Place order", review))
        await asyncio.sleep(BUSY_TIMEOUT_S + 1)
        assert not any(call.action == "add" for call in panel.calls)
        other.execute("ROLLBACK")

    await tap
    await visitor.sees("Order 1 · Pending", "Reference")
    assert sum(call.action == "add" for call in panel.calls) == 1


MUCH = 1 << 20  # bytes of a migration that is under way
SLOW = """
CREATE TABLE grown (n INTEGER);
WITH RECURSIVE many(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM many WHERE n < 50000000)
INSERT INTO grown SELECT n FROM many;
"""


async def test_a_migration_that_is_killed_in_the_middle_is_done_by_the_next_start(tmp_path: Path) -> None:
    migrations, file = tmp_path / "migrations", tmp_path / "old.db"
    migrations.mkdir()
    first = min((MIGRATIONS / "sqlite").glob("*.sql"))
    (migrations / first.name).write_bytes(first.read_bytes())
    migrate_sqlite(file, migrations)
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("INSERT INTO users (id, name, created_at) VALUES (1, 'Alice', 0)")
    (migrations / "9999_grow.sql").write_text(SLOW)

    code = "import sys; from pathlib import Path; from storage.engines.migrate import migrate_sqlite; "
    code += "migrate_sqlite(Path(sys.argv[1]), Path(sys.argv[2]))"
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, str(file), str(migrations), env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    while size(Path(f"{file}-wal")) < MUCH:
        await asyncio.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    await process.wait()
    (migrations / "9999_grow.sql").write_text("CREATE TABLE grown (n INTEGER);")
    migrate_sqlite(file, migrations)

    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT name FROM users").fetchall() == [("Alice",)]
        assert connection.execute("SELECT count(*) FROM grown").fetchone() == (0,)
        assert connection.execute("SELECT max(number) FROM migrations").fetchone() == (9999,)
    assert size(Path(f"{file}.schema-1"))
