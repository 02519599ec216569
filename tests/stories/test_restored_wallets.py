"""Yesterday's backup comes back: payments follow Telegram's statement, and nothing is sold before the operators look."""

from pathlib import Path

import aiohttp
import pytest

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, Bot, make_settings
from tests.databases import ask
from tests.people import Person
from tests.stories.paying import SHOP, STAR, asks_for, books_agree, has, pays, wallet
from tests.usecases.test_time_travel import copy


@pytest.fixture
def settings(panel: PanelServer, telegram: TelegramServer, tmp_path: Path, database_url: str) -> Settings:
    return make_settings(panel, telegram, tmp_path, database_url=database_url, **SHOP)


async def test_the_wallets_after_a_restore_are_confirmed_by_an_operator(
    alice: Person, olga: Person, http: aiohttp.ClientSession, telegram: TelegramServer, panel: PanelServer,
    bot: Bot, database_url: str, tmp_path: Path,
) -> None:  # fmt: skip
    await pays(http, await asks_for(alice, 100), ALICE)
    await has(database_url, ALICE, 100 * STAR)
    restore = await copy(database_url, tmp_path)
    await pays(http, await asks_for(alice, 500), ALICE)
    await has(database_url, ALICE, 600 * STAR)
    await alice.orders(
        "Pictogram Followers · Drip-feed", "https://example.com/p/1", "1000", "tap All at once"
    )
    await pays(http, await asks_for(alice, 200), ALICE)
    await has(database_url, ALICE, 800 * STAR - 1_150_000)
    await alice.says("/paysupport", shows="Help with payments")
    await alice.taps("Ask for a refund")
    await alice.taps("↩️ 200 Stars")
    await alice.taps("Get 200 Stars back")
    await alice.sees("200 Stars went back to you.")
    await bot.stop()
    await restore()

    await bot.start()

    await books_agree(database_url, telegram)
    await has(database_url, ALICE, 600 * STAR)  # the order since the copy is gone from the books
    assert alice.count("was taken back") == 0
    card = await olga.sees("The wallets are those of a backup.", button="Check the wallets")
    review = await alice.reviews(
        "Pictogram Followers · Drip-feed", "https://example.com/p/2", "100", "tap All at once"
    )
    await alice.taps("Place order", review)
    assert "closed" in alice.toast
    refused = await pays(http, await asks_for(alice, 200), ALICE)
    assert refused["error"].startswith("Nothing can be paid right now.")

    listed = await olga.taps("Check the wallets", card)
    assert "1 wallet may hold too much: $7.02" in listed["text"]
    assert "Alice" in listed["text"]
    await olga.taps("The wallets are right", listed)

    await olga.sees("An operator confirmed the wallets. Selling is open again.")
    assert await ask(database_url, "SELECT name FROM conditions WHERE name = 'wallets_restored'") == []
    assert (await wallet(database_url, ALICE))[0] == 600 * STAR
    assert (await pays(http, await asks_for(alice, 200), ALICE))["paid"]
