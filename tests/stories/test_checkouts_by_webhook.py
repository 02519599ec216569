"""By webhook as by polling: Telegram's question before a payment is answered at once, and the payment is credited."""

import asyncio
from pathlib import Path

import aiohttp
import pytest

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, make_settings
from tests.databases import ask
from tests.people import PATIENCE, Person
from tests.ports import free_port
from tests.stories.paying import SHOP, STAR, asks_for, books_agree, has, pays

ENGINES_OF_STORIES = ("sqlite",)


@pytest.fixture
def settings(panel: PanelServer, telegram: TelegramServer, tmp_path: Path, database_url: str) -> Settings:
    port = free_port()
    return make_settings(
        panel, telegram, tmp_path, database_url=database_url, port=port,
        webhook_url=f"http://127.0.0.1:{port}/hook", webhook_secret="the-secret-of-the-webhook", **SHOP,
    )  # fmt: skip


async def test_a_payment_is_made(
    alice: Person, http: aiohttp.ClientSession, telegram: TelegramServer, database_url: str
) -> None:
    assert (await pays(http, await asks_for(alice, 100), ALICE))["paid"]

    await has(database_url, ALICE, 100 * STAR)
    await alice.sees("$1.17 came into your wallet for 100 Stars.")
    await books_agree(database_url, telegram)
    assert not any(call["method"] == "getUpdates" for call in telegram.calls)


async def test_a_no_is_told_before_anybody_pays(
    alice: Person, http: aiohttp.ClientSession, telegram: TelegramServer, database_url: str
) -> None:
    sent = await asks_for(alice, 100)
    await ask(database_url, "INSERT INTO conditions (name, since) VALUES ('wallets_restored', 0)")

    refused = await pays(http, sent, ALICE)

    assert refused["error"] == "Nothing can be paid right now. You were not charged; please try again later."
    assert telegram.books.charges == {}


async def test_it_is_answered_while_the_person_waits_for_another_answer(
    alice: Person, http: aiohttp.ClientSession, telegram: TelegramServer, database_url: str
) -> None:
    """Her lane is busy with what she wrote before. A payment that waited for it would be too late."""
    sent = await asks_for(alice, 100)
    telegram.faults.switch_on("slow", "sendMessage", times=1, seconds=4)
    before = len(telegram.calls)
    await alice.writes("/terms")
    async with asyncio.timeout(PATIENCE):
        while not any(call["method"] == "sendMessage" for call in list(telegram.calls)[before:]):
            await asyncio.sleep(0.005)

    assert (await pays(http, sent, ALICE))["paid"]

    assert alice.count("Questions: @the_shop") == 0
    await alice.sees("Questions: @the_shop")
    await has(database_url, ALICE, 100 * STAR)
