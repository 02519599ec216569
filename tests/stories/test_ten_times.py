"""Each kind of update that moves money comes ten times: the money moves once."""

import asyncio
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, make_settings
from tests.databases import ask
from tests.people import PATIENCE, Person
from tests.stories.paying import SHOP, STAR, asks_for, charged, has, invoice, invoices, pays, wallet

PRICE = 1_150_000


@pytest.fixture
def settings(panel: PanelServer, telegram: TelegramServer, tmp_path: Path, database_url: str) -> Settings:
    return make_settings(panel, telegram, tmp_path, database_url=database_url, **SHOP)


async def ten_times(telegram: TelegramServer, what: str = "") -> None:
    """Deliver the last three updates, or the last three that have `what`, ten times more.

    Then wait until the bot has nothing more to say about them.
    """
    for _ in range(10):
        telegram.world.redeliver(3, what)
        async with asyncio.timeout(PATIENCE):
            while telegram.world.updates:
                await asyncio.sleep(0.005)
    heard = -1
    while heard != (heard := len(telegram.calls)):
        await asyncio.sleep(0.2)


async def moves(url: str) -> list[tuple[Any, ...]]:
    return await ask(url, "SELECT kind, amount FROM transfers ORDER BY id")


async def test_what_a_customer_does_moves_money_once(
    alice: Person,
    http: aiohttp.ClientSession,
    telegram: TelegramServer,
    panel: PanelServer,
    database_url: str,
) -> None:
    await asks_for(alice, 100)
    await ten_times(telegram)
    assert len(invoices(alice)) == 1
    await alice.says("/topup")
    await alice.taps("Another amount")
    await alice.writes("200")
    second = await invoice(alice, invoices(alice)[0]["message_id"])
    await ten_times(telegram)
    assert len(invoices(alice)) == 2
    await pays(http, second, ALICE)
    await has(database_url, ALICE, 200 * STAR)
    for what in ("pre_checkout_query", "successful_payment"):
        await ten_times(telegram, what)
    await alice.orders(
        "Pictogram Followers · Drip-feed", "https://example.com/p/1", "1000", "tap All at once"
    )
    await ten_times(telegram)

    assert len(panel.book.orders) == 1
    assert await moves(database_url) == [("topup", 200 * STAR), ("reserve", PRICE), ("capture", PRICE)]
    assert await wallet(database_url, ALICE) == (200 * STAR - PRICE, 0, 0)


async def test_stars_go_back_once(
    alice: Person, http: aiohttp.ClientSession, telegram: TelegramServer, database_url: str
) -> None:
    await pays(http, await asks_for(alice, 100), ALICE)
    await has(database_url, ALICE, 100 * STAR)
    await alice.says("/paysupport", shows="Help with payments")
    await alice.taps("Ask for a refund")
    await alice.taps("↩️ 100 Stars")
    await alice.taps("Get 100 Stars back")
    await alice.sees("100 Stars went back to you.")

    for what in ("callback_query", "refunded_payment"):
        await ten_times(telegram, what)

    assert await moves(database_url) == [("topup", 100 * STAR), ("topup_reversal", 100 * STAR)]
    assert sum(call["method"] == "refundStarPayment" for call in telegram.calls) == 1
    assert telegram.world.people[ALICE].stars == 2_500
    assert alice.count("went back to you.") == 1


async def test_a_chargeback_that_is_told_ten_times_takes_the_money_once(
    alice: Person, olga: Person, http: aiohttp.ClientSession, telegram: TelegramServer, database_url: str
) -> None:
    await pays(http, await asks_for(alice, 100), ALICE)
    await has(database_url, ALICE, 100 * STAR)
    (charge,) = telegram.books.charges.values()
    people = await ask(database_url, "SELECT count(*) FROM users")

    telegram.books.give_back(charge)
    notice = {"refunded_payment": charge.as_payment()}  # the bot is its sender
    telegram.world.put_update({"message": telegram.world.put_message(charge.chat, notice, None)})
    await alice.sees("Your payment of 100 Stars was taken back.")
    await ten_times(telegram, "refunded_payment")

    assert await moves(database_url) == [("topup", 100 * STAR), ("topup_reversal", 100 * STAR)]
    assert await wallet(database_url, ALICE) == (0, 0, 0)
    assert (alice.count("was taken back"), olga.count("Telegram took 100 Stars back.")) == (1, 1)
    assert await ask(database_url, "SELECT count(*) FROM users") == people  # the bot sends such a notice


async def test_what_an_operator_does_moves_money_once(
    alice: Person, olga: Person, telegram: TelegramServer, database_url: str
) -> None:
    charged(telegram, alice, "another shop's", 100)
    card = await olga.sees("A payment of 100 Stars belongs to no invoice.")
    await olga.taps("Credit to the payer", card)
    await has(database_url, ALICE, 100 * STAR)
    await ten_times(telegram)
    await olga.taps("Operator", await olga.says("/start"))
    await olga.taps("Find a person")
    await olga.says(str(ALICE), shows="Wallet: ")
    await olga.taps("Add money")
    await olga.says("5")
    shown = await olga.says("Paid by bank transfer")
    await ten_times(telegram)
    await olga.taps("Add $5.00", shown)
    await has(database_url, ALICE, 100 * STAR + 5_000_000)
    await ten_times(telegram)

    assert await moves(database_url) == [("topup", 100 * STAR), ("credit", 5_000_000)]
    assert alice.count("$5.00 was added to your wallet.") == 1
