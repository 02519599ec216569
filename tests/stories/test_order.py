"""From a service to an order at the panel."""

import asyncio
from decimal import Decimal

import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.people import Person

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"


async def test_an_order_is_placed_with_what_was_reviewed(alice: Person, panel: PanelServer) -> None:
    review = await alice.reviews(FOLLOWERS, "example.com/p/1", "1k")

    assert "Price: 1,000 × $0.90 / 1,000 = $0.90" in review["text"]
    assert "Balance after: $999.10" in review["text"]
    assert "✅ Place order · $0.90" in alice.labels(review)

    await alice.taps("Place order", review)
    card = await alice.sees("Order 1 · Pending")

    assert card["message_id"] == review["message_id"]
    (order,) = panel.book.orders.values()
    assert order.sent == {"service": "101", "link": LINK, "quantity": "1000"}
    assert order.key == "demo-key"


TYPES = [
    ("Pictogram Followers · Fast", ["e.com/1", "200"], {"link": "https://e.com/1", "quantity": "200"}),
    ("Pictogram Followers · Starter pack", ["e.com/2"], {"link": "https://e.com/2", "quantity": "1"}),
    (
        "Pictogram Comments · Your words",
        ["e.com/3", "one\n\ntwo \nthree\nfour\nfive"],
        {"link": "https://e.com/3", "quantity": "5", "comments": "one\ntwo\nthree\nfour\nfive"},
    ),
    (
        "Pictogram Comments · Pack of 10",
        ["e.com/4", "nice\nlovely"],
        {"link": "https://e.com/4", "quantity": "1", "comments": "nice\nlovely"},
    ),
    (
        "Pictogram Mentions with hashtags",
        ["e.com/5", "100", "@ann\n@ben", "#one\n#two"],
        {"link": "https://e.com/5", "quantity": "100", "usernames": "@ann\n@ben", "hashtags": "#one\n#two"},
    ),
    (
        "Pictogram Mentions of your list",
        ["e.com/6", "ann\nben\ncat"],
        {"link": "https://e.com/6", "quantity": "3", "usernames": "ann\nben\ncat"},
    ),
    (
        "Pictogram Mentions by hashtag",
        ["e.com/7", "50", "#spring"],
        {"link": "https://e.com/7", "quantity": "50", "hashtag": "#spring"},
    ),
    (
        "Pictogram Mentions of someone's followers",
        ["e.com/8", "50", "ann"],
        {"link": "https://e.com/8", "quantity": "50", "username": "ann"},
    ),
    (
        "Pictogram Mentions of a post's likers",
        ["e.com/9", "50", "e.com/media"],
        {"link": "https://e.com/9", "quantity": "50", "media": "https://e.com/media"},
    ),
    (
        "Pictogram Likes on a comment",
        ["e.com/10", "20", "ann"],
        {"link": "https://e.com/10", "quantity": "20", "username": "ann"},
    ),
    (
        "Pictogram Replies to a comment",
        ["e.com/11", "ann", "first\nsecond"],
        {"link": "https://e.com/11", "quantity": "2", "username": "ann", "comments": "first\nsecond"},
    ),
    (
        "Papergram Poll votes",
        ["e.com/12", "20", "3"],
        {"link": "https://e.com/12", "quantity": "20", "answer_number": "3"},
    ),
    (
        "Papergram Members from groups",
        ["e.com/13", "50", "t.me/one\nt.me/two"],
        {"link": "https://e.com/13", "quantity": "50", "groups": "t.me/one\nt.me/two"},
    ),
    (
        "Pictogram Auto Likes for new posts",
        ["ann", "20", "50", "10", "tap 30", "tap No existing posts", "31/12/2099"],
        {"username": "ann", "min": "20", "max": "50", "posts": "10", "delay": "30", "expiry": "31/12/2099"},
    ),
    (
        "Search ranking clicks",
        ["e.com/14", "50", "red shoes\nblue shoes"],
        {"link": "https://e.com/14", "quantity": "50", "keywords": "red shoes\nblue shoes"},
    ),
    (
        "Website visits · once",
        ["e.com/15", "500", "tap Whole world", "tap Desktop", "tap Search engine", "buy shoes"],
        {
            "link": "https://e.com/15", "quantity": "500", "country": "WW", "device": "1",
            "type_of_traffic": "1", "google_keyword": "buy shoes",
        },
    ),
    (
        "Website visits · choose",
        ["e.com/16", "500", "US", "tap Mobile (mixed)", "tap A referring site", "e.com/from", "2", "60"],
        {
            "link": "https://e.com/16", "quantity": "500", "country": "US", "device": "4", "type_of_traffic": "2",
            "referring_url": "https://e.com/from", "runs": "2", "interval": "60",
        },
    ),
    (
        "Pictogram Followers · Drip-feed",
        ["e.com/17", "100", "5", "60"],
        {"link": "https://e.com/17", "quantity": "100", "runs": "5", "interval": "60"},
    ),
    (
        "Pictogram Likes · Standard",
        ["e.com/18", "100", "tap All at once"],
        {"link": "https://e.com/18", "quantity": "100"},
    ),
]  # fmt: skip


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("service", "answers", "sent"), TYPES, ids=[row[0] for row in TYPES])
async def test_every_service_type_sends_exactly_its_parameters(
    alice: Person, panel: PanelServer, service: str, answers: list[str], sent: dict[str, str]
) -> None:
    await alice.orders(service, *answers)

    (order,) = panel.book.orders.values()
    assert {name: value for name, value in order.sent.items() if name != "service"} == sent


