"""Connections to PostgreSQL are bounded, lent in turn, and none is lost by whoever gave up waiting."""

import asyncio
import os
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from storage.database import Database, DatabaseAway, Queries
from storage.engines.open import open_database
from storage.engines.postgres import database
from tests.databases import SERVER, ask, empty_database, let_in

pytestmark = pytest.mark.postgres

LONG = 40.0  # seconds; less than the statements that hang


@pytest.fixture
async def two(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url, connections=2) as db:
        yield db


@pytest.fixture
def engine() -> str:
    return "postgres"


async def backend(transaction: Queries) -> int:
    """The process of the server that a transaction talks to."""
    ((pid,),) = await transaction.fetch_all("SELECT pg_backend_pid()")
    assert isinstance(pid, int)
    return pid


async def test_there_are_never_more_and_who_came_first_is_served_first(two: Database) -> None:
    done: list[int] = []

    async def work(number: int) -> None:
        await two.fetch_one("SELECT 1")
        done.append(number)

    async with two.transaction() as first:
        async with two.transaction() as second:
            pids = {await backend(first), await backend(second)}
            waiting = [asyncio.create_task(work(number)) for number in range(5)]
            await asyncio.sleep(0.05)
            assert done == []
        await asyncio.gather(*waiting)

        assert done == [0, 1, 2, 3, 4]
        assert await backend(first) in pids
        async with two.transaction() as again:
            assert await backend(again) in pids


async def test_who_gives_up_waiting_takes_no_connection_along(two: Database) -> None:
    async with two.transaction(), two.transaction():
        waiting = [asyncio.create_task(two.fetch_one("SELECT 1")) for _ in range(3)]
        await asyncio.sleep(0.02)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    async with two.transaction() as one, two.transaction() as other:
        assert await one.fetch_one("SELECT 1") == await other.fetch_one("SELECT 1") == (1,)


async def test_a_statement_that_is_cancelled_gives_its_connection_back(two: Database) -> None:
    hanging = [asyncio.create_task(two.fetch_one("SELECT pg_sleep(60)")) for _ in range(2)]
    await asyncio.sleep(0.1)
    for task in hanging:
        task.cancel()
    await asyncio.gather(*hanging, return_exceptions=True)

    async with asyncio.timeout(LONG), two.transaction() as one, two.transaction() as other:
        assert await one.fetch_one("SELECT 1") == await other.fetch_one("SELECT 1") == (1,)


async def test_one_that_was_lost_makes_room_for_another(two: Database, database_url: str) -> None:
    async with two.transaction():
        with pytest.raises(DatabaseAway):  # noqa: PT012 - the block is what is broken off
            async with two.transaction() as lost:
                await ask(database_url, f"SELECT pg_terminate_backend({await backend(lost)})")
                await lost.fetch_one("SELECT 1")

    async with two.transaction() as one, two.transaction() as other:
        assert await one.fetch_one("SELECT 1") == await other.fetch_one("SELECT 1") == (1,)


async def test_at_the_end_those_that_are_lent_are_closed(database_url: str) -> None:
    async with open_database(database_url, connections=1) as db:
        hanging = asyncio.create_task(db.fetch_one("SELECT pg_sleep(60)"))
        await asyncio.sleep(0.2)

    async with asyncio.timeout(LONG):
        with pytest.raises(DatabaseAway):
            await hanging
    with pytest.raises(DatabaseAway):
        await db.fetch_one("SELECT 1")


async def test_a_statement_that_never_ends_is_given_up_and_one_after_another_is_not(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "STATEMENT_TIMEOUT_S", 1.0)
    async with open_database(database_url, connections=2) as db:
        hanging = asyncio.create_task(db.fetch_one("SELECT pg_sleep(60)"))
        async with db.transaction() as works:
            for _ in range(4):
                await works.fetch_one("SELECT pg_sleep(0.5)")

        async with asyncio.timeout(LONG):
            with pytest.raises(DatabaseAway):
                await hanging
            with pytest.raises(DatabaseAway):
                async with db.transaction() as stuck:
                    await stuck.fetch_one("SELECT pg_sleep(60)")
        async with db.transaction() as one, db.transaction() as other:
            assert await one.fetch_one("SELECT 1") == await other.fetch_one("SELECT 1") == (1,)


async def test_a_database_that_lets_nobody_in_for_a_while_is_away_at_the_start_and_in_the_middle(
    tmp_path: Path,
) -> None:
    async with empty_database("postgres", tmp_path) as url, open_database(url) as db:
        await let_in(url, allowed=False)
        for _ in range(3):
            with pytest.raises(DatabaseAway):
                await db.execute("UPDATE users SET name = name")
        with pytest.raises(DatabaseAway):
            async with open_database(url):
                pass

        await let_in(url, allowed=True)
        assert await db.fetch_all("SELECT id FROM users") == []


async def test_a_database_that_goes_by_another_name_for_a_while_is_away(tmp_path: Path) -> None:
    async with empty_database("postgres", tmp_path) as url, open_database(url) as db:
        name = urlsplit(url).path[1:]
        await let_in(url, allowed=False)
        await ask(os.environ[SERVER], f"ALTER DATABASE {name} RENAME TO {name}_away")
        with pytest.raises(DatabaseAway, match="does not exist"):
            await db.execute("UPDATE users SET name = name")

        await ask(os.environ[SERVER], f"ALTER DATABASE {name}_away RENAME TO {name}")
        await let_in(url, allowed=True)
        assert await db.fetch_all("SELECT id FROM users") == []
