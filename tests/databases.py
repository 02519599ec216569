"""Databases of both engines for tests: each its own, empty, gone afterwards."""

import asyncio
import os
import secrets
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

SERVER = "TEST_POSTGRES_URL"
ENGINES = ("sqlite", pytest.param("postgres", marks=pytest.mark.postgres))


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
    server = os.environ[SERVER]
    await _on(server, f"CREATE DATABASE {name}")
    try:
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}", query=settings))
    finally:
        await _on(server, f"DROP DATABASE {name} WITH (FORCE)")


async def ask(url: str, sql: str) -> list[tuple[Any, ...]]:
    """Look into a database, or change it, past the program."""
    if url.startswith("sqlite:"):  # in a thread: the bot of the same loop may be in a transaction
        return await asyncio.to_thread(_ask_file, url.removeprefix("sqlite:///"), sql)
    return [tuple(row) for row in await _on(url, sql)]


async def let_in(url: str, *, allowed: bool) -> None:
    """Open a PostgreSQL database, or shut it as if its server were away."""
    name = urlsplit(url).path[1:]
    server = os.environ[SERVER]
    await ask(server, f"ALTER DATABASE {name} ALLOW_CONNECTIONS {allowed}")
    if not allowed:
        await ask(server, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")


async def run(url: str, script: str) -> None:
    """Run a script of many statements past the program."""
    if url.startswith("sqlite:"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as connection:
            connection.executescript(script)
        return
    connection = await asyncpg.connect(url, timeout=20)
    try:
        await connection.execute(script)
    finally:
        await connection.close()


def _ask_file(file: str, sql: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        return connection.execute(sql).fetchall()


async def _on(url: str, *statements: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(url, timeout=20)
    try:
        for sql in statements:
            rows: list[asyncpg.Record] = await connection.fetch(sql)
    finally:
        await connection.close()
    return rows
