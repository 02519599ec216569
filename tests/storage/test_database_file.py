"""An SQLite database's file: by what names a second program is refused, and a file that goes away."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from storage.database import Database, DatabaseInUse, DatabaseReplaced, Queries
from storage.engines.open import open_database

ADD = "INSERT INTO users (id, name, created_at) VALUES ($1, $2, 0)"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "test.db"


@pytest.fixture
async def db(file: Path) -> AsyncIterator[Database]:
    async with open_database(f"sqlite:///{file}") as database:
        yield database


@pytest.fixture(params=["forced", "relaxed"])
def queries(db: Database, request: pytest.FixtureRequest) -> Queries:
    return db if request.param == "forced" else db.relaxed


def take_away(file: Path, what: str) -> None:
    file.unlink()
    if what == "replaced":
        file.touch()


@pytest.mark.parametrize("link", [os.symlink, os.link])
async def test_a_second_program_is_refused_by_whatever_name_it_comes(
    db: Database, file: Path, link: object
) -> None:
    assert callable(link)
    await db.execute(ADD, 1, "a")
    other = file.with_name("other.db")
    link(file, other)

    with pytest.raises(DatabaseInUse):
        async with open_database(f"sqlite:///{other}"):
            pass


async def test_a_link_leads_to_the_log_of_its_file_too(file: Path) -> None:
    link = file.with_name("link.db")
    link.symlink_to(file)
    async with open_database(f"sqlite:///{link}") as db:
        await db.execute(ADD, 1, "a")

        assert file.with_name("test.db-wal").exists()
        assert not file.with_name("link.db-wal").exists()


@pytest.mark.parametrize("what", ["deleted", "replaced"])
async def test_nothing_is_written_to_a_file_that_is_gone(
    db: Database, queries: Queries, file: Path, what: str
) -> None:
    await db.execute(ADD, 1, "a")
    take_away(file, what)

    with pytest.raises(DatabaseReplaced):
        await queries.execute(ADD, 2, "b")
    with pytest.raises(DatabaseReplaced):
        await db.execute_many(ADD, [(3, "c")])
