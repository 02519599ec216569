"""Bob has his data deleted: the bot asks first, open orders stand in the way, afterwards he is a stranger."""

import asyncio
import re

import pytest

from sandbox.panel.server import PanelServer
from tests.conftest import Bot
from tests.databases import ask
from tests.people import Message, Person
from tests.stories.test_people import REFUSED, comes_in

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/bobs-page"


async def asks(person: Person) -> Message:
    await person.says("/privacy")
    return await person.taps("Delete my data")


async def everything(url: str) -> str:
    """Every row of every table, as one text."""
    if url.startswith("sqlite:"):
        sql = "SELECT name FROM sqlite_schema WHERE type = 'table'"
    else:
        sql = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    return "\n".join([str(await ask(url, f"SELECT * FROM {table}")) for (table,) in await ask(url, sql)])


@pytest.mark.parametrize("has_ordered", [True, False])
async def test_afterwards_the_database_says_nothing_of_what_he_typed_and_was_called(
    olga: Person, bob: Person, bot: Bot, panel: PanelServer, *, has_ordered: bool
) -> None:
    await comes_in(bob, olga)
    if has_ordered:
        await bob.orders(FOLLOWERS, LINK, "100")
        panel.book.end(panel.book.orders[23501], "Completed")
        await bob.sees("Order 1 · Completed", "100 of 100 delivered")
    question = await asks(bob)
    assert question["text"].startswith("Delete your data?")
    assert "'Bob'" in await everything(bot.settings.database_url)

    await bob.taps("Delete my data", question)

    await bob.sees("Your data is deleted.")
    left = await everything(bot.settings.database_url)
    assert "'Bob'" not in left
    assert LINK not in left
    assert not re.search(r"\b1002\b", left)
    assert bool(re.search(r"\b23501\b", left)) == has_ordered  # the number of his order at the panel
    assert await bob.taps_raw(bob.data_of("Back", question), question["message_id"]) == REFUSED
    await comes_in(bob, olga)


async def test_whatever_is_begun_or_chosen_goes_too_and_a_second_tap_changes_nothing(
    olga: Person, bob: Person, bot: Bot
) -> None:
    await comes_in(bob, olga)
    await bob.taps_raw("mark:103")
    await bob.says("/settings", shows="Settings")
    await bob.taps_raw("tz:Atlantic/Reykjavik")
    await bob.sees("(Reykjavik)")
    await bob.says("22:30-7:15", shows="From 10:30")
    await bob.says(
        "101 | https://example.com/of-a-list | 1000\n102 | https://example.com/of-a-list | 1000",
        shows="Review",
    )
    await bob.taps("Order", await bob.says("/start s_101", shows="Pictogram Followers"))
    await bob.says("https://example.com/of-a-wizard", shows="Step 2 of 2")
    written = await everything(bot.settings.database_url)
    typed = ("Reykjavik", "of-a-list", "of-a-wizard")
    assert all(words in written for words in typed)
    question = await bob.says("/forget", shows="Delete your data?")
    button = bob.data_of("Delete my data", question)

    await asyncio.gather(bob.taps_blindly(button), bob.taps_blindly(button))

    await bob.sees("Your data is deleted.")
    left = await everything(bot.settings.database_url)
    assert not [words for words in (*typed, "'Bob'", "22:30") if words in left]
    assert not re.search(r"\b(1002|1350)\b", left)  # his ID, and the beginning of his quiet hours
    assert bob.count("Your data is deleted.") == 1


async def test_an_open_order_stands_in_the_way_and_nothing_is_deleted(
    olga: Person, bob: Person, bot: Bot, panel: PanelServer
) -> None:
    await comes_in(bob, olga)
    question = await asks(bob)
    button = bob.data_of("Delete my data", question)
    await bob.orders(FOLLOWERS, LINK, "100")

    assert "1 order of yours is still open" in (await asks(bob))["text"]
    await bob.taps_raw(button, question["message_id"])

    await bob.sees("Nothing was deleted", "1 order of yours is still open")
    assert LINK in await everything(bot.settings.database_url)
    assert (await bob.says("/start"))["text"].startswith("Hello, Bob")


async def test_an_operator_and_a_customer_of_the_settings_are_told_whom_to_ask(
    alice: Person, olga: Person
) -> None:
    for person in (alice, olga):
        answer = await asks(person)
        assert "Write to the owner first." in answer["text"]
        assert not [label for label in person.labels(answer) if "Delete" in label]
