"""A database that was taken from the past is found, and nothing is sent again because of it."""

import asyncio
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from pathlib import Path

import pytest

from panel import Panel
from sandbox.panel.server import PanelServer
from storage import conditions, marks
from storage.database import Database
from storage.engines.open import file_of, is_file, open_database
from storage.past import SPARED
from tests.databases import postgres_database
from tests.usecases.records import begin, reserve
from tests.usecases.submitters import alerting, submit_order
from usecases.operating.notice_time_travel import NoticeTimeTravel
from usecases.operating.watch_panel import RESTORED
from usecases.submitting.submit_order import SubmitOrder

GUIDE = Path(__file__).parents[2] / "docs" / "server.md"
IN_THE_GUIDE = "postgresql://panelgram@db.example/panelgram"

Restore = Callable[[], Awaitable[None]]


async def life(db: Database, panel: Panel, now: int = 7) -> SubmitOrder:
    """Start as the program does: look for time travel, then recover."""
    await NoticeTimeTravel(db=db, alert=alerting(db, lambda: now), clock=lambda: now)()
    submit = submit_order(db, panel, lambda: now)
    await submit.recover()
    return submit


async def copy(url: str, folder: Path) -> Restore:
    """Copy a database by hand, while the program runs; returns how to go back to the copy once it has ended."""
    if is_file(url):
        return _copy_file(file_of(url), folder / "copy.db")
    dump = folder / "copy.dump"
    await run("pg_dump", "-Fc", "-f", str(dump), without_settings(url))
    return lambda: run("pg_restore", "--clean", "-d", without_settings(url), str(dump))


def _copy_file(file: Path, kept: Path) -> Restore:
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(kept)) as target:
        source.backup(target)

    async def restore() -> None:
        for end in ("-wal", "-shm"):
            file.with_name(file.name + end).unlink(missing_ok=True)
        shutil.copyfile(kept, file)

    return restore


def without_settings(url: str) -> str:
    return url.partition("?")[0]


async def run(*command: str) -> None:
    process = await asyncio.create_subprocess_exec(*command, stderr=asyncio.subprocess.PIPE)
    _, said = await process.communicate()
    assert process.returncode == 0, said.decode()


def added(panel: PanelServer) -> int:
    return sum(call.action == "add" for call in panel.calls)


async def statuses(db: Database) -> list[str]:
    return [row[0] for row in await db.fetch_all("SELECT status FROM orders ORDER BY id")]


async def is_closed(db: Database) -> bool:
    return any(one.name == RESTORED for one in await conditions.current(db))


async def test_an_order_that_was_sent_after_the_copy_is_not_sent_again(
    database_url: str, panel: PanelServer, tmp_path: Path
) -> None:
    async with Panel(panel.api_url, "demo-key") as client:
        async with open_database(database_url) as db:
            submit = await life(db, client)
            await begin(db)
            await reserve(db, 1)
            restore = await copy(database_url, tmp_path)
            assert await submit.next(1)
            assert await statuses(db) == ["pending"]
        await restore()

        async with open_database(database_url) as db:
            submit = await life(db, client)

            assert not await submit.next(1)
            assert await statuses(db) == ["unconfirmed"]
            assert added(panel) == 1
            assert await is_closed(db)
            told = await db.fetch_all("SELECT user_id FROM outbox WHERE event = 'alert'")
            assert told == [(9,)]
            assert await next_number(db) > SPARED


async def next_number(db: Database) -> int:
    """The number that the next order gets: one like order 1."""
    await db.execute(
        """
        INSERT INTO drafts (id, user_id, panel_key_id, service_id, created_at, updated_at)
        VALUES ('next', 1, 1, '1', 0, 0)
        """
    )
    row = await db.fetch_one(
        """
        INSERT INTO orders (user_id, panel_key_id, draft_id, service_id, service_name, service_type, parameters,
            target, rate, price, currency, refillable, cancelable, created_at)
        SELECT user_id, panel_key_id, 'next', service_id, service_name, service_type, parameters, target, rate,
            price, currency, refillable, cancelable, created_at FROM orders WHERE id = 1 RETURNING id
        """
    )
    assert row is not None
    return int(row[0])


async def test_a_database_that_only_was_stopped_and_started_is_not_from_the_past(
    database_url: str, panel: PanelServer
) -> None:
    async with Panel(panel.api_url, "demo-key") as client:
        for number in (1, 2, 3):
            async with open_database(database_url) as db:
                submit = await life(db, client)
                if number == 1:
                    await begin(db)
                await reserve(db, number)
                assert await submit.next(1)
                assert not await is_closed(db)
        assert added(panel) == 3


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
async def test_a_copy_of_an_earlier_life_is_found_though_nothing_was_sent_since(
    database_url: str, panel: PanelServer, tmp_path: Path
) -> None:
    async with Panel(panel.api_url, "demo-key") as client:
        async with open_database(database_url) as db:
            await life(db, client)
            restore = await copy(database_url, tmp_path)
        async with open_database(database_url) as db:
            await life(db, client)
        await restore()

        async with open_database(database_url) as db:
            await life(db, client)
            assert await is_closed(db)


async def as_the_guide_says(command: str, url: str, dump: Path) -> None:
    """Run the line of the guide that begins like this, on another database."""
    (line,) = [one for one in GUIDE.read_text(encoding="utf-8").splitlines() if one.startswith(command)]
    assert IN_THE_GUIDE in line
    await run(
        *(
            without_settings(url)
            if word.startswith(IN_THE_GUIDE)
            else word.replace("panelgram.dump", str(dump))
            for word in line.split()
        )
    )


@pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_a_dump_that_comes_back_in_a_new_database_as_the_guide_says_is_found(
    database_url: str, panel: PanelServer, tmp_path: Path
) -> None:
    dump = tmp_path / "panelgram.dump"
    async with Panel(panel.api_url, "demo-key") as client, postgres_database() as new:
        async with open_database(database_url) as db:
            submit = await life(db, client)
            await begin(db)
            await reserve(db, 1)
            await as_the_guide_says("pg_dump -Fc", database_url, dump)
            assert await submit.next(1)
            await life(db, client)
            assert not await is_closed(db)
        await as_the_guide_says("pg_restore --no-owner", new, dump)

        async with open_database(new) as db:
            submit = await life(db, client)

            assert await is_closed(db)
            assert not await submit.next(1)
            assert await statuses(db) == ["unconfirmed"]
            assert added(panel) == 1


@pytest.mark.parametrize("engine", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
async def test_a_dump_from_another_server_is_found_though_its_table_has_the_same_id(
    database_url: str, panel: PanelServer
) -> None:
    async with Panel(panel.api_url, "demo-key") as client, open_database(database_url) as db:
        await life(db, client)
        await life(db, client)
        assert not await is_closed(db)
        cluster, _, table = str(await marks.life(db)).partition(":")
        assert int(cluster) > int(table)

        await marks.begin_life(db, f"4711:{table}", 7)
        await life(db, client)

        assert await is_closed(db)
