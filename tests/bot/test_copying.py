"""`python -m bot copy-database`: the bot goes on with PostgreSQL where it stopped with SQLite."""

import asyncio
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest

from sandbox.panel.server import PanelServer
from tests.bot.conftest import Process, arrive
from tests.databases import ask, empty_database
from tests.people import Person

FILE = "sqlite:///data/panelgram.db"
PASSWORD = "pw-that-nobody-may-see"

pytestmark = pytest.mark.postgres


@pytest.fixture
async def target(tmp_path: Path) -> AsyncIterator[str]:
    async with empty_database("postgres", tmp_path) as url:
        yield url


def alone(tmp_path: Path) -> Process:
    """The program without a single setting."""
    return Process({}, tmp_path)


def with_password(url: str, user: str = "") -> str:
    parts = urlsplit(url)
    account = user or parts.username or "root"
    return urlunsplit(parts._replace(netloc=f"{account}:{PASSWORD}@{parts.hostname}:{parts.port or 5432}"))


async def test_an_order_that_began_on_sqlite_ends_on_postgresql_and_the_person_is_told(
    program: Process, visitor: Person, panel: PanelServer, tmp_path: Path, target: str
) -> None:
    await program.start()
    await arrive(visitor)
    await visitor.orders("Pictogram Followers · Standard", "https://example.com/p/1", "1k")
    await program.signal(signal.SIGTERM)

    code, output = await alone(tmp_path).ends("copy-database", FILE, target)
    assert code == 0
    assert "rows are copied, compared and the same." in output

    panel.book.end(panel.book.orders[23501], "Completed")
    await program.start(DATABASE_URL=target)
    await visitor.sees("Order 1 · Completed", "Pictogram Followers", patience=90)
    while visitor.count("Order 1 · Completed") < 2:  # on the card, and told
        await asyncio.sleep(0.05)
    await visitor.orders("Pictogram Followers · Standard", "https://example.com/p/2", "1k")
    assert await ask(target, "SELECT id, panel_order_id FROM orders ORDER BY id") == [
        (1, "23501"),
        (2, "23502"),
    ]
    assert await ask(f"sqlite:///{tmp_path}/data/panelgram.db", "SELECT status FROM orders") == [("pending",)]


async def test_a_file_that_a_bot_works_on_is_not_copied(
    program: Process, visitor: Person, tmp_path: Path, target: str
) -> None:
    await program.start()
    await arrive(visitor)

    code, output = await alone(tmp_path).ends("copy-database", FILE, target)

    assert (code, output) == (2, "copy-database: another process is working on data/panelgram.db\n")


async def test_what_is_in_the_way_is_said_in_one_line_without_the_password(
    program: Process, tmp_path: Path, target: str
) -> None:
    assert (await program.ends("check"))[0] == 0  # makes the file
    nobody = with_password(target, "nobody-here")
    nowhere = target.replace(urlsplit(target).path, "/no_such_database")
    port = with_password(target).replace(f":{urlsplit(target).port or 5432}/", ":many/")

    for source, to, words in (
        (
            FILE,
            nobody,
            "copy-database: ",
        ),  # a server that asks for passwords says only that this one is wrong
        (FILE, nowhere, 'copy-database: database "no_such_database" does not exist'),
        (FILE, port, "copy-database: expected sqlite:///path/to/file.db or postgresql://"),
        (FILE, FILE, "copy-database: expected FROM like sqlite:///path/to/file.db and TO like postgresql://"),
        (with_password(target), target, "copy-database: expected FROM like sqlite:///path/to/file.db"),
        ("data/panelgram.db", target, "copy-database: expected sqlite:///path/to/file.db"),
        ("sqlite:///nothing.db", target, "copy-database: there is no database nothing.db"),
    ):
        code, output = await alone(tmp_path).ends("copy-database", source, to)
        assert code == 2, output
        assert output.startswith(words)
        assert output.count("\n") == 1
        assert PASSWORD not in output
    assert not (tmp_path / "nothing.db").exists()

    code, output = await alone(tmp_path).ends("copy-database", FILE)
    assert (code, output) == (2, "copy-database: expected FROM and TO, two URLs\n")


@pytest.mark.parametrize("arguments", [("{}",), ("backup", "one", "{}"), ("copy-database", "a", "--to={}")])
async def test_wrong_arguments_are_not_repeated_where_they_hold_a_password(
    tmp_path: Path, target: str, arguments: tuple[str, ...]
) -> None:
    given = [argument.format(with_password(target)) for argument in arguments]

    code, output = await alone(tmp_path).ends(*given)

    assert code == 2
    assert "usage:" in output
    assert PASSWORD not in output


async def test_a_second_copy_into_the_same_database_is_refused(
    program: Process, tmp_path: Path, target: str
) -> None:
    await program.ends("check")
    file = tmp_path / "data" / "panelgram.db"
    await ask(f"sqlite:///{file}", "INSERT INTO users (id, name, created_at) VALUES (1, 'Alice', 0)")
    assert (await alone(tmp_path).ends("copy-database", FILE, target))[0] == 0

    code, output = await alone(tmp_path).ends("copy-database", FILE, target)

    assert (code, output) == (2, "copy-database: TO is not empty: there are rows in users\n")
