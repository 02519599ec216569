"""The operator finds a person in a private bot, blocks them, writes to them, and looks at their orders."""

import asyncio
import logging

import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, Bot
from tests.databases import ask, id_of
from tests.people import PATIENCE, Person
from tests.stories.test_people import comes_in, opens_people

ENGINES_OF_STORIES = ("sqlite",)


async def finds(olga: Person, words: str, shows: str) -> dict[str, object]:
    await olga.says("/admin")
    await olga.taps("Find a person")
    return await olga.says(words, shows=shows)


async def test_a_person_is_found_by_name_number_and_link(olga: Person, alice: Person, bob: Person) -> None:
    await comes_in(bob, olga)
    await alice.orders("Pictogram Followers · Standard", "example.com/p/1", "100")

    for words in ("alic", "@alice", "1", "example.com/p/1", str(ALICE)):
        assert "1 order: 1 open, 0 ended" in str((await finds(olga, words, "Alice"))["text"])
    assert "No orders yet." in str((await finds(olga, "bo", "Bob"))["text"])
    assert "No match for “carol”" in str((await finds(olga, "carol", "No match"))["text"])


async def test_a_blocked_person_orders_nothing_new_and_reads_why(
    olga: Person, alice: Person, bot: Bot, panel: PanelServer
) -> None:
    await alice.orders("Pictogram Followers · Standard", "example.com/p/1", "100")
    review = await alice.reviews("Pictogram Followers · Standard", "example.com/p/2", "100")
    await finds(olga, "alice", "Alice")
    await olga.taps("Block")
    assert "Send a reason of at most 100 characters." in (await olga.says("x" * 101))["text"]
    card = await olga.says("Counted twice", shows="Blocked. The person gets a message")
    assert "Counted twice" in card["text"]

    await alice.sees("The operator has stopped your orders.", "Counted twice")
    refused = await alice.taps_raw(alice.data_of("Place order", review), review["message_id"])
    assert refused == "The operator has stopped your orders: Counted twice. Open orders go on."
    assert len(panel.book.orders) == 1

    await olga.taps("Unblock")
    await alice.sees("You can order again.")
    await alice.taps_raw(alice.data_of("Place order", review), review["message_id"])
    await alice.sees("Order 2")
    acts = await ask(
        bot.settings.database_url, "SELECT act, subject, before, after FROM audit_trail ORDER BY id"
    )
    ((number,),) = await ask(bot.settings.database_url, f"SELECT {id_of(ALICE)}")
    assert acts == [("blocked", number, "", ""), ("unblocked", number, "", "")]


async def test_a_message_of_the_operator_reaches_the_person(olga: Person, bob: Person, bot: Bot) -> None:
    await comes_in(bob, olga)
    await opens_people(olga)
    await olga.taps("Bob")
    await olga.taps("Write")
    await olga.says("Your order\nis on its way <b>", shows="Your message is on its way.")

    await bob.sees("Message from the operator", "Your order\nis on its way <b>")
    acts = await ask(bot.settings.database_url, "SELECT act, before, after FROM audit_trail ORDER BY id")
    assert acts == [("let_in", "", ""), ("wrote", "", "")]


@pytest.mark.parametrize(
    ("button", "typed", "ends", "told"),
    [
        ("Write", "It is on its way", "Your message is on its way.", "Message from the operator"),
        ("Block", "Counted twice", "Blocked. The person gets a message", "The operator has stopped your orders."),
    ],
)  # fmt: skip
async def test_what_telegram_does_not_answer_at_first_reaches_the_person_once(
    olga: Person, bob: Person, telegram: TelegramServer, caplog: pytest.LogCaptureFixture,
    button: str, typed: str, ends: str, told: str,
) -> None:  # fmt: skip
    caplog.set_level(logging.INFO)
    await comes_in(bob, olga)
    await opens_people(olga)
    await olga.taps("Bob")
    await olga.taps(button)
    telegram.faults.switch_on("server_error", "sendMessage")
    await olga.writes(typed)
    async with asyncio.timeout(PATIENCE):
        while "is tried again" not in caplog.text:
            await asyncio.sleep(0.01)
    telegram.faults.switch_off()

    await olga.sees(ends)

    await bob.sees(told, typed)
    await bob.says("/start")
    assert bob.count(told) == 1


async def test_the_orders_of_a_person_open_their_facts(olga: Person, alice: Person) -> None:
    await alice.orders("Pictogram Followers · Standard", "example.com/p/1", "100")
    await finds(olga, "alice", "Alice")

    listed = await olga.taps("Orders")
    assert "1 order" in listed["text"]
    facts = await olga.taps("1 · 100")
    assert "example.com/p/1" in facts["text"]
