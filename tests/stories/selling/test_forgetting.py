"""Somebody with money wants their data deleted, and the operator pays from a wallet too."""

from tests.conftest import ALICE, BOB, OLGA, Bot
from tests.databases import ask, id_of
from tests.people import Person
from tests.shops import give, take

ENGINES_OF_STORIES = ("sqlite",)


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


async def test_who_is_blocked_is_told_to_ask_the_operator(alice: Person, bot: Bot) -> None:
    url = bot.settings.database_url
    question = await alice.says("/forget", shows="Delete your data?")
    blocked = f"stopped_at = 1, stopped_because = 'Counted twice' WHERE id = {id_of(ALICE)}"
    await ask(url, f"UPDATE users SET {blocked}")

    refused = await alice.taps("Delete my data", question)

    assert "The operator has stopped your orders, so you cannot delete your data here." in refused["text"]
    assert "Ask the operator to delete it." in (await alice.says("/forget"))["text"]
    assert len(await ask(url, f"SELECT id FROM users WHERE telegram_id = {ALICE}")) == 1


async def test_the_operator_pays_from_a_wallet_too(olga: Person, bot: Bot) -> None:
    review = await olga.reviews("Pictogram Followers · Standard", "https://example.com/p/1", "1k")

    short = await olga.taps("Place order", review)

    assert "You have $0.00, this costs $0.90." in short["text"]
    await give(bot.settings.database_url, OLGA, 5_000_000)
    await olga.taps("Place order", await olga.taps("Back to your order", short))
    await olga.sees("Pending", "$0.90 from your wallet")


async def test_a_second_tap_keeps_nothing_of_who_was_forgotten(bob: Person, bot: Bot) -> None:
    question = await bob.says("/forget", shows="Delete your data?")
    button = bob.data_of("Delete my data", question)
    await bob.taps("Delete my data", question)
    await bob.sees("Your data is deleted.")

    assert "Your data is deleted." in await bob.taps_raw(button, question["message_id"])

    assert await ask(bot.settings.database_url, f"SELECT 1 FROM users WHERE telegram_id = {BOB}") == []
    assert "Hello, Bob" in (await bob.says("/start"))["text"]
