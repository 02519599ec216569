"""Databases of both engines for tests: each its own, empty, gone afterwards."""

import asyncio
import os
import secrets
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

SERVER = "TEST_POSTGRES_URL"
UNCONFIRMED = "SELECT name FROM conditions WHERE name = 'prices_unconfirmed'"
ENGINES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


def server() -> str:
    """The URL of the PostgreSQL server for tests; raises SystemExit, in one line, where none is named."""
    if not (url := os.environ.get(SERVER)):
        sys.exit(f"{SERVER} is not set. Example: {SERVER}=postgresql://127.0.0.1/test")
    return url


@asynccontextmanager
async def empty_database(engine: str, folder: Path) -> AsyncIterator[str]:
    """The URL of a new database; a server does not wait for the disk in it."""
    if engine == "sqlite":
        yield f"sqlite:///{folder}/panelgram.db"
        return
    async with postgres_database("synchronous_commit=off") as url:
        yield url


@asynccontextmanager
async def postgres_database(settings: str = "") -> AsyncIterator[str]:
    """The URL of a new database on the server that TEST_POSTGRES_URL names."""
    name = f"panelgram_test_{secrets.token_hex(8)}"
    await _on(server(), f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(server())._replace(path=f"/{name}", query=settings))
    finally:
        await _on(server(), f"DROP DATABASE {name} WITH (FORCE)")


async def ask(url: str, sql: str) -> list[tuple[Any, ...]]:
    """Look into a database, or change it, past the program."""
    if url.startswith("sqlite:"):  # in a thread: the bot of the same loop may be in a transaction
        return await asyncio.to_thread(_ask_file, url.removeprefix("sqlite:///"), sql)
    return [tuple(row) for row in await _on(url, sql)]


def id_of(telegram_id: int) -> str:
    """SQL for a person's id."""
    return f"(SELECT id FROM users WHERE telegram_id = {telegram_id})"


async def let_in(url: str, *, allowed: bool) -> None:
    """Open a PostgreSQL database, or shut it as if its server were away."""
    name = urlsplit(url).path[1:]
    await ask(server(), f"ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}")
    if not allowed:
        await ask(
            server(), f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )


async def run(url: str, script: str) -> None:
    """Run a script of many statements past the program."""
    if url.startswith("sqlite:"):
        await asyncio.to_thread(_run_file, url.removeprefix("sqlite:///"), script)
        return
    async with connected(url) as connection:
        await connection.execute(script)


def _run_file(file: str, script: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(script)


def _ask_file(file: str, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        return connection.execute(sql).fetchall()


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(url, timeout=20)
    try:
        yield connection
    finally:
        await connection.close()


async def _on(url: str, sql: str) -> list[asyncpg.Record]:
    async with connected(url) as connection:
        return list(await connection.fetch(sql))


async def open_shop(url: str, operator: int, currency: str = "USD") -> None:
    """Confirm a shop's prices as an operator (Telegram id), and wait until the program has noticed it.

    The program is first let notice that they are not confirmed: a look that began before and ended after the
    confirmation would close the shop for a moment.
    """
    name = f"prices_confirmed:1:{currency.upper()}"
    if not await ask(url, f"SELECT 1 FROM shop_settings WHERE name = '{name}'"):
        while not await ask(url, UNCONFIRMED):
            await asyncio.sleep(0.02)
        await ask(
            url,
            "INSERT INTO shop_settings (name, value, changed_by, changed_at) "
            f"SELECT '{name}', 'yes', {id_of(operator)}, 0",
        )
    while await ask(url, UNCONFIRMED):
        await asyncio.sleep(0.02)
