"""The operator credits and debits by hand, in the chat."""

import asyncio

import pytest

from tests.conftest import ALICE, Bot
from tests.databases import ask, id_of
from tests.people import Person
from tests.shops import give, wallet

ENGINES_OF_STORIES = ("sqlite",)

LINK = "https://example.com/p/1"


async def found(olga: Person, words: str, shows: str = "Wallet: ") -> str:
    await olga.taps("Operator")
    await olga.taps("Find a person")
    return str((await olga.says(words, shows=shows))["text"])


async def test_the_operator_credits_a_person_who_is_told_why(alice: Person, olga: Person, bot: Bot) -> None:
    url = bot.settings.database_url
    await found(olga, str(ALICE))
    await olga.taps("Add money")
    again = await olga.says("1e9")
    assert "from 0.01 to 100" in again["text"]
    await olga.says("5")
    refused = await olga.says("for @alice")
    assert "without names and links" in refused["text"]
    shown = await olga.says("Paid by bank transfer")
    assert "Add $5.00?" in shown["text"]

    done = await olga.taps("Add $5.00", shown)

    assert "$5.00 was added." in done["text"]
    await alice.sees("$5.00 was added to your wallet.", "Paid by bank transfer", "Available: $5.00")
    assert await wallet(url, ALICE) == {"wallet": 5_000_000, "held": 0, "debt": 0}


async def test_a_second_tap_on_the_credit_says_that_it_was_done(
    alice: Person, olga: Person, bot: Bot
) -> None:
    await found(olga, str(ALICE))
    await olga.taps("Add money")
    await olga.says("5")
    shown = await olga.says("Paid by bank transfer")
    data = olga.data_of("Add $5.00", shown)

    await asyncio.gather(*(olga.taps_blindly(data) for _ in range(2)))
    await olga.sees("This was done before, so nothing was moved now: $5.00 was added.")

    assert await wallet(bot.settings.database_url, ALICE) == {"wallet": 5_000_000, "held": 0, "debt": 0}
    assert alice.count("$5.00 was added to your wallet.") <= 1


async def test_a_confirm_that_the_conversation_forgot_moves_nothing(
    alice: Person, olga: Person, bot: Bot
) -> None:
    await found(olga, str(alice.id))
    await olga.taps("Add money")
    await olga.says("5")
    shown = await olga.says("Paid by bank transfer")
    data = olga.data_of("Add $5.00", shown)
    await olga.says("/start")

    assert await olga.taps_raw(data) == "This menu is out of date. Here is a fresh one."

    assert await ask(bot.settings.database_url, "SELECT id FROM transfers") == []


@pytest.mark.parametrize("how", ["id", "our id", "name", "order", "reference"])
async def test_a_person_is_found(how: str, alice: Person, olga: Person, bot: Bot) -> None:
    url = bot.settings.database_url
    await give(url, ALICE, 5_000_000)
    await alice.orders("Pictogram Followers · Standard", LINK, "1k")
    await ask(url, f"UPDATE users SET username = 'alice_in_chains' WHERE id = {id_of(ALICE)}")
    ((ours,),) = await ask(url, f"SELECT {id_of(ALICE)}")
    words = {
        "id": str(ALICE),
        "our id": str(ours),
        "name": "@Alice_in_Chains",
        "order": "#1",
        "reference": "23501",
    }[how]

    text = await found(olga, words)

    assert "Alice" in text
    assert "Wallet: $4.10" in text
    assert "1 order, 1 open" in text
    assert "Spent in 30 days: $0.90" in text


async def test_whom_nobody_knows_is_asked_for_again(olga: Person) -> None:
    await found(olga, "@nobody", shows="No match for “@nobody”")
    assert "Wallet: $0.00" in (await olga.says(str(olga.id), shows="Wallet"))["text"]


async def test_a_payer_is_found_by_the_charge(alice: Person, olga: Person, bot: Bot) -> None:
    await ask(
        bot.settings.database_url,
        "INSERT INTO topups (charge_id, user_id, stars, credited, currency, heard_from, paid_at, created_at) "
        f"VALUES ('stxAbc_1', {id_of(ALICE)}, 1, 1, 'USD', 'update', 0, 0)",
    )

    await olga.taps("Operator")
    await olga.taps("Find a person")
    await olga.says("stxAbc_1", shows="Alice")
