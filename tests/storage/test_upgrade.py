"""What earlier releases left in their databases opens with this one, and nothing is lost.

`released/` has a dump for each commit that changed the tables, made by that commit's program on that engine:
see released/README.md.
"""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from storage.engines.migrate import MIGRATIONS
from storage.engines.open import open_database
from storage.marks import name_life
from tests.conftest import ALICE, OLGA, Bot
from tests.databases import ask, run
from tests.databases import empty_database as empty
from tests.migrated import migrated_database
from tests.people import Person

FOLDER = Path(__file__).parent / "released"
DUMPS = sorted(FOLDER.glob("*/*.sql"))
FOLLOWED = [*DUMPS[::6], DUMPS[-1]]
"""Some of both engines, with which the whole program runs for a while."""

PANEL = "https://panel.example/api/v2"  # where the dumps' orders are

CHANGED_ON_PURPOSE = {"orders": {"next_check_at"}}  # 0003 and 0005 make other appointments
GROW = {"migrations", "legal_steps", "users"}  # 0023 adds the people who were told and have not written

BETWEEN_RELEASES = {"0024", "0025", "0026", "0027"}  # they came to people together with 0028

NAME_PEOPLE = {
    "orders": {"user_id", "ended_by", "adopted_by"},
    "submissions": {"decided_by"},
    "holds": {"decided_by"},
    "invites": {"created_by", "used_by"},
    "users": {"id", "let_in_by"},
    "panel_keys": {"owner_id"},
    "drafts": {"user_id"},
    "refills": {"user_id"},
    "cancels": {"user_id"},
    "conversations": {"user_id"},
    "outbox": {"user_id"},
    "former_cards": {"user_id"},
}
"""Columns that 0023 renumbers."""

Rows = dict[str, list[tuple[object, ...]]]


def of_engine(dump: Path) -> object:
    marks = [pytest.mark.postgres] if dump.parent.name == "postgres" else []
    return pytest.param(dump, marks=marks, id=f"{dump.parent.name}-{dump.stem}")


@pytest.fixture(params=map(of_engine, DUMPS))
def dump(request: pytest.FixtureRequest) -> Path:
    return Path(request.param)


@pytest.fixture
def engine(dump: Path) -> str:
    return dump.parent.name


@pytest.fixture
async def database_url(engine: str, dump: Path, tmp_path: Path, panel: PanelServer) -> AsyncIterator[str]:
    """A database as that release left it, its orders at the sandbox's panel."""
    async with empty(engine, tmp_path) as url:
        await run(url, read(dump).replace(PANEL, panel.api_url))
        yield url


def read(dump: Path) -> str:
    return dump.read_text(encoding="utf-8")


async def tables(url: str) -> dict[str, list[str]]:
    """The columns of each table."""
    if url.startswith("sqlite:"):
        sql = "SELECT m.name, c.name FROM sqlite_schema m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
    else:
        sql = "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'"
    found: dict[str, list[str]] = {}
    for table, column in await ask(url, sql):
        if table != "sqlite_sequence" and column not in CHANGED_ON_PURPOSE.get(table, ()):
            found.setdefault(table, []).append(column)
    return found


async def rows(url: str, columns: dict[str, list[str]]) -> Rows:
    """The rows of each table; people are named by their Telegram ids."""
    is_renumbered = "telegram_id" in (await tables(url))["users"]
    named = dict(await ask(url, "SELECT id, telegram_id FROM users")) if is_renumbered else {}
    return {
        table: sorted(
            [
                tuple(
                    named.get(value, value) if _names_person(table, name, row, names) else value
                    for name, value in zip(names, row, strict=True)
                )
                for row in await ask(url, f"SELECT {', '.join(names)} FROM {table}")
            ],
            key=repr,
        )
        for table, names in columns.items()
    }


def _names_person(table: str, column: str, row: tuple[object, ...], columns: list[str]) -> bool:
    if table == "outbox" and column == "subject_id":
        return row[columns.index("event")] in ("knock", "let_in", "not_let_in", "invite_used")
    return column in NAME_PEOPLE.get(table, ())


async def is_the_same(url: str) -> None:
    """The database was not taken from the past: its mark came along. A load into PostgreSQL moves tables."""
    if "lives" not in await tables(url):
        return
    if url.startswith("sqlite:"):
        ((life,),) = await ask(url, "SELECT name FROM lives")
        name_life(Path(url.removeprefix("sqlite:///")), life)
    else:
        await ask(url, "UPDATE lives SET name = CAST('orders'::regclass::oid AS TEXT)")


