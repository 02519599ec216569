"""A shop on every dialect: at the end each wallet holds what the panel's own book implies."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from bot.settings import Settings
from sandbox.panel.book import Order
from sandbox.panel.dialects import DIALECTS
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, OLGA, Bot, make_settings
from tests.databases import ask, id_of, open_shop
from tests.long.crash.operator_at_work import Operator
from tests.long.crash.records import Records
from tests.long.crash.wallets import astray
from tests.people import NotSeen, Person
from tests.shops import give, wallet

pytestmark = pytest.mark.slow

SERVICE = "Pictogram Followers · Standard"
MONEY = 50_000_000
QUANTITY = 100
ENDS = {1: "Completed", 2: "Partial", 3: "Canceled", 4: "Completed"}
TELLS_NO_END = {"silent"}
"""Its orders are Pending for ever, so nothing is known of what it did not deliver."""
CURRENCIES = {"lakh": "INR", "decimal-comma": "EUR"}


@pytest.fixture(params=DIALECTS)
def place(request: pytest.FixtureRequest) -> tuple[str, str]:
    return str(request.param), "sqlite"


@pytest.fixture
def settings(
    panel: PanelServer, telegram: TelegramServer, tmp_path: Path, database_url: str, dialect: str
) -> Settings:
    return make_settings(
        panel,
        telegram,
        tmp_path,
        database_url=database_url,
        mode="reseller",
        secret_key="k" * 40,
        allowed_ids=[],
        wallet_currency=CURRENCIES.get(dialect, "USD"),
        min_margin="40",
    )


@asynccontextmanager
async def working(person: Person, panel: PanelServer, url: str) -> AsyncIterator[None]:
    """The operator looks up orders in doubt on the panel's page, and says what is true."""
    done = asyncio.Event()
    task = asyncio.create_task(Operator(person, panel, Records(url)).go_on(done))
    yield
    done.set()
    await task


async def test_wallets_are_what_the_panels_book_implies(
    dialect: str, http: aiohttp.ClientSession, telegram: TelegramServer, panel: PanelServer, bot: Bot
) -> None:
    url = bot.settings.database_url
    alice, olga = (Person(http, telegram.world.chats[one]) for one in (ALICE, OLGA))
    for person in (alice, olga):
        await person.says("/start")
    await until(url, "SELECT count(*) > 0 FROM panel_keys WHERE balance IS NOT NULL OR currency IS NOT NULL")
    await bot.has_catalogue()
    await open_shop(url, OLGA, await currency_of(url))
    await give(url, ALICE, MONEY)

    async with working(olga, panel, url):
        for number, end in ENDS.items():
            await order(alice, panel, number, end if dialect not in TELLS_NO_END else "Completed")
        await until(
            url, "SELECT count(*) = 0 FROM orders WHERE status IN ('reserved', 'submitting', 'unconfirmed')"
        )
        panel.book.clock.advance(10_000)
        if dialect not in TELLS_NO_END:
            await until(
                url,
                "SELECT count(*) = 0 FROM orders WHERE status NOT IN ('completed', 'partial', 'canceled', 'failed')",
            )

    assert await ask(url, "SELECT count(*) > 0 FROM orders WHERE paid_from = 'wallet'") == [(True,)]
    assert await astray(Records(url), panel.book) == []
    ((spent,),) = await ask(
        url,
        f"SELECT coalesce(sum(price - refunded), 0) FROM orders WHERE user_id = {id_of(ALICE)} AND status <> 'failed'",
    )
    assert (await wallet(url, ALICE))["wallet"] == MONEY - spent


async def order(alice: Person, panel: PanelServer, number: int, end: str) -> None:
    """Order, as far as the bot lets one: a service may be held by then. The panel will end it so."""
    before = len(panel.book.orders)
    try:
        await alice.taps(SERVICE, await alice.says(f"/search {SERVICE}", shows="result for"))
        await alice.taps("Order")
        await alice.says(f"https://example.com/p/{number}", shows="How many?")
        review = await alice.says(str(QUANTITY), shows="Review your order")
        await alice.taps("Place order", review)
    except NotSeen:
        return
    async with asyncio.timeout(20):
        while len(panel.book.orders) == before and not alice.count(f"p/{number}\n"):
            await asyncio.sleep(0.05)
    for one in list(panel.book.orders.values())[before:]:
        _plan(one, end)


def _plan(one: Order, end: str) -> None:
    one.starts_after, one.takes, one.ends_as = 1, 100, end


async def until(url: str, sql: str) -> None:
    async with asyncio.timeout(60):
        while not (await ask(url, sql))[0][0]:
            await asyncio.sleep(0.05)


async def currency_of(url: str) -> str:
    return str((await ask(url, "SELECT coalesce(currency, '') FROM panel_keys LIMIT 1"))[0][0])
