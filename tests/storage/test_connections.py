"""Connections to PostgreSQL are bounded, lent in turn, and none is lost by whoever gave up waiting."""

import asyncio
import os
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from storage.database import DatabaseAway
from storage.engines.open import open_database
from storage.engines.postgres.connections import Connections
from tests.databases import SERVER, ask, empty_database, let_in

pytestmark = pytest.mark.postgres

LONG = 10.0  # seconds
LONGEST = 1.0  # seconds


@pytest.fixture
async def two() -> AsyncIterator[Connections]:
    connections = Connections(partial(asyncpg.connect, os.environ[SERVER]), 2, LONGEST)
    yield connections
    connections.terminate()


async def test_there_are_never_more_and_who_came_first_is_served_first(two: Connections) -> None:
    first, _ = await two.acquire(LONG), await two.acquire(LONG)
    waiting = [asyncio.create_task(two.acquire(LONG)) for _ in range(2)]
    await asyncio.sleep(0.05)
    assert not any(task.done() for task in waiting)

    two.release(first)

    assert await waiting[0] is first
    assert not waiting[1].done()
    two.release(first)
    assert await waiting[1] is first


async def test_who_gives_up_waiting_takes_no_connection_along(two: Connections) -> None:
    first, second = await two.acquire(LONG), await two.acquire(LONG)
    with pytest.raises(TimeoutError):
        await two.acquire(0.02)
    cancelled = asyncio.create_task(two.acquire(LONG))
    await asyncio.sleep(0.02)
    two.release(first)  # it is given to somebody who is just leaving
    cancelled.cancel()
    await asyncio.gather(cancelled, return_exceptions=True)

    assert await two.acquire(LONG) is first
    two.release(second)
    assert await two.acquire(LONG) is second


async def test_one_that_was_lost_makes_room_for_another(two: Connections) -> None:
    lost, _ = await two.acquire(LONG), await two.acquire(LONG)
    waiting = asyncio.create_task(two.acquire(LONG))
    await asyncio.sleep(0.02)
    lost.terminate()

    two.release(lost)

    assert await (await waiting).fetchval("SELECT 1") == 1


async def test_at_the_end_those_that_are_lent_are_closed_and_nobody_waits(two: Connections) -> None:
    lent = [await two.acquire(LONG), await two.acquire(LONG)]
    waiting = asyncio.create_task(two.acquire(LONG))
    await asyncio.sleep(0.02)

    two.terminate()

    with pytest.raises(asyncpg.InterfaceError):
        await waiting
    assert all(connection.is_closed() for connection in lent)
    with pytest.raises(asyncpg.InterfaceError):
        await two.acquire(LONG)


async def test_a_statement_that_never_ends_is_given_up_and_one_after_another_is_not(two: Connections) -> None:
    hangs, works = await two.acquire(LONG), await two.acquire(LONG)
    hanging = asyncio.create_task(hangs.execute("SELECT pg_sleep(60)"))

    for _ in range(6):
        two.used(works)
        await works.execute("SELECT pg_sleep(0.5)")

    with pytest.raises(asyncpg.PostgresConnectionError):
        await hanging
    assert hangs.is_closed()
    assert not works.is_closed()


async def test_a_database_that_lets_nobody_in_for_a_while_is_away_at_the_start_and_in_the_middle(
    tmp_path: Path,
) -> None:
    async with empty_database("postgres", tmp_path) as url, open_database(url) as db:
        await let_in(url, allowed=False)
        for _ in range(3):
            with pytest.raises(DatabaseAway):
                await db.execute("DELETE FROM users")
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
            await db.execute("DELETE FROM users")

        await ask(os.environ[SERVER], f"ALTER DATABASE {name}_away RENAME TO {name}")
        await let_in(url, allowed=True)
        assert await db.fetch_all("SELECT id FROM users") == []
