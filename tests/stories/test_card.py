"""The card of an order says everything that was ordered, and gives lists whole."""

import asyncio

import pytest

from sandbox.panel.server import PanelServer
from tests.people import Person

ENGINES_OF_STORIES = ("sqlite",)

COMMENTS = "Pictogram Comments · Your words"
FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"
FIVE = "great\nlovely\nwow\nnice\nyes"


async def test_the_card_says_the_quantity_that_was_ordered(alice: Person) -> None:
    card = await alice.orders(FOLLOWERS, LINK, "1k")

    assert "Quantity: 1,000" in card["text"]


async def test_a_subscription_says_its_posts_and_the_most_that_it_may_cost(
    alice: Person, panel: PanelServer
) -> None:
    await alice.orders(
        "Pictogram Auto Likes for new posts",
        "ann",
        "20",
        "50",
        "10",
        "tap 30",
        "tap No existing posts",
        "31/12/2099",
    )
    card = await alice.sees("Order 1", "Reference")
    order = panel.book.orders[23501]
    assert "At most $0.175: you pay post by post." in card["text"]
    assert "posts done" not in card["text"]

    order.state, order.delivered = "In progress", 150
    await alice.sees("Order 1 · In progress", "3 of 10 posts done")
    panel.book.end(order, "Completed")

    unsaid = "At most $0.175: the panel does not say what it charged."
    await alice.sees("Order 1 · Completed", "10 of 10 posts done", unsaid, "Finished")
    await alice.sees("Order 1 · Completed", f"10 of 10 posts done\n{unsaid}")


async def test_a_drip_feed_says_its_runs(alice: Person, panel: PanelServer) -> None:
    await alice.orders("Pictogram Followers · Drip-feed", LINK, "100", "5", "60")
    await alice.sees("Order 1", "Reference")
    order = panel.book.orders[23501]

    order.state, order.delivered = "In progress", 100

    await alice.sees("Order 1 · In progress", "1 of 5 runs done")


async def test_a_list_is_counted_on_the_card_and_sent_whole_on_demand(alice: Person) -> None:
    card = await alice.orders(COMMENTS, LINK, FIVE)
    assert "Comments: 5 lines (great…)" in card["text"]

    await alice.taps_blindly(alice.data_of("Show the whole list", card))

    assert (await alice.sees("lovely"))["text"] == f"Comments:\n{FIVE}"


@pytest.mark.parametrize("topic", [None, 99], ids=["", "the topic of the card is gone"])
async def test_a_list_too_long_for_a_message_is_sent_as_a_file(alice: Person, topic: int | None) -> None:
    comments = "\n".join(f"comment {number} " + "x" * 797 for number in range(5))  # one message
    card = await alice.orders(COMMENTS, LINK, comments)
    card.update({"message_thread_id": topic, "is_topic_message": True} if topic else {})

    await alice.taps_blindly(alice.data_of("Show the whole list", card))

    async with asyncio.timeout(60):
        while "document" not in alice.newest:
            await asyncio.sleep(0.01)
    assert alice.newest["document"]["file_name"] == "order-1.txt"


async def test_a_list_that_is_not_ones_own_is_not_sent(alice: Person, bob: Person) -> None:
    card = await alice.orders(COMMENTS, LINK, FIVE)

    await bob.taps_raw(alice.data_of("Show the whole list", card))

    await asyncio.sleep(0.2)
    assert bob.count("lovely") == 0
