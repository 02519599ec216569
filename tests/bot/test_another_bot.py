"""A database belongs to one bot: the start, `check`, `restore` and `copy-database` refuse another's."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from sandbox.telegram.server import TelegramServer
from tests.bot.conftest import Process, arrive
from tests.databases import ask, empty_database
from tests.people import Person

OTHER = "43:the-token-of-another-bot"
RENEWED = "42:a-new-token-of-the-same-bot"


@pytest.fixture
async def other_telegram() -> AsyncIterator[TelegramServer]:
    async with TelegramServer(token=OTHER) as server:
        yield server


@pytest.fixture
def other(program: Process, other_telegram: TelegramServer, tmp_path: Path) -> Process:
    """The same settings with another bot's token."""
    changes = {"BOT_TOKEN": OTHER, "TELEGRAM_API_URL": other_telegram.url, "LOG_LEVEL": "ERROR"}
    return Process({**program.environment, **changes}, tmp_path)


async def test_a_second_bot_is_refused_by_start_and_check_and_nothing_is_sent(
    program: Process, visitor: Person, other: Process, other_telegram: TelegramServer, database_url: str
) -> None:
    await program.start(DATABASE_URL=database_url)
    await arrive(visitor)
    await program.signal(signal.SIGTERM)

    code, output = await other.ends(DATABASE_URL=database_url)
    assert (code, output.count("\n")) == (2, 1)
    assert output.startswith("DATABASE_URL: this database belongs to bot 42, and BOT_TOKEN is bot 43's.")
    assert not other_telegram.world.chats[1001].messages

    code, output = await other.ends("check", DATABASE_URL=database_url)
    assert code == 2
    assert "WRONG  database: DATABASE_URL: this database belongs to bot 42" in output


async def test_a_new_token_of_the_same_bot_goes_on(program: Process, visitor: Person, tmp_path: Path) -> None:
    await program.start()
    await arrive(visitor)
    await program.signal(signal.SIGTERM)

    async with TelegramServer(token=RENEWED) as telegram:
        renewed = {**program.environment, "BOT_TOKEN": RENEWED, "TELEGRAM_API_URL": telegram.url}
        code, output = await Process(renewed, tmp_path).ends("check")

    assert code == 0, output


async def test_a_copy_of_another_bots_database_is_not_restored(
    program: Process, visitor: Person, other: Process, tmp_path: Path
) -> None:
    await program.start()
    await arrive(visitor)
    await program.signal(signal.SIGTERM)
    assert (await program.ends("backup", "copy.db"))[0] == 0

    code, output = await other.ends("restore", "copy.db", DATABASE_URL="sqlite:///other/panelgram.db")

    assert (code, output.count("\n")) == (2, 1)
    assert output.startswith("copy.db: this copy belongs to bot 42, and BOT_TOKEN is bot 43's.")
    assert not (tmp_path / "other" / "panelgram.db").exists()
    assert (await program.ends("restore", "copy.db"))[0] == 0


async def test_a_database_of_an_earlier_release_becomes_the_bots_at_its_start(
    program: Process, visitor: Person, tmp_path: Path
) -> None:
    assert (await program.ends("check"))[0] == 0
    url = f"sqlite:///{tmp_path}/data/panelgram.db"
    assert await ask(url, "SELECT id FROM bots") == []  # only a start takes it

    await program.start()
    await arrive(visitor)

    assert await ask(url, "SELECT id FROM bots") == [(42,)]


@pytest.mark.postgres
async def test_nothing_is_copied_into_a_database_that_a_bot_has(
    program: Process, visitor: Person, tmp_path: Path
) -> None:
    await program.start()
    await arrive(visitor)
    await program.signal(signal.SIGTERM)
    async with empty_database("postgres", tmp_path) as target:
        assert (await program.ends("check", DATABASE_URL=target))[0] == 0
        await ask(target, "INSERT INTO bots (only_one, id) VALUES (1, 43)")

        code, output = await program.ends("copy-database", "sqlite:///data/panelgram.db", target)

    assert code == 2
    assert output == "copy-database: TO is the database of bot 43; make an empty one\n"
