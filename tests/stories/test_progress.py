"""Following an order: the card moves by itself, and the end is a message."""

import asyncio

import pytest

from bot.outgoing import sender
from bot.telegram.rate_limits import RateLimits
from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import Bot
from tests.databases import ask
from tests.people import Person

ENGINES_OF_STORIES = ("sqlite",)

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"


async def test_progress_is_drawn_into_the_card_and_the_end_is_a_new_message(
    alice: Person, panel: PanelServer
) -> None:
    card = await alice.orders(FOLLOWERS, LINK, "1k")
    order = panel.book.orders[23501]
    order.ends_as, order.takes = "Completed", 40

    panel.book.clock.advance(order.starts_after + 16)
    moved = await alice.sees("In progress", "▰▰▰▰▱▱▱▱▱▱ 40 %", "400 of 1,000 delivered")
    assert moved["message_id"] == card["message_id"]

    panel.book.clock.advance(60)
    while alice.count("Order 1 · Completed") < 2:  # the card and the message
        await asyncio.sleep(0.01)
    assert alice.newest["message_id"] > card["message_id"]
    assert alice.newest["effect_id"]
    assert alice.labels(alice.newest) == ["📦 Open order 1"]


async def test_a_partial_end_says_what_should_come_back(alice: Person, panel: PanelServer) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    order = panel.book.orders[23501]
    order.state, order.delivered = "In progress", 600

    panel.book.end(order, "Partial")

    await alice.sees("600 of 1,000 delivered", "The panel should return $0.36 for the undelivered 400.")


