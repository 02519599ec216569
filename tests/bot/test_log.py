"""What the log of a day says: each thing that an operator may look for later has its line."""

import asyncio
import re
import shutil
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from storage.engines.migrate import MIGRATIONS, migrate_postgres, migrate_sqlite, newest
from tests.bot.conftest import Process, arrive
from tests.conftest import ALICE, BOB, OLGA
from tests.databases import ENGINES, ask, connected, empty_database
from tests.people import Person

EVE = 77
LINE = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[+-]\d{4} (INFO|WARNING) +(\S+: .*)")
MIGRATED = {
    "sqlite": "INFO storage.engines.migrate: panelgram.db has schema {newest} now, not {before}",
    "postgres": "WARNING storage.engines.migrate: the tables are changed from schema {before} on; an older release"
    " cannot use them any more",
}


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def before(engine: str) -> int:
    """The schema before the newest."""
    return int(sorted((MIGRATIONS / engine).glob("*.sql"))[-2].name[:4])


@pytest.fixture
async def database_url(engine: str, tmp_path: Path) -> AsyncIterator[str]:
    """A database as the release before the newest schema made it."""
    earlier = tmp_path / "earlier"
    shutil.copytree(MIGRATIONS / engine, earlier)
    max(earlier.glob("*.sql")).unlink()
    async with empty_database(engine, tmp_path) as url:
        if engine == "sqlite":
            migrate_sqlite(Path(url.removeprefix("sqlite:///")), earlier)
        else:
            async with connected(url) as connection:
                await migrate_postgres(connection, earlier)
        yield url


async def until(program: Process, words: str) -> str:
    """What the program prints until it prints these words, or ends."""
    assert program.process is not None
    assert program.process.stdout is not None
    output = ""
    while words not in output:
        async with asyncio.timeout(60):
            line = (await program.process.stdout.readline()).decode()
        assert line, output
        output += line
    return output


def lines(output: str) -> list[str]:
    """The records of the log, each with its level; those without a date and zone are none."""
    return [f"{found[1]} {found[2]}" for line in output.splitlines() if (found := LINE.fullmatch(line))]


async def a_day(
    program: Process, http: aiohttp.ClientSession, telegram: TelegramServer, panel: PanelServer
) -> str:
    """Olga becomes operator, lets Bob in and removes him; Alice orders; the panel is down, then refuses the key."""
    alice, bob, olga = (Person(http, telegram.world.chats[one], patience=90) for one in (ALICE, BOB, OLGA))
    output = await until(program, "claim_")
    await olga.writes(f"/start {output.strip().partition('?start=')[2]}")
    await olga.sees("Hello, Olga")
    await bob.writes("/start")
    await olga.taps("Let in", await olga.sees("Bob", "wants to join"))
    await bob.sees("You're in. Welcome!")
    await olga.taps("Operator", await olga.says("/start"))
    await olga.taps("People")
    await olga.taps("Bob")
    await olga.taps("Remove")
    await olga.taps("Remove")
    await arrive(alice)
    await alice.orders("Pictogram Followers · Standard", "https://example.com/p/1", "1k")
    panel.down = True
    output += await until(program, "panel_down begins")
    panel.down = False
    output += await until(program, "panel_down ends")
    panel.faults.switch_on("wrong_key")
    return output + await until(program, "panel_key begins")


async def test_the_log_of_a_day_has_a_line_for_each_thing_that_happened(
    program: Process,
    http: aiohttp.ClientSession,
    telegram: TelegramServer,
    panel: PanelServer,
    database_url: str,
    engine: str,
) -> None:
    given = {"DATABASE_URL": database_url, "ADMIN_IDS": ""}
    _, release = await program.ends("version")
    await program.start(**given)

    told = lines(await a_day(program, http, telegram, panel))

    ids = dict(await ask(database_url, "SELECT telegram_id, id FROM users"))
    assert told[0].startswith(f"INFO __main__: Panelgram {release.strip()} on Python 3.")
    for line in (
        MIGRATED[engine].format(newest=newest(engine), before=before(engine)),
        f"INFO usecases.people.invite_people: user {ids[OLGA]} opened an invitation; role: operator",
        f"INFO usecases.people.answer_knocks: operator {ids[OLGA]} about user {ids[BOB]}: let_in",
        f"INFO usecases.people.remove_people: operator {ids[OLGA]} removed user {ids[BOB]}, who was customer",
        f"INFO usecases.submitting.submit_order: order 1 of user {ids[ALICE]}: placed",
        "INFO usecases.alerting.alert_operators: the condition panel_down ends",
    ):
        assert line in told
    for begun in ("panel_down", "panel_key"):
        assert any(
            line.startswith(f"WARNING usecases.alerting.alert_operators: the condition {begun} begins")
            for line in told
        )

    await program.signal(signal.SIGTERM)
    for words, said in (
        (
            ("add", str(EVE)),
            f"INFO bot.commands.operators: Telegram user {EVE} was made owner from the shell",
        ),
        (
            ("remove", str(EVE)),
            f"INFO bot.commands.operators: Telegram user {EVE} is no operator any more, by the shell",
        ),
    ):
        code, output = await program.ends("operators", *words, **given)
        assert (code, lines(output)) == (0, [said])
    await program.start(**given)
    assert f"INFO usecases.people.invite_people: operators: {OLGA}" in lines(
        await until(program, "operators: ")
    )
