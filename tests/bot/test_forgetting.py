"""`python -m bot forget ID`: Alice asks to be deleted."""

from pathlib import Path

import pytest

from bot.commands.forget import ForgettingWrong, forget
from bot.commands.operators import operators
from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from storage.engines.open import open_database
from tests.bot.conftest import Process, arrive
from tests.conftest import ALICE, BOB
from tests.databases import ENGINES, ask
from tests.people import Person

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "example.com/alices-page"
DRAFT = "example.com/alices-draft"
KEPT = "SELECT id, panel_order_id, service_name, quantity, price, charge, status FROM orders ORDER BY id"


async def everything(url: str) -> str:
    """All rows of all tables as one text."""
    async with open_database(url) as db:
        sql = (
            "SELECT name FROM sqlite_schema WHERE type = 'table'"
            if url.startswith("sqlite")
            else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        )
        tables = [row[0] for row in await db.fetch_all(sql)]
        rows = [
            f"{table}: {tuple(row)}"
            for table in tables
            for row in await db.fetch_all(f"SELECT * FROM {table}")
        ]
    return "\n".join(rows)


async def orders_and_begins_another(alice: Person, panel: PanelServer) -> None:
    """One order that was completed, one that the panel refused, and a draft."""
    await arrive(alice)
    await alice.orders(FOLLOWERS, LINK, "100")
    panel.book.end(panel.book.orders[23501], "Completed")
    await alice.sees("Order 1 · Completed")
    panel.faults.switch_on("no_funds", "add", times=1)
    await alice.reviews(FOLLOWERS, LINK, "200")
    await alice.taps("Place order")
    await alice.sees("Order 2 · Not placed")
    await alice.reviews(FOLLOWERS, DRAFT, "300")


@pytest.fixture
def alice(visitor: Person, telegram: TelegramServer) -> Person:
    telegram.world.people[ALICE].first_name = "Alicia-Maria"
    telegram.world.people[ALICE].username = "alicia_of_nowhere"
    return visitor


@pytest.mark.parametrize("engine", ENGINES)
async def test_nothing_that_alice_typed_or_was_called_is_left(
    program: Process, alice: Person, panel: PanelServer, database_url: str
) -> None:
    given = {"DATABASE_URL": database_url}
    await program.start(**given)
    await orders_and_begins_another(alice, panel)
    await program.signal(15)
    before = await ask(database_url, KEPT)
    assert "alices-page" in await everything(database_url)

    code, output = await program.ends("forget", str(ALICE), "--yes", **given, ALLOWED_IDS="")

    assert (code, output.splitlines()[-1]) == (
        0,
        f"{ALICE} is forgotten. Orders that keep their number and amounts: 2.",
    )
    left = await everything(database_url)
    for gone in ("alices-page", "alices-draft", "Alicia", "alicia_of_nowhere", str(ALICE)):
        assert gone not in left
    assert await ask(database_url, KEPT) == before

    await program.start(**given, ALLOWED_IDS="")
    assert "I've told the operator" in (await alice.says("/start"))["text"]
    await program.signal(15)
    await program.start(**given)
    await arrive(alice)
    assert "You have not ordered anything yet." in (await alice.says("/orders"))["text"]


async def test_the_file_holds_nothing_of_it_either(
    program: Process, alice: Person, panel: PanelServer, tmp_path: Path
) -> None:
    await program.start(BACKUP_KEEP="0")
    await orders_and_begins_another(alice, panel)
    await program.signal(15)

    assert (await program.ends("forget", str(ALICE), "--yes", ALLOWED_IDS=""))[0] == 0

    for file in (tmp_path / "data").iterdir():
        if file.is_file():
            assert b"alices-" not in file.read_bytes(), file
            assert b"Alicia" not in file.read_bytes(), file


async def test_who_never_ordered_is_forgotten_too(program: Process, database_url: str) -> None:
    given = {"DATABASE_URL": database_url}
    await ask(
        database_url, f"INSERT INTO users (id, telegram_id, name, created_at) VALUES (2, {BOB}, 'Bob', 0)"
    )

    assert (await program.ends("forget", str(BOB), "--yes", **given))[0] == 0

    assert await ask(database_url, "SELECT telegram_id FROM users WHERE name = 'Bob'") == []
    assert str(BOB) not in await everything(database_url)
    assert await program.ends("forget", str(BOB), "--yes", **given) == (2, "forget: 1002 is not known here\n")


async def test_while_an_order_is_open_nothing_is_changed_and_it_is_named(
    program: Process, alice: Person, database_url: str
) -> None:
    given = {"DATABASE_URL": database_url}
    await program.start(**given)
    await arrive(alice)
    await alice.orders(FOLLOWERS, LINK, "100")
    await program.signal(15)

    assert await program.ends("forget", str(ALICE), "--yes", **given, ALLOWED_IDS="") == (
        2,
        f"forget: open orders of {ALICE}: 1. Nothing was changed; run this again when they ended\n",
    )
    assert "alices-page" in await everything(database_url)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("1003",), "forget: 1003 stands in ADMIN_IDS; take it out there first"),
        (("1001",), "forget: 1001 stands in ALLOWED_IDS; take it out there first"),
        (("77",), "forget: 77 is an operator; run `operators remove 77` first"),
        (("5",), "forget: 5 is not known here"),
        (("Alice",), "forget: expected an ID, the Telegram user id of a person, a number"),
        ((), "forget: expected an ID, the Telegram user id of a person, a number"),
    ],
)
async def test_what_cannot_be_done_is_said_in_one_line(
    settings: Settings, words: tuple[str, ...], said: str
) -> None:
    await operators(settings, ["add", "77"], print)

    with pytest.raises(ForgettingWrong) as wrong:
        await forget(settings, words, print, lambda _: True)

    assert str(wrong.value) == said


async def test_without_yes_it_asks_first(program: Process, database_url: str) -> None:
    await program.ends("operators", "add", "77", DATABASE_URL=database_url)
    await ask(database_url, "UPDATE users SET role = NULL")

    code, output = await program.ends("forget", "77", DATABASE_URL=database_url)

    assert (code, output.splitlines()[-1]) == (2, "forget: nothing was changed; --yes does it without asking")
    assert await ask(database_url, "SELECT telegram_id FROM users WHERE telegram_id = 77") == [(77,)]
