"""An operator sets the balance at which operators are told, in the chat."""

import pytest

from tests.conftest import Bot
from tests.databases import ask
from tests.people import Message, Person

ENGINES_OF_STORIES = ("sqlite",)

SET = "SELECT value FROM shop_settings WHERE name LIKE 'low_balance%' ORDER BY id"


async def opens_limit(olga: Person) -> Message:
    await olga.says("/start")
    await olga.taps("Operator")
    return await olga.taps("Low balance")


async def test_a_limit_is_set_told_and_switched_off(olga: Person, bot: Bot) -> None:
    await bot.has_catalogue()
    assert "You are not told when it gets low." in (await opens_limit(olga))["text"]

    await olga.says("$5,000", shows="You are told below $5,000.00.")

    await olga.sees("The balance of the panel account is low.", "You wanted to be told below $5,000.00.")
    await opens_limit(olga)
    assert "You are not told" in (await olga.taps("Switch off"))["text"]
    assert await ask(bot.settings.database_url, SET) == [("5000000000",), ("0",)]


@pytest.mark.parametrize("typed", ["-5", "many", "0", "1" * 26, "0.001", "1e9"])
async def test_bad_amounts_are_asked_again(olga: Person, bot: Bot, typed: str) -> None:
    await opens_limit(olga)

    await olga.says(typed, shows="Send an amount above 0, with at most two decimals.")

    assert await ask(bot.settings.database_url, SET) == []


async def test_a_customer_who_forges_the_buttons_changes_nothing(alice: Person, bot: Bot) -> None:
    await alice.says("/start")

    for forged in ("lb", "lbx"):
        assert await alice.taps_raw(forged) == "This menu is out of date. Here is a fresh one."

    assert await ask(bot.settings.database_url, SET) == []
