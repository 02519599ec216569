"""Alice takes orders that have ended out of Attention, so that the list can become empty."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import Bot
from tests.databases import run
from tests.people import Message, Person

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/{}"
STAYS = "Order 1 no longer needs attention. It stays in My orders."


@pytest.fixture
async def panel() -> AsyncIterator[PanelServer]:
    """One that has a word for a problem."""
    async with PanelServer(speed=0, dialect="plus-signs") as server:
        yield server


async def listed(person: Person, which: str) -> list[str]:
    """The orders of a list, and the button for all that have ended."""
    page = await person.says("/orders", shows="My orders")
    if which != "All":
        page = await person.taps(which, page)
    return [label for label in person.labels(page) if "Followers" in label or "Dismiss" in label]


def can_dismiss(person: Person, card: Message) -> bool:
    return any("Dismiss" in label for label in person.labels(person.chat.messages[card["message_id"]]))


async def test_a_canceled_order_leaves_attention_and_stays_in_the_other_lists(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    first = await alice.orders(FOLLOWERS, LINK.format(1), "100")
    assert not can_dismiss(alice, first)
    panel.book.end(panel.book.orders[23501], "Canceled")
    await alice.sees("Order 1 · Canceled", "Finished")
    cards = [await alice.says("/start o_1", shows="Last checked") for _ in range(2)]
    before = await listed(alice, "Attention")
    assert [label.split(" · ")[0] for label in before] == ["↩️ 1", "☑️ Dismiss 1 finished order"]
    button = alice.data_of("Dismiss", cards[0])
    assert "no longer needs" not in await olga.taps_raw(button)
    assert await listed(alice, "Attention") == before

    await alice.taps("Dismiss", cards[1])

    assert alice.toasts[-1] == STAYS
    async with asyncio.timeout(60):
        while any(can_dismiss(alice, card) for card in (first, *cards)):
            await asyncio.sleep(0.02)
    assert await alice.taps_raw(button, cards[0]["message_id"]) == STAYS
    assert await listed(alice, "Attention") == []
    assert await listed(alice, "Finished") == await listed(alice, "All") == before[:1]


async def test_one_button_dismisses_all_that_have_ended_and_nothing_that_is_open_or_olgas(
    alice: Person, olga: Person, bot: Bot, panel: PanelServer, telegram: TelegramServer
) -> None:
    await olga.orders(FOLLOWERS, LINK.format(1), "100")
    panel.book.end(panel.book.orders[23501], "Canceled")
    await olga.sees("Order 1 · Canceled")
    for place in range(2, 7):
        await alice.orders(FOLLOWERS, LINK.format(place), "100")
    panel.faults.switch_on("no_funds", "add", times=1)
    await alice.taps("Place order", await alice.reviews(FOLLOWERS, LINK.format(7), "100"))
    await alice.sees("Order 7 · Not placed")
    for number, end in ((23502, "Partial"), (23503, "Canceled"), (23504, "Completed")):
        panel.book.end(panel.book.orders[number], end)
    panel.book.orders[23505].state = "Failed"
    await alice.sees("Order 5 · Problem")  # a chat gets a message a second
    await alice.sees("Order 3 · Canceled")
    await run(bot.settings.database_url, "UPDATE orders SET status = 'closed', ended_at = 1 WHERE id = 6")
    numbers = [label.split(" · ")[0].split()[-1] for label in (await listed(alice, "Attention"))]
    assert numbers == ["7", "6", "5", "3", "2", "orders"]
    page = await alice.taps("Attention", await alice.says("/orders", shows="My orders"))
    button = alice.data_of("Dismiss 4 finished orders", page)

    await alice.taps("Dismiss", page)

    assert alice.toasts[-1] == "4 orders no longer need attention. They stay in My orders."
    (problem,) = await listed(alice, "Attention")
    assert " 5 · " in problem
    assert len(await listed(alice, "All")) == 6
    assert await alice.taps_raw(button) == "There was nothing to dismiss."
    assert await listed(alice, "Attention") == [problem]
    assert len(await listed(olga, "Attention")) == 2


async def test_an_order_that_goes_on_cannot_be_dismissed(alice: Person, panel: PanelServer) -> None:
    await alice.orders(FOLLOWERS, LINK.format(1), "100")
    panel.book.orders[23501].state = "Failed"
    await alice.sees("Order 1 · Problem")

    assert await alice.taps_raw("od:1") == "Order 1 can't be dismissed now."

    assert len(await listed(alice, "Attention")) == 1
