"""An order that several messages of a chat show: all are drawn again, and no old button says something untrue."""

import asyncio

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import Bot
from tests.databases import ask
from tests.people import Message, Person

ENGINES_OF_STORIES = ("sqlite",)

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"


def now(person: Person, card: Message) -> str:
    return str(person.chat.messages[card["message_id"]]["text"])


async def all_show(person: Person, cards: list[Message], words: str) -> None:
    async with asyncio.timeout(60):
        while not all(words in now(person, card) for card in cards):
            await asyncio.sleep(0.02)


async def several(alice: Person, number: int = 3) -> list[Message]:
    cards = [await alice.orders(FOLLOWERS, LINK, "1k")]
    return cards + [await alice.says("/start o_1") for _ in range(number - 1)]


async def test_every_card_of_an_order_shows_its_progress_its_end_and_its_refill(
    alice: Person, panel: PanelServer
) -> None:
    cards = await several(alice)
    order = panel.book.orders[23501]
    order.state, order.delivered = "In progress", 400
    await all_show(alice, cards, "400 of 1,000 delivered")

    panel.book.end(order, "Completed")
    await all_show(alice, cards, "Order 1 · Completed")
    await alice.taps("Refill", alice.chat.messages[cards[0]["message_id"]])

    await all_show(alice, cards, "Refill requested")
    for card in cards:
        assert "♻️ Refill" not in alice.labels(alice.chat.messages[card["message_id"]])
    panel.book.refills[1].state = "Completed"
    await all_show(alice, cards, "Refilled")


async def test_a_refused_refill_leaves_no_card_that_says_it_is_being_asked_for(
    alice: Person, panel: PanelServer
) -> None:
    cards = await several(alice, 2)
    panel.book.end(panel.book.orders[23501], "Completed")
    await all_show(alice, cards, "Order 1 · Completed")
    panel.faults.switch_on("no_funds", "refill")

    await alice.taps("Refill", alice.chat.messages[cards[0]["message_id"]])

    await all_show(alice, cards, "Refill not possible")


async def test_an_older_card_moves_on_when_the_newest_becomes_a_menu(
    alice: Person, panel: PanelServer
) -> None:
    older, newest = await several(alice, 2)
    order = panel.book.orders[23501]
    order.state, order.delivered = "In progress", 100
    await all_show(alice, [older, newest], "100 of 1,000 delivered")
    await alice.taps("Menu", newest)

    order.delivered = 400

    await all_show(alice, [older], "400 of 1,000 delivered")
    assert "Hello, Alice" in now(alice, newest)


async def test_a_card_on_its_way_while_the_order_ends_shows_the_end(
    alice: Person, panel: PanelServer, telegram: TelegramServer
) -> None:
    first = await alice.orders(FOLLOWERS, LINK, "1k")
    telegram.faults.switch_on("slow", "sendMessage", times=1, seconds=60)
    await alice.writes("/start o_1")
    while telegram.faults.listed():
        await asyncio.sleep(0.01)

    panel.book.end(panel.book.orders[23501], "Completed")

    await all_show(alice, [first], "Order 1 · Completed")
    telegram.let_go()
    async with asyncio.timeout(60):
        while len(cards := [one for one in alice.chat.messages.values() if "Ordered" in one["text"]]) < 2:
            await asyncio.sleep(0.02)
    await all_show(alice, cards, "Order 1 · Completed")


async def test_a_menu_stays_where_a_card_was_on_its_way(
    alice: Person, panel: PanelServer, telegram: TelegramServer
) -> None:
    card = await alice.orders(FOLLOWERS, LINK, "1k")
    await alice.sees("Order 1", "Last checked")
    telegram.calls.clear()
    telegram.faults.switch_on("slow", "editMessageText", times=1, seconds=60)
    order = panel.book.orders[23501]
    order.state, order.delivered = "In progress", 400
    while telegram.faults.listed():
        await asyncio.sleep(0.01)

    await alice.taps("Menu", card)
    assert "Hello, Alice" in now(alice, card)
    telegram.let_go()

    async with asyncio.timeout(60):
        while len(edits := [call for call in telegram.calls if call["method"] == "editMessageText"]) < 3:
            await asyncio.sleep(0.01)
        while "Hello, Alice" not in now(alice, card):
            await asyncio.sleep(0.01)
    assert ["400 of" in edit["sent"]["text"] for edit in edits] == [True, False, False]


async def test_an_old_button_for_a_cancellation_shows_the_card_as_it_is(
    alice: Person, panel: PanelServer
) -> None:
    card = await alice.orders(FOLLOWERS, LINK, "1k")
    data = alice.data_of("Request cancellation", card)
    panel.book.end(panel.book.orders[23501], "Completed")
    await all_show(alice, [card], "Order 1 · Completed")

    toast = await alice.taps_raw(data, card["message_id"])

    assert toast == "A cancellation isn't available on this card any more. Here is the latest one."
    assert "Order 1 · Completed" in now(alice, card)


async def test_only_the_newest_cards_are_kept_up(alice: Person, bot: Bot) -> None:
    newest = (await several(alice, 6))[-1]["message_id"]
    sql = "SELECT count(*) FROM former_cards WHERE (SELECT card_message_id FROM orders) = {}"

    async with asyncio.timeout(60):
        while await ask(bot.settings.database_url, sql.format(newest)) != [(3,)]:
            await asyncio.sleep(0.02)
