"""No attack on the ledger gets through. And none of its guards is idle: without it an attack does."""

import contextlib
import re
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from pathlib import Path

import asyncpg
import pytest

from storage.engines.migrate import MIGRATIONS
from tests.databases import ENGINES, connected
from tests.migrated import migrated_database
from tests.storage.ledger.attacks import ATTACKS, DO_SOMETHING, SAID_TWICE, Attack
from tests.storage.ledger.books import BOB, BOBS_WALLET, BOOKS, CREDIT, by_hand, credit_line

TABLES = (
    "users",
    "accounts",
    "topups",
    "transfers",
    "orders",
    "submissions",
    "refund_questions",
    "credit_lines",
)
OTHER_WAYS = ("REPLACE", "IGNORE", "FAIL")
"""What SQLite may be told to do where a row is refused."""

AT_THE_COMMIT = "orders_have_their_transfer_at_the_commit"
"""On SQLite a foreign key keeps it."""


@pytest.fixture
async def books(tmp_path: Path) -> AsyncIterator[sqlite3.Connection]:
    async with migrated_database("sqlite", tmp_path) as url:
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
            pragmas(connection)
            connection.execute("BEGIN")
            for statement in BOOKS:
                connection.execute(statement)
            connection.execute("COMMIT")
            yield connection


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[asyncpg.Connection]:
    async with migrated_database("postgres", tmp_path) as url, connected(url) as connection:
        transaction = connection.transaction()
        await transaction.start()
        for statement in BOOKS:
            await connection.execute(statement)
        await connection.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        yield connection
        await transaction.rollback()


