"""Help with payments answers everybody, and Stars go back to who paid them."""

from pathlib import Path

import aiohttp
import pytest

from bot.settings import Settings
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, Bot, make_settings
from tests.databases import ask, id_of
from tests.people import Person
from tests.stories.paying import SHOP, STAR, asks_for, charged, has, pays, post, wallet

ENGINES_OF_STORIES = ("sqlite",)


@pytest.fixture
def settings(panel: PanelServer, telegram: TelegramServer, tmp_path: Path, database_url: str) -> Settings:
    return make_settings(panel, telegram, tmp_path, database_url=database_url, **SHOP)


async def pay(person: Person, http: aiohttp.ClientSession, url: str) -> None:
    await pays(http, await asks_for(person, 100), person.id)
    await has(url, person.id, 100 * STAR)


async def test_a_person_gets_stars_back(
    alice: Person, http: aiohttp.ClientSession, telegram: TelegramServer, database_url: str
) -> None:
    await pay(alice, http, database_url)
    shown = await alice.says("/paysupport", shows="Help with payments")
    assert "100 Stars · $1.17" in shown["text"]
    assert "@the_shop" in shown["text"]
    (charge,) = telegram.books.charges
    keys = [key for row in shown["reply_markup"]["inline_keyboard"] for key in row]
    assert charge in [key.get("copy_text", {}).get("text") for key in keys]
    assert "https://t.me/the_shop" in [key.get("url") for key in keys]

    await alice.taps("Ask for a refund")
    question = await alice.taps("↩️ 100 Stars")
    assert "Get 100 Stars back?" in question["text"]
    await alice.taps("Get 100 Stars back", question)

    await alice.sees("100 Stars went back to you.", "$1.17 left your wallet.")
    assert await wallet(database_url, ALICE) == (0, 0, 0)
    assert telegram.world.people[ALICE].stars == 2_500
    again = await alice.says("/paysupport", shows="Help with payments")
    assert "went back" in again["text"]


async def test_it_answers_who_was_removed_and_while_selling_is_closed(
    alice: Person, http: aiohttp.ClientSession, telegram: TelegramServer, database_url: str
) -> None:
    await pay(alice, http, database_url)
    await ask(database_url, f"UPDATE users SET role = NULL, removed_at = 1 WHERE id = {id_of(ALICE)}")
    await ask(database_url, "INSERT INTO conditions (name, since) VALUES ('wallets_restored', 0)")
    await alice.says("/topup", shows="This bot is private")
    for command in ("/terms", "/privacy"):
        assert "Questions: @the_shop" in (await alice.says(command, shows="Questions"))["text"]

    support = await alice.says("/paysupport", shows="Help with payments")
    assert "Menu" not in " ".join(alice.labels(support))
    await alice.taps("Ask for a refund", support)
    await alice.taps("↩️ 100 Stars")
    await alice.taps("Get 100 Stars back")

    await alice.sees("100 Stars went back to you.")
    assert telegram.world.people[ALICE].stars == 2_500


async def test_a_payment_of_who_was_removed_is_credited(
    alice: Person, http: aiohttp.ClientSession, telegram: TelegramServer, database_url: str
) -> None:
    sent = await asks_for(alice, 100)
    payload = telegram.world.payloads[sent["message_id"]]
    await ask(database_url, f"UPDATE users SET role = NULL, removed_at = 1 WHERE id = {id_of(ALICE)}")

    charged(telegram, alice, payload, 100)

    await alice.sees("$1.17 came into your wallet for 100 Stars.")


async def test_what_is_spent_does_not_go_back(
    alice: Person, http: aiohttp.ClientSession, database_url: str, panel: PanelServer
) -> None:
    await pay(alice, http, database_url)
    await alice.orders("Pictogram Followers · Drip-feed", "https://example.com/p/1", "100", "tap All at once")
    shown = await alice.says("/paysupport", shows="Help with payments")
    await alice.taps("Ask for a refund", shown)

    screen = await alice.sees("Refund in Stars")
    assert "Free in the wallet: $1.05" in screen["text"]
    assert "No payment can go back right now." in screen["text"]
    ((topup,),) = await ask(database_url, "SELECT id FROM topups")
    await alice.taps_raw(f"pg:{topup}", screen["message_id"])
    await alice.sees("This payment cannot go back: $1.05 is free in the wallet, and $0.00 is kept aside")


async def test_the_operator_gives_stars_back(
    alice: Person, olga: Person, http: aiohttp.ClientSession, telegram: TelegramServer, database_url: str
) -> None:
    await pay(alice, http, database_url)
    ((person,),) = await ask(database_url, f"SELECT {id_of(ALICE)}")
    await olga.taps_raw(f"po:{person}:0")
    await olga.taps("Payments")
    await olga.taps("↩️ 100 Stars")
    await olga.taps("Give back")

    await alice.sees("100 Stars went back to you.")
    assert telegram.world.people[ALICE].stars == 2_500


async def test_an_operator_decides_about_a_payment_without_an_invoice(
    alice: Person, olga: Person, telegram: TelegramServer, database_url: str
) -> None:
    charged(telegram, alice, "another shop's", 100)
    card = await olga.sees("A payment of 100 Stars belongs to no invoice.")
    give_back = olga.data_of("Give back", card)

    await olga.taps("Credit to the payer", card)

    await alice.sees("$1.17 came into your wallet for 100 Stars.")
    assert (await wallet(database_url, ALICE))[0] == 100 * STAR
    await olga.taps_raw(give_back, card["message_id"])  # the money is free, so the Stars may go back still
    await alice.sees("100 Stars went back to you.", "$1.17 left your wallet.")
    assert telegram.world.people[ALICE].stars == 2_500


async def test_both_are_told_of_a_chargeback(
    alice: Person, olga: Person, http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot,
    panel: PanelServer, database_url: str,
) -> None:  # fmt: skip
    await pay(alice, http, database_url)
    await alice.orders(
        "Pictogram Followers · Drip-feed", "https://example.com/p/1", "1000", "tap All at once"
    )
    (charge,) = telegram.books.charges
    await post(http, "stars/chargebacks", charge=charge, listed=True)

    await bot.restart(panel)

    await alice.sees("Your payment of 100 Stars was taken back.", "You owe $1.15.")
    await olga.sees("Telegram took 100 Stars back.", "They owe $1.15 and cannot order until it is paid.")
    review = await alice.reviews(
        "Pictogram Followers · Drip-feed", "https://example.com/p/2", "100", "tap All at once"
    )
    await alice.taps("Place order", review)
    assert len(panel.book.orders) == 1

    await pays(http, await asks_for(alice, 200), ALICE)

    await alice.sees("$1.15 of it paid what you owed.")
    assert await wallet(database_url, ALICE) == (200 * STAR - 1_150_000, 0, 0)
