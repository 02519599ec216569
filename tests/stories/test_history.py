"""The history of an order, on its card."""

from sandbox.panel.server import PanelServer
from tests.conftest import Bot
from tests.databases import ask
from tests.people import Person


async def test_each_change_has_its_place_and_the_card_comes_back(
    alice: Person, panel: PanelServer, olga: Person
) -> None:
    await alice.orders("Pictogram Followers · 30 days refill", "https://example.com/p/1", "1k")
    for state in ("Processing", "In progress"):
        panel.book.orders[23501].state = state
        await alice.sees("Order 1 · " + ("Processing" if state == "Processing" else "In progress"))
    panel.book.end(panel.book.orders[23501], "Completed")
    card = await alice.sees("Order 1 · Completed", button="History")
    await alice.taps("Refill", card)
    await alice.sees("Refill requested", button="History")

    told = await alice.taps("History", alice.chat.messages[card["message_id"]])

    changes = told["text"].partition("History")[2]
    lines = [line.partition(" · ")[0] for line in changes.splitlines() if line and line[0] in "🛒🕓▶✅♻"]
    assert lines == [
        "🛒 Ordered",
        "🕓 Pending",
        "🕓 Processing",
        "▶️ In progress",
        "✅ Completed",
        "♻️ Refill requested",
    ]
    back = await alice.taps("Back", told)
    assert "Order 1 · Completed" in back["text"]
    assert await olga.taps_raw("hist:1") == "There is no such order."


async def test_an_order_of_an_older_release_has_what_is_known_of_it(
    alice: Person, panel: PanelServer, bot: Bot
) -> None:
    await alice.orders("Pictogram Followers · Standard", "https://example.com/p/1", "1k")
    panel.book.end(panel.book.orders[23501], "Partial")
    await alice.sees("Order 1 · Partial", button="History")
    await ask(bot.settings.database_url, "DELETE FROM order_steps")

    await alice.taps_raw("hist:1")

    told = await alice.sees("History")
    assert [line.partition(" · ")[0] for line in told["text"].splitlines() if line and line[0] in "🛒🕓◐"][
        -3:
    ] == [
        "🛒 Ordered",
        "🕓 Pending",
        "◐ Partial",
    ]
