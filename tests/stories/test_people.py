"""Who may order: the operator sees them all, removes them, and lets them in again."""

import asyncio

import aiohttp
import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE, BOB, OLGA, Bot
from tests.databases import ask, id_of
from tests.people import Person

REFUSED = "This bot is private. Send /start to ask the operator to let you in."


async def comes_in(person: Person, olga: Person) -> None:
    """By knocking, and Olga opens."""
    await person.says("/start")
    await olga.taps("Let in", await olga.sees(f"(ID {person.id}) wants to join."))
    await person.sees("You're in. Welcome!")


async def opens_people(operator: Person) -> None:
    await operator.says("/start")
    await operator.taps("Operator")
    await operator.taps("People")


async def asks_to_remove(operator: Person, name: str) -> dict[str, object]:
    await opens_people(operator)
    await operator.taps(name)
    return await operator.taps("Remove")


@pytest.fixture
async def petra(http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot) -> Person:
    """Another operator, who became it by a role and not by ADMIN_IDS."""
    number = telegram.world.add_person("Petra").id
    petra = Person(http, telegram.world.chats[number])
    await petra.says("/start")
    made = "UPDATE users SET role = 'operator', operator_role = 'owner' WHERE telegram_id ="
    await ask(bot.settings.database_url, f"{made} {number}")
    return petra


async def test_olga_sees_who_may_order_and_who_let_them_in(olga: Person, alice: Person, bob: Person) -> None:
    await comes_in(bob, olga)
    await opens_people(olga)

    assert "3 people may order." in olga.newest["text"]
    assert [label for label in olga.labels(olga.newest) if "·" in label or "👤" in label] == [
        "🛠 Olga · @olga",
        "👤 Alice · @alice",
        "👤 Bob · @bob",
    ]
    card = (await olga.taps("Bob"))["text"]
    assert "@bob\nID 1002\nCustomer\nLet in " in card
    assert " by Olga" in card


async def test_bob_is_removed_and_his_old_buttons_and_drafts_are_worth_nothing(
    olga: Person, bob: Person, panel: PanelServer
) -> None:
    await comes_in(bob, olga)
    order = await bob.orders("Pictogram Followers · Standard", "example.com/p/1", "100")
    review = await bob.reviews("Pictogram Followers · Standard", "example.com/p/2", "100")
    confirm = bob.data_of("Place order", review)

    asked = await asks_to_remove(olga, "Bob")
    assert "Remove Bob?" in str(asked["text"])
    assert "1 open order continues, and they get messages about it." in str(asked["text"])
    await olga.taps("Remove Bob")

    assert olga.toast == "Bob was removed."
    assert await bob.taps_raw(confirm, review["message_id"]) == REFUSED
    assert (await bob.says("/catalogue"))["text"] == REFUSED
    assert len(panel.book.orders) == 1
    panel.book.end(next(iter(panel.book.orders.values())), "Completed")
    await bob.sees("Order 1", "Completed")
    assert order["message_id"]

    await comes_in(bob, olga)
    assert "out of date" in await bob.taps_raw(confirm, review["message_id"])
    assert len(panel.book.orders) == 1


async def test_of_two_taps_on_remove_the_second_changes_nothing(olga: Person, bob: Person) -> None:
    await comes_in(bob, olga)
    remove = olga.data_of("Remove Bob", await asks_to_remove(olga, "Bob"))
    first, second = await asyncio.gather(*(olga.taps_raw(remove) for _ in range(2)))
    assert min(first, second).startswith("Bob was removed.")
    assert "Nothing was changed." in max(first, second)

    await comes_in(bob, olga)
    assert "Nothing was changed." in await olga.taps_raw(remove)
    await bob.says("/start", shows="Hello, Bob")