async def test_after_the_upgrade_every_row_is_there_in_the_tables_and_indexes_of_a_new_database(
    database_url: str, engine: str, tmp_path: Path
) -> None:
    columns = await tables(database_url)
    columns.pop("rounds", None)  # 0022 keeps only when the last one began: a round begins anew
    before = await rows(database_url, columns)
    assert all(before.values()), f"nothing to compare in {[name for name in before if not before[name]]}"

    async with open_database(database_url) as db:
        await db.fetch_one("SELECT count(*) FROM inbox")
    after = await rows(database_url, columns)

    for table in columns.keys() - GROW:
        assert after[table] == before[table], table
    for table in GROW:
        assert set(before[table]) <= set(after[table])
    (tmp_path / "new").mkdir()
    async with migrated_database(engine, tmp_path / "new") as new:
        assert await shape(database_url) == await shape(new)


async def shape(url: str) -> list[tuple[object, ...]]:
    """Tables with their columns, indexes, triggers, and the legal steps."""
    steps = await ask(url, "SELECT machine, from_status, to_status FROM legal_steps")
    columns = [(table, *sorted(names)) for table, names in (await tables(url)).items()]
    if url.startswith("sqlite:"):
        sql = "SELECT name, tbl_name, CASE type WHEN 'table' THEN '' ELSE sql END FROM sqlite_schema"
        others = [(name, table, " ".join((text or "").split())) for name, table, text in await ask(url, sql)]
    else:
        others = await ask(
            url, "SELECT indexname, tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        )
        others += await ask(
            url, "SELECT tgname, tgrelid::regclass::text, '' FROM pg_trigger WHERE NOT tgisinternal"
        )
    return sorted([*steps, *columns, *others], key=repr)


@pytest.mark.slow
@pytest.mark.parametrize("dump", [of_engine(one) for one in FOLLOWED], indirect=True)
async def test_an_order_open_then_is_followed_and_one_in_doubt_is_decided(
    database_url: str,
    panel: PanelServer,
    telegram: TelegramServer,
    http: aiohttp.ClientSession,
    settings: object,
) -> None:
    await is_the_same(database_url)
    await fill_the_book(panel, database_url)
    bot = Bot(settings)  # type: ignore[arg-type]
    await bot.start()
    try:
        telegram.world._last_update += 1_000  # Telegram counts on from where it was
        alice, olga = (Person(http, telegram.world.chats[one]) for one in (ALICE, OLGA))
        await alice.says("/start")
        await olga.says("/start", shows="Hello")
        await decided(olga)
        panel.book.end(panel.book.orders[23501], "Completed")
        panel.book.refills[1].state = "Completed"
        await alice.sees("Order 1 · Completed")
        await alice.sees("Order 2", "Refilled")
    finally:
        await bot.stop()


async def decided(olga: Person) -> None:
    await olga.taps("Operator")
    await olga.taps("Order 4", await olga.sees("Waiting for your decision"))
    await olga.taps("Yes, the panel has it", await olga.sees("Does the panel have order 4?"))
    await olga.says("23504")
    await olga.sees("Order 4 is now linked to")


async def fill_the_book(panel: PanelServer, url: str) -> None:
    """The panel has what the dumps' stories ordered there."""
    sql = "SELECT service_id, target, quantity FROM orders ORDER BY id"
    for service, target, quantity in await ask(url, sql):
        panel.book.add("demo-key", {"service": service, "link": target, "quantity": str(quantity)})
    panel.book.end(panel.book.orders[23502], "Completed")
    panel.book.refill("demo-key", "23502")


def test_no_schema_is_left_out_between_the_first_and_the_last_that_was_recorded() -> None:
    files = (MIGRATIONS / "sqlite").glob("*.sql")
    numbers = sorted({file.name[:4] for file in files} - BETWEEN_RELEASES)
    there = {(dump.parent.name, dump.name[:4]) for dump in DUMPS}
    recorded = [number for number in numbers if number <= max(number for _, number in there)]

    needed = {("sqlite", number) for number in recorded} | {("postgres", number) for number in recorded[1:]}
    assert not needed - there, "see tests/storage/released/README.md"
