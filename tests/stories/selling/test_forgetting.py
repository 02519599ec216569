"""Somebody with money wants their data deleted, and the operator pays from a wallet too."""

from tests.conftest import ALICE, OLGA, Bot
from tests.databases import ask
from tests.people import Person
from tests.shops import give, take


async def test_who_has_money_is_told_to_spend_it_first(alice: Person, bot: Bot) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 5_000_000)
    await alice.says("/privacy")

    refused = await alice.taps("Delete my data")

    assert "There is money in your wallet." in refused["text"]
    assert "Available: $5.00" in (await alice.taps("Wallet", refused))["text"]
    await take(url, ALICE, 5_000_000)
    await alice.says("/privacy")
    asked = await alice.taps("Delete my data")
    assert "The wallet keeps its amounts, without your name." in asked["text"]
    await alice.taps("Delete my data", asked)
    await alice.sees("Your data is deleted.")
    assert await ask(url, f"SELECT id FROM users WHERE telegram_id = {ALICE}") == []
    await alice.says("/start")
    assert "$0.00 to spend" in alice.shown


async def test_the_operator_pays_from_a_wallet_too(olga: Person, bot: Bot) -> None:
    review = await olga.reviews("Pictogram Followers · Standard", "https://example.com/p/1", "1k")

    short = await olga.taps("Place order", review)

    assert "You have $0.00, this costs $0.90." in short["text"]
    await give(bot.settings.database_url, OLGA, 5_000_000)
    await olga.taps("Place order", await olga.taps("Back to your order", short))
    await olga.sees("Pending", "$0.90 from your wallet")