async def test_who_stands_in_the_settings_is_removed_there(olga: Person, alice: Person, bot: Bot) -> None:
    for name, setting in (("Olga", "ADMIN_IDS"), ("Alice", "ALLOWED_IDS")):
        await opens_people(olga)
        card = await olga.taps(f"{name} ·")
        assert f"take the ID out of {setting}" in card["text"]
        assert not any("Remove" in label for label in olga.labels(card))
    for number in (OLGA, ALICE):
        ((person,),) = await ask(bot.settings.database_url, f"SELECT {id_of(number)}")
        assert "so they cannot be removed here" in await olga.taps_raw(f"pd:{person}:0")


async def test_olga_removes_an_operator_whose_account_was_stolen(
    olga: Person, petra: Person, bob: Person
) -> None:
    await petra.says("/start")
    await petra.taps("Operator")
    invitation = (await petra.taps("Invite a customer"))["text"]
    old = petra.data_of("Operator", petra.newest) if "Operator" in petra.labels(petra.newest) else "health"

    asked = await asks_to_remove(olga, "Petra")
    assert "They no longer operate the bot, and their unused invitations stop working." in str(asked["text"])
    await olga.taps("Remove Petra")

    assert await petra.taps_raw(old) == REFUSED
    code = invitation.partition("?start=")[2].split()[0]
    assert "was used or has expired" in (await bob.says(f"/start {code}"))["text"]
    await bob.says("/start")
    await olga.sees("Bob (ID 1002) wants to join.")
    assert petra.count("wants to join") == 0


async def test_the_last_operator_stays(
    http: aiohttp.ClientSession, telegram: TelegramServer, bot: Bot, olga: Person, petra: Person
) -> None:
    await bot.stop()
    bot.settings = bot.settings.model_copy(update={"admin_ids": frozenset()})
    await bot.start()
    await asks_to_remove(petra, "Petra")
    await petra.taps("Remove Petra")

    assert "This person is the only owner" in petra.toast
    assert "Operator" in " ".join(petra.labels(await petra.says("/start")))


async def test_of_two_operators_who_remove_each_other_one_stays(
    telegram: TelegramServer, bot: Bot, olga: Person, petra: Person, bob: Person
) -> None:
    await bob.says("/start")
    url = bot.settings.database_url
    await ask(url, f"UPDATE users SET role = 'operator', operator_role = 'owner' WHERE telegram_id = {BOB}")
    await bot.stop()
    bot.settings = bot.settings.model_copy(update={"admin_ids": frozenset()})
    await bot.start()
    await bob.says("/start")

    ids = dict(await ask(url, "SELECT telegram_id, id FROM users"))
    await asyncio.gather(petra.taps_raw(f"pd:{ids[BOB]}:0"), bob.taps_raw(f"pd:{ids[petra.id]}:0"))

    assert len(await ask(url, "SELECT id FROM users WHERE role = 'operator'")) == 1


async def test_a_card_that_waited_for_olga_goes_to_who_takes_her_place(
    olga: Person, alice: Person, petra: Person, bot: Bot, panel: PanelServer
) -> None:
    await olga.blocks()
    await ask(bot.settings.database_url, f"UPDATE users SET role = NULL WHERE telegram_id = {petra.id}")
    panel.faults.switch_on("lost_answer", "add", times=1)
    await alice.reviews("Pictogram Followers · Standard", "example.com/p/1", "100")
    await alice.taps("Place order")
    await olga_is_owed_a_card(bot)

    await bot.stop()
    bot.settings = bot.settings.model_copy(update={"admin_ids": frozenset({petra.id})})
    await bot.start()

    await petra.sees("Does the panel have order 1?")
    await olga.blocks(blocked=False)
    await bot.restart(panel)
    assert (await olga.says("/start"))["text"].startswith("This bot is private.")
    assert olga.count("Does the panel have order 1?") == 0
    assert petra.count("Does the panel have order 1?") == 1


async def olga_is_owed_a_card(bot: Bot) -> None:
    sql = f"SELECT 1 FROM outbox WHERE event = 'decide_order' AND user_id = {id_of(OLGA)}"
    while not await ask(bot.settings.database_url, sql):
        await asyncio.sleep(0.05)
