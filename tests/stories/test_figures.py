"""What people read of a panel's figures and states: told as stories on panels that speak as real ones do."""

import asyncio
from collections.abc import AsyncIterator
from decimal import Decimal

import pytest

from sandbox.panel.server import PanelServer
from tests.conftest import Bot
from tests.databases import ask
from tests.people import Person

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"
NOT_FOR_SALE = "This service is not for sale right now"


@pytest.fixture
async def panel(request: pytest.FixtureRequest) -> AsyncIterator[PanelServer]:
    """As in other stories; its dialect may be named."""
    async with PanelServer(speed=0, dialect=getattr(request, "param", "plain")) as server:
        yield server


def speaking(dialect: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("panel", [dialect], indirect=True)


def text_of(person: Person, message_id: int) -> str:
    return str(person.chat.messages[message_id]["text"])


@speaking("plus-signs")
async def test_what_the_panel_calls_failed_is_no_end_until_the_operator_says_so(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    panel.book.orders[23501].state = "Failed"

    card = await alice.sees("Order 1 · Problem", "The panel reports a problem with this order.")
    assert "should return" not in card["text"]
    assert "Order again" not in " ".join(alice.labels(card))
    alert = await olga.sees("The panel reports a problem with order 1.", "Alice", "Fail")
    assert olga.count("The panel reports a problem with order 1.") == 1

    await olga.taps("It was canceled", alert)
    sure = await olga.taps("Mark as canceled", await olga.sees("Mark order 1 as canceled?"))
    assert "is marked as “Canceled”" in sure["text"]
    told = await alice.sees("Order 1 · Canceled", "The operator closed this order by hand.")
    assert "should return" not in told["text"]


async def test_who_wants_no_messages_is_told_of_a_problem_all_the_same(
    alice: Person, panel: PanelServer
) -> None:
    await alice.says("/settings")
    await alice.taps("Off")
    card = await alice.orders(FOLLOWERS, LINK, "1k")

    panel.book.orders[23501].state = "Failed"

    async with asyncio.timeout(60):
        while alice.newest["message_id"] == card["message_id"]:
            await asyncio.sleep(0.02)
    for told in (alice.newest["message_id"], card["message_id"]):
        assert "Order 1 · Problem" in text_of(alice, told)
        assert "please don't order again" in text_of(alice, told)
    assert alice.labels(alice.newest) == ["📦 Open order 1"]


@speaking("plus-signs")
async def test_a_problem_that_the_panel_gets_over_goes_on(alice: Person, panel: PanelServer) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    order = panel.book.orders[23501]
    order.state = "Failed"
    await alice.sees("Order 1 · Problem")

    order.state = "In progress"
    panel.book.end(order, "Completed")

    await alice.sees("Order 1 · Completed", "1,000 of 1,000 delivered", "5 more were delivered")


@speaking("own-words")
async def test_nothing_is_delivered_before_the_start_or_after_a_cancel_whatever_remains(
    alice: Person, panel: PanelServer
) -> None:
    card = await alice.orders(FOLLOWERS, LINK, "1k")
    assert panel.dialect.remains(panel.book.orders[23501]) == "0"
    await alice.taps("Refresh", card)
    await asyncio.sleep(0.6)
    assert "100 %" not in text_of(alice, card["message_id"])

    panel.book.end(panel.book.orders[23501], "Canceled")

    told = await alice.sees("Order 1 · Canceled", "The panel should return $0.90.")
    assert "%" not in told["text"]
    assert "delivered" not in text_of(alice, card["message_id"])


@speaking("per-piece")
async def test_a_rate_per_piece_is_one_alert_and_a_button_makes_prices_follow(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    card = await alice.orders(FOLLOWERS, LINK, "1k")

    alert = await olga.sees("The panel took far more than was quoted for order 1.", "$0.0009", "$0.90")
    assert "charged" not in text_of(alice, card["message_id"])
    service = await alice.opens_service(FOLLOWERS)
    assert "Not for sale right now" in service["text"]
    assert not any("Order" in label for label in alice.labels(service))

    await olga.taps("The rate is per piece", alert)
    await olga.sees("Held services", "No service is held.", "The rates of this panel are per piece")
    service = await alice.opens_service(FOLLOWERS)
    assert "$0.90 per 1,000" in service["text"]
    await alice.taps("🛒 Order", service)
    assert "= $1.80" in (await alice.answers("https://example.com/p/2", "2k"))["text"]
    assert olga.count("The panel took far more") == 0  # the alert became the list

    await olga.taps("The rates are per 1,000")
    assert "$0.0009 per 1,000" in (await alice.opens_service(FOLLOWERS))["text"]


@speaking("per-piece")
async def test_a_review_from_before_the_alert_orders_nothing_and_a_decision_can_be_changed(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    review = await alice.reviews("Clipstream Likes", LINK, "500")
    held = await olga.sees("The panel took far more than was quoted for order 1.")
    await alice.taps("Cancel", review)
    await olga.taps("Do not sell it", held)
    listed = await olga.sees("Held services", "Tap one to decide")
    assert NOT_FOR_SALE in (await alice.taps_raw("d:101"))

    await olga.taps(f"101 · {FOLLOWERS}", listed)
    await olga.taps("Sell it again")

    await olga.sees("No service is held.")
    assert "Order" in " ".join(alice.labels(await alice.opens_service(FOLLOWERS)))


@speaking("other-currency")
async def test_a_charge_in_another_currency_is_neither_shown_nor_alarming(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    order = panel.book.orders[23501]
    order.state, order.delivered = "In progress", 600
    panel.book.end(order, "Partial")

    card = await alice.sees("Order 1 · Partial", "600 of 1,000", "The panel should return $0.36")
    assert "charged" not in card["text"]
    assert olga.count("far more than was quoted") == 0


async def test_a_rate_of_nothing_is_a_price_that_is_not_known(
    alice: Person, panel: PanelServer, bot: Bot
) -> None:
    service = next(one for one in panel.book.services.values() if one.name == "Clipstream Likes")
    service.rate = Decimal(0)
    await bot.restart(panel)

    hits = await alice.says("/search Clipstream Likes")
    assert alice.labels(hits)[0].startswith("price unknown · Clipstream Likes · ")
    card = await alice.taps("Clipstream Likes", hits)
    assert "Price unknown: the panel does not say what this costs." in card["text"]
    await alice.taps("🛒 Order", card)
    review = await alice.answers(LINK, "100")
    assert "The panel does not say what this costs." in review["text"]
    assert "Place order · price unknown" in " ".join(alice.labels(review))
    await alice.taps("Place order", review)
    await alice.sees("Order 1", "💵 price unknown", "Reference")

    shown = [
        str(message.get("text")) + str(alice.labels(message)) for message in alice.chat.messages.values()
    ]
    assert not [text for text in shown if "$0.00" in text.replace("$0.0009", "")]


async def test_a_service_that_moved_to_another_id_is_shown_before_it_is_ordered(
    alice: Person, panel: PanelServer, bot: Bot
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    panel.book.services[101].name = "Pictogram Unfollows"
    await bot.restart(panel)

    await alice.taps("Place order", review)

    again = await alice.sees("Review your order", "Pictogram Unfollows", "no longer “Pictogram Followers")
    assert not panel.book.orders
    await alice.taps("Place order", again)
    await alice.sees("Order 1", "Pictogram Unfollows", "Reference")


async def test_an_order_that_says_the_same_for_days_is_said_to_be_slow(
    alice: Person, olga: Person, panel: PanelServer, bot: Bot
) -> None:
    card = await alice.orders(FOLLOWERS, LINK, "1k")
    await alice.sees("Order 1", "Last checked")
    await ask(
        bot.settings.database_url,
        "UPDATE orders SET changed_at = changed_at - 400000000, slow_check_at = slow_check_at - 400000000",
    )

    told = await olga.sees("1 order is slower than usual")
    await alice.sees("Order 1", "This is slower than usual.")
    facts = await olga.taps("Order 1", told)
    assert "Alice" in facts["text"]
    assert {"✅ It was completed", "↩️ It was canceled"} <= set(olga.labels(facts))
    panel.book.end(panel.book.orders[23501], "Completed")
    await alice.sees("Order 1 · Completed", "1,000 of 1,000 delivered")
    assert "slower" not in text_of(alice, card["message_id"])