async def test_a_canceled_order_says_what_the_panel_should_give_back(
    alice: Person, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")

    panel.book.end(panel.book.orders[23501], "Canceled")

    await alice.sees("Order 1 · Canceled", "The panel should return $0.90.")


async def test_progress_does_not_draw_over_the_menu_one_went_on_to(
    alice: Person, panel: PanelServer, bot: Bot
) -> None:
    card = await alice.orders(FOLLOWERS, LINK, "1k")
    await alice.taps("Menu", card)
    panel.book.orders[23501].state = "In progress"
    panel.book.orders[23501].delivered = 300
    async with asyncio.timeout(60):
        while await ask(bot.settings.database_url, "SELECT remains FROM orders") != [(700,)]:
            await asyncio.sleep(0.02)
    await asyncio.sleep(0.3)

    assert "Hello, Alice" in alice.chat.messages[card["message_id"]]["text"]

    await alice.taps("My orders")
    opened = await alice.taps("1 · 1,000 · Pictogram")
    assert "300 of 1,000 delivered" in opened["text"]


async def test_refresh_asks_the_panel_and_redraws(alice: Person, panel: PanelServer, bot: Bot) -> None:
    card = await alice.orders(FOLLOWERS, LINK, "1k")
    await alice.sees("Order 1", "Last checked")
    bot.settings = bot.settings.model_copy(update={"status_interval": 3_600})
    await bot.restart(panel)
    async with asyncio.timeout(60):
        while not any(call.action == "status" for call in panel.calls):
            await asyncio.sleep(0.02)  # the sweep of the start; the next one is an hour away
    panel.book.orders[23501].state = "In progress"
    panel.book.orders[23501].delivered = 400

    await alice.taps("Refresh", card)

    assert alice.toast == "Asking the panel…"
    await alice.sees("Order 1", "400 of 1,000 delivered")


async def test_who_wants_no_messages_gets_none_about_the_end(alice: Person, panel: PanelServer) -> None:
    await alice.says("/settings")
    await alice.taps("Off")
    await alice.orders(FOLLOWERS, LINK, "1k")
    messages = len(alice.chat.messages)

    panel.book.end(panel.book.orders[23501], "Completed")
    await asyncio.sleep(1.0)

    assert len(alice.chat.messages) == messages


async def test_who_blocked_the_bot_hears_everything_on_coming_back(alice: Person, panel: PanelServer) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    await alice.blocks()
    panel.book.end(panel.book.orders[23501], "Completed")
    await asyncio.sleep(0.8)
    assert alice.count("goes") == 0

    await alice.writes("/start")

    await alice.sees("Order 1 · Completed", "1,000 of 1,000 delivered")


async def test_news_wait_out_a_telegram_that_is_down(
    alice: Person, panel: PanelServer, telegram: TelegramServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    telegram.faults.switch_on("http_500", "sendMessage", times=2)
    telegram.faults.switch_on("rate_limit", "editMessageText", times=1, seconds=1)

    panel.book.end(panel.book.orders[23501], "Completed")

    await alice.sees("Order 1 · Completed", "Reference")
    while alice.count("Order 1 · Completed") < 2:  # the card and the message
        await asyncio.sleep(0.05)


def news(person: Person, after: int) -> list[str]:
    """The new messages since, without the cards."""
    return [
        message["text"]
        for number, message in sorted(person.chat.messages.items())
        if number > after and message["from"]["is_bot"] and "Ordered" not in message["text"]
    ]


async def ended(bot: Bot) -> list[int]:
    """The orders whose end was noticed, in that order: each has its own time to be asked for."""
    sql = "SELECT subject_id FROM outbox WHERE event = 'order_ended' ORDER BY id"
    return [order for (order,) in await ask(bot.settings.database_url, sql)]


async def test_what_piled_up_while_telegram_and_the_panel_came_and_went_arrives_in_its_order(
    alice: Person, panel: PanelServer, telegram: TelegramServer, bot: Bot
) -> None:
    for number in range(3):
        await alice.orders(FOLLOWERS, f"https://example.com/p/{number}", "1k")
    told = alice.newest["message_id"]

    telegram.faults.switch_on("http_500")
    panel.down = True
    await alice.writes("/help")
    for order in list(panel.book.orders.values()):
        panel.book.end(order, "Completed")
    for _ in range(3):
        await asyncio.sleep(0.5)
        telegram.faults.switch_off()
        await asyncio.sleep(0.1)
        telegram.faults.switch_on("http_500")
        panel.down = not panel.down
    panel.down = False
    telegram.faults.switch_off()

    await alice.sees("How it works")
    async with asyncio.timeout(60):
        while len(ends := [text for text in news(alice, told) if "delivered" in text]) < 3:
            await asyncio.sleep(0.05)
    assert [text.split(" · ")[0] for text in ends] == [f"✅ Order {order}" for order in await ended(bot)]


async def test_a_message_that_cannot_be_written_for_a_while_is_sent_when_it_can(
    alice: Person, panel: PanelServer, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    await ask(bot.settings.database_url, "ALTER TABLE cancels RENAME TO mislaid")
    panel.book.end(panel.book.orders[23501], "Completed")
    while "could not be written" not in caplog.text:
        await asyncio.sleep(0.05)
    await ask(bot.settings.database_url, "ALTER TABLE mislaid RENAME TO cancels")

    await alice.sees("Order 1 · Completed", "1,000 of 1,000 delivered")


async def test_a_bot_that_was_off_meanwhile_tells_the_end_at_its_start(
    alice: Person, panel: PanelServer, bot: Bot
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    await bot.stop()
    panel.book.end(panel.book.orders[23501], "Completed")

    await bot.start()

    await alice.sees("Order 1 · Completed", "Reference")


@pytest.mark.parametrize(("fresh_for", "shown"), [(0.0, "Another name"), (60.0, FOLLOWERS)])
async def test_a_card_that_waits_long_for_its_slot_is_composed_anew(
    alice: Person,
    bot: Bot,
    telegram: TelegramServer,
    monkeypatch: pytest.MonkeyPatch,
    fresh_for: float,
    shown: str,
) -> None:
    original = RateLimits.wait_for_outbox_slot

    async def wait_for_a_change(self: RateLimits, chat_id: int, rank: int = 0) -> None:
        await ask(bot.settings.database_url, "UPDATE orders SET service_name = 'Another name'")
        await original(self, chat_id, rank)

    monkeypatch.setattr(sender, "FRESH_FOR_S", fresh_for)
    monkeypatch.setattr(RateLimits, "wait_for_outbox_slot", wait_for_a_change)

    await alice.orders(FOLLOWERS, LINK, "1k")

    edits = [str(call["sent"].get("text")) for call in telegram.calls if call["method"] == "editMessageText"]
    first = next(text for text in edits if "Order <b>1</b>" in text)
    assert shown in first
