"""Own orders are found by words, and all of them come as a file."""

import asyncio
import csv
import io
from typing import Any

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.people import Person

STANDARD = "Pictogram Followers · Standard"
LIKES = "Pictogram Likes · Fast"


async def test_orders_are_found_by_words_of_their_link_and_service(alice: Person, olga: Person) -> None:
    await olga.orders(LIKES, "https://example.com/olga", "100")
    await alice.orders(STANDARD, "https://example.com/p/Garden", "100")
    await alice.orders(LIKES, "https://example.com/p/Garden", "100")
    await alice.taps("Find", await alice.says("/orders", shows="My orders"))

    both = await alice.says("garden", shows="These were found")
    assert [label[0:1] for label in alice.labels(both)].count("🕓") == 2
    await alice.says("likes GARDEN", shows="Order 3 · ")
    await alice.taps("Find", await alice.says("/orders", shows="My orders"))
    await alice.says("https://example.com/olga", shows="None of your orders has “https://example.com/olga”")


async def test_all_orders_come_as_a_file(alice: Person, panel: PanelServer, telegram: TelegramServer) -> None:
    await alice.orders(STANDARD, "https://example.com/p/1", "1k")
    await alice.orders("Tunely Followers of an artist", "-ann", "100")
    panel.book.end(panel.book.orders[23501], "Canceled")
    await alice.sees("Order 1 · Canceled")

    await alice.taps_blindly(alice.data_of("As .csv", await alice.says("/orders", shows="My orders")))
    sent = await _document(alice)
    assert sent["file_name"] == "orders.csv"
    body = telegram.world.files[sent["file_id"]].body
    rows = list(csv.DictReader(io.StringIO(body.decode("utf-8-sig"))))
    assert [(row["Order number"], row["Reference"], row["Quantity"], row["Price"]) for row in rows] == [
        ("1", "23501", "1000", "0.9"),
        ("2", "23502", "100", "0.102"),
    ]
    assert rows[0]["Status"] == "Canceled"
    assert rows[0]["Ended (UTC)"]
    assert rows[1]["Link"] == "'-ann"


async def _document(person: Person) -> dict[str, Any]:
    """Wait for the file: news of the orders may come before and after it."""
    async with asyncio.timeout(40):
        while not (found := [one["document"] for one in person.chat.messages.values() if "document" in one]):
            await asyncio.sleep(0.02)
    return dict(found[0])