async def test_plain_mentions_send_a_list_of_usernames(alice: Person, panel: PanelServer) -> None:
    service = next(one for one in panel.book.services.values() if one.type == "Mentions")
    await alice.says(f"/start s_{service.id}")
    await alice.taps("Order")
    await alice.answers("e.com/1", "50", "ann\nben")
    await alice.taps("Place order")
    await alice.sees("Reference")

    (order,) = panel.book.orders.values()
    assert order.sent["usernames"] == "ann\nben"


async def test_the_price_that_was_shown_is_the_price_that_is_charged(
    alice: Person, panel: PanelServer
) -> None:
    review = await alice.reviews("Pictogram Followers · Drip-feed", "e.com/1", "100", "5", "60")

    assert "Price: 100 × 5 × $1.15 / 1,000 = $0.575" in review["text"]
    assert "5 runs of 100 = 500" in review["text"]

    await alice.taps("Place order", review)
    await alice.sees("Reference")
    assert panel.book.keys["demo-key"].balance == Decimal("999.425")


async def test_two_quick_taps_place_one_order(alice: Person, panel: PanelServer) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")

    await asyncio.gather(*(alice.taps("Place order", review) for _ in range(2)))
    await alice.sees("Reference")

    assert len(panel.book.orders) == 1
    assert alice.count("Order 2") == 0


async def test_a_redelivered_confirm_places_no_second_order(
    alice: Person, panel: PanelServer, telegram: TelegramServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")

    telegram.world.redeliver(3)
    await alice.says("/orders")

    assert len(panel.book.orders) == 1


async def test_too_little_money_places_nothing_and_alerts_the_operator(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    panel.book.keys["demo-key"].balance = Decimal("0.10")

    await alice.taps("Place order", review)

    await alice.sees(
        "Not placed", "not enough money for this order", "The operator has been told.", "Nothing was charged."
    )
    await olga.sees("Order 1", "the account has $0.10, the order costs $0.90. Top it up.")
    assert not panel.book.orders


async def test_a_second_order_on_a_link_is_warned_of_and_its_refusal_explained(
    alice: Person, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")

    review = await alice.reviews(FOLLOWERS, LINK, "500")
    assert "Order 1 on this link is still open." in review["text"]

    await alice.taps("Place order", review)
    await alice.sees("Order 2 · Not placed", "An order on this link is still open.")
    assert len(panel.book.orders) == 1


async def test_order_again_asks_only_to_confirm(alice: Person, panel: PanelServer) -> None:
    await alice.orders("Pictogram Likes · Standard", LINK, "100", "tap All at once")
    panel.book.end(panel.book.orders[23501], "Completed")
    done = await alice.sees("Order 1 · Completed", "100 of 100 delivered", "Reference")

    review = await alice.taps("Order again", done)

    assert "Review your order" in review["text"]
    await alice.taps("Place order", review)
    await alice.sees("Order 2 · Pending")
    assert panel.book.orders[23502].sent == panel.book.orders[23501].sent
