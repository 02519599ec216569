"""The database cannot be read or written: a clear answer, nothing lost, and on it goes when it can be."""

import asyncio
import os
import resource
import signal
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest

from bot.submitter import AFTER_FAILURE
from sandbox.panel.server import PanelServer
from storage.migrate import MIGRATIONS, migrate_sqlite
from tests.people import Person
from tests.program.conftest import ROOT, Process, arrive

FOLLOWERS = "Pictogram Followers · Real look"
LINK = "https://example.com/p/1"


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
    assert program.process is not None
    unlimited = resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE)

    resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, (1, unlimited[1]))  # no file may grow
    await visitor.taps("Place order", review)
    assert visitor.toast == "Something went wrong here. Nothing was ordered by this tap; please try again."
    assert not any(call.action == "add" for call in panel.calls)

    resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, unlimited)
    await visitor.taps("Place order", review)
    await visitor.sees("Order 1 · Pending", "Panel number", patience=30)
    assert sum(call.action == "add" for call in panel.calls) == 1


@pytest.mark.parametrize("full_for", [1.5, AFTER_FAILURE + 3.0])
async def test_a_disk_that_is_full_when_the_panel_answers_leaves_the_order_in_doubt(
    program: Process, visitor: Person, panel: PanelServer, full_for: float
) -> None:
    await program.start()
    await arrive(visitor)
    review = await visitor.reviews(FOLLOWERS, LINK, "1k")
    panel.faults.switch_on("slow", "add", times=1, seconds=1)
    await visitor.taps("Place order", review)
    while not any(call.action == "add" for call in panel.calls):
        await asyncio.sleep(0.005)
    assert program.process is not None
    unlimited = resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE)

    resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, (1, unlimited[1]))
    await asyncio.sleep(full_for)
    resource.prlimit(program.process.pid, resource.RLIMIT_FSIZE, unlimited)

    await visitor.sees("Order 1 · Being checked", patience=30)
    assert sum(call.action == "add" for call in panel.calls) == 1
    review = await visitor.reviews(FOLLOWERS, f"{LINK}2", "1k")
    await visitor.taps("Place order", review)
    await visitor.sees("Order 2 · Pending", patience=30)


async def test_a_database_that_another_program_has_locked_is_waited_for_and_nothing_is_lost(
    program: Process, visitor: Person, panel: PanelServer, tmp_path: Path
) -> None:
    await program.start()
    await arrive(visitor)
    review = await visitor.reviews(FOLLOWERS, LINK, "1k")

    with closing(sqlite3.connect(tmp_path / "data" / "panelgram.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        await visitor.taps("Place order", review)
        other.execute("ROLLBACK")
    assert visitor.toast.startswith("Something went wrong here. Nothing was ordered")

    await visitor.taps("Place order", review)
    await visitor.sees("Order 1 · Pending", "Panel number", patience=30)
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

    code = "import sys; from pathlib import Path; from storage.migrate import migrate_sqlite; "
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