def pragmas(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA recursive_triggers = ON")


def of_engine(engine: str) -> list[Attack]:
    return [attack for attack in ATTACKS if engine in attack.engines]


def ways(attack: Attack) -> Iterator[tuple[str, ...]]:
    """The attack, and on SQLite the same attack with each other way to take a refusal."""
    *before, last = attack.statements
    yield (*before, last)
    if " OR " not in last:
        for other in OTHER_WAYS:
            yield (*before, re.sub(r"^(INSERT|UPDATE)\b", rf"\1 OR {other}", last))


def seen(connection: sqlite3.Connection) -> list[object]:
    return [connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES]


def gets_through(books: sqlite3.Connection, statements: tuple[str, ...], without: str = "") -> bool:
    """Attack a copy, and commit whatever is left, also behind an error."""
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        books.backup(copy)
        pragmas(copy)
        if without:
            copy.execute(_dropping(without))
        *before, last = statements
        for statement in (one for one in before if one.startswith("PRAGMA")):
            copy.execute(statement)
        copy.execute("BEGIN")
        for statement in (one for one in before if not one.startswith("PRAGMA")):
            copy.execute(statement)
        was = seen(copy)
        with contextlib.suppress(sqlite3.DatabaseError):
            for statement in last.split("; "):
                copy.execute(statement)
        if seen(copy) == was:
            return False
        try:
            copy.execute("COMMIT")
        except sqlite3.IntegrityError:
            return False
        return True


def _dropping(guard: str) -> str:
    return "PRAGMA foreign_keys = OFF" if guard == AT_THE_COMMIT else f"DROP TRIGGER {guard}"


MOVES = {
    by_hand("credit", CREDIT, BOBS_WALLET, 7, "credit:9"): (100_007, 0),
    credit_line(BOB, 7): (100_000, -7),
}
"""What is allowed, and Bob's wallet and floor afterwards."""


@pytest.mark.parametrize("statement", MOVES)
async def test_a_transfer_moves_money_and_a_credit_line_moves_the_floor(
    books: sqlite3.Connection, statement: str
) -> None:
    books.execute(statement)

    found = books.execute(f"SELECT balance, floor FROM accounts WHERE id = {BOBS_WALLET}").fetchone()
    assert found == MOVES[statement]


@pytest.mark.postgres
@pytest.mark.parametrize("statement", MOVES)
async def test_a_transfer_moves_money_and_a_credit_line_moves_the_floor_on_postgresql(
    server: asyncpg.Connection, statement: str
) -> None:
    await server.execute(statement)

    found = await server.fetchrow(f"SELECT balance, floor FROM accounts WHERE id = {BOBS_WALLET}")
    assert tuple(found or ()) == MOVES[statement]


@pytest.mark.parametrize("way", ["", *OTHER_WAYS])
async def test_sqlite_refuses_every_attack(books: sqlite3.Connection, way: str) -> None:
    place = ["", *OTHER_WAYS].index(way)
    tried = [list(ways(attack)) for attack in of_engine("sqlite")]

    through = [one[place] for one in tried if place < len(one) and gets_through(books, one[place])]

    assert through == [], through


async def test_without_any_one_of_its_guards_sqlite_lets_an_attack_through(books: sqlite3.Connection) -> None:
    idle = []
    for guard in (*triggers("sqlite"), AT_THE_COMMIT):
        tried = [way for one in of_engine("sqlite") if one.guard == guard for way in ways(one)]
        if not any(gets_through(books, way, without=guard) for way in tried):
            idle.append(guard)

    assert idle == [], idle


def migrations(engine: str) -> str:
    """The migrations of the ledger, of the questions about it, and of who may act."""
    files = [file for number in (24, 26, 29, 33) for file in (MIGRATIONS / engine).glob(f"{number:04}_*.sql")]
    return "\n".join(file.read_text("utf-8") for file in files)


def triggers(engine: str) -> list[str]:
    """The triggers that refuse."""
    named = re.findall(
        r"^CREATE (?:CONSTRAINT )?TRIGGER (\w+)[^;]* ON (\w+)", migrations(engine), re.MULTILINE
    )
    return [
        name
        for name in dict.fromkeys(name for name, table in named if table in TABLES)
        if name not in DO_SOMETHING
    ]


async def is_refused(server: asyncpg.Connection, attack: Attack) -> bool:
    *before, last = attack.statements
    attempt = server.transaction()
    await attempt.start()
    try:
        for statement in before:
            await server.execute(statement)
        try:
            await server.execute(last)
            await server.execute("SET CONSTRAINTS ALL IMMEDIATE")
        except asyncpg.IntegrityConstraintViolationError:
            return True
        return False
    finally:
        await attempt.rollback()


@pytest.mark.postgres
async def test_postgresql_refuses_every_attack(server: asyncpg.Connection) -> None:
    through = [attack.statements for attack in of_engine("postgres") if not await is_refused(server, attack)]

    assert through == [], through


@pytest.mark.postgres
async def test_without_any_one_of_its_guards_postgresql_lets_an_attack_through(
    server: asyncpg.Connection,
) -> None:
    idle = []
    for guard, drop in (await droppable(server)).items():
        without = server.transaction()
        await without.start()
        await server.execute(drop)
        tried = [one for one in of_engine("postgres") if one.guard == guard]
        if all([await is_refused(server, attack) for attack in tried]):
            idle.append(guard)
        await without.rollback()

    assert idle == [], idle


async def droppable(server: asyncpg.Connection) -> dict[str, str]:
    """The SQL that drops each guard: triggers, and CHECKs and unique indexes of the ledger's tables."""
    found = await server.fetch("SELECT tgname, tgrelid::regclass FROM pg_trigger WHERE NOT tgisinternal")
    tables = dict(found)
    drops = {name: f"DROP TRIGGER {name} ON {tables[name]}" for name in triggers("postgres")}
    for name, table in await server.fetch(
        """
        SELECT conname, conrelid::regclass FROM pg_constraint
        WHERE contype IN ('c', 'u') AND conrelid IN ('accounts'::regclass, 'topups'::regclass,
            'transfers'::regclass, 'credit_lines'::regclass) OR conname = 'orders_refunded_check'
        """
    ):
        drops[name] = f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE"
    for name in ("one_account_of_a_kind", "one_open_refund_question"):
        drops[name] = f"DROP INDEX {name}"
    return {name: drop for name, drop in drops.items() if name not in SAID_TWICE}


@pytest.mark.parametrize("engine", ENGINES)
def test_each_attack_names_a_guard(engine: str) -> None:
    files = migrations(engine)
    named = {attack.guard for attack in of_engine(engine)}

    assert [one for one in triggers(engine) if one not in named] == []
    assert [one for one in named if not one.endswith(("_key", "_check")) and one not in files] in (
        [],
        [AT_THE_COMMIT],
    )
