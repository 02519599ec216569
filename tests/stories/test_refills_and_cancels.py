"""Refills and cancels: asked for by a tap, once, followed at the panel, and their end told."""

import asyncio

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.people import Person

ENGINES_OF_STORIES = ("sqlite",)

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"


async def test_a_refill_is_asked_for_followed_and_its_end_told(alice: Person, panel: PanelServer) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    panel.book.end(panel.book.orders[23501], "Completed")
    card = await alice.sees("Order 1 · Completed", "Reference")

    await alice.taps("Refill", card)
    asked = await alice.sees("Refill requested")
    assert not any("Refill" in label for label in alice.labels(asked))

    panel.book.refills[1].state = "Completed"
    await alice.sees("Order 1", "Refilled")


async def test_a_rejected_refill_is_told_and_may_be_asked_again(alice: Person, panel: PanelServer) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    panel.book.end(panel.book.orders[23501], "Completed")
    card = await alice.sees("Order 1 · Completed", "Reference")
    await alice.taps("Refill", card)
    await alice.sees("Refill requested")

    panel.book.refills[1].state = "Rejected"

    told = await alice.sees("Refill rejected by the panel", "You can ask again later")
    opened = await alice.taps("Open order 1", told)
    assert "♻️ Refill" in alice.labels(opened)


async def test_a_tap_that_comes_again_when_its_refill_has_ended_asks_for_no_second_one(
    alice: Person, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    panel.book.end(panel.book.orders[23501], "Completed")
    card = await alice.sees("Order 1 · Completed", "Reference")
    data = alice.data_of("Refill", card)
    await alice.taps("Refill", card)
    await alice.sees("Refill requested")
    panel.book.refills[1].state = "Completed"
    await alice.sees("Refilled")

    toast = await alice.taps_raw(data, card["message_id"])
    assert toast == "A refill isn't available on this card any more. Here is the latest one."
    assert len(panel.book.refills) == 1

    opened = await alice.says("/start o_1")
    await alice.taps("Refill", opened)
    while len(panel.book.refills) == 1:
        await asyncio.sleep(0.01)


async def test_a_tap_whose_answer_telegram_does_not_take_asks_once_for_a_cancel(
    alice: Person, panel: PanelServer, telegram: TelegramServer
) -> None:
    card = await alice.orders(FOLLOWERS, LINK, "1k")
    sure = await alice.taps("Request cancellation", card)
    panel.faults.switch_on("rate_limit", "cancel")
    telegram.faults.switch_on("http_500", "editMessageText", times=4)

    # As she still sees the question; the card may have been drawn over it by now.
    await alice.taps_raw(alice.data_of("Yes, request cancellation", sure), sure["message_id"])

    await asyncio.sleep(5)
    assert sum(call.action == "cancel" for call in panel.calls) == 1


async def test_two_taps_ask_for_one_refill(alice: Person, panel: PanelServer) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    panel.book.end(panel.book.orders[23501], "Completed")
    card = await alice.sees("Order 1 · Completed", "Reference")
    data = alice.data_of("Refill", card)

    toasts = await asyncio.gather(*(alice.taps_raw(data, card["message_id"]) for _ in range(2)))

    assert min(toasts) == "A refill isn't available on this card any more. Here is the latest one."
    await alice.sees("Refill requested")
    assert len(panel.book.refills) == 1


async def test_a_refill_in_doubt_is_decided_by_the_operator(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    panel.book.end(panel.book.orders[23501], "Completed")
    card = await alice.sees("Order 1 · Completed", "Reference")
    panel.faults.switch_on("reset", "refill", times=1)

    await alice.taps("Refill", card)
    await alice.sees("Refill being checked")
    question = await olga.sees("Does the panel have a refill of order 1?")
    assert "Alice" in question["text"]
    assert "Reference 23501" in question["text"]
    await olga.taps("No, the panel doesn't have it", question)
    await olga.taps("Mark as not requested", question)

    await alice.sees("Refill not possible", "the panel does not have this refill")


async def test_a_cancel_is_asked_for_and_only_the_panel_ends_the_order(
    alice: Person, panel: PanelServer
) -> None:
    card = await alice.orders(FOLLOWERS, LINK, "1k")

    sure = await alice.taps("Request cancellation", card)
    assert "The panel decides" in sure["text"]
    # As she still sees the question; the card may have been drawn over it by now.
    await alice.taps_raw(alice.data_of("Yes, request cancellation", sure), sure["message_id"])
    asked = await alice.sees("Cancellation requested, waiting for the panel")
    assert "Canceled" not in asked["text"]

    panel.book.clock.advance(panel.book.orders[23501].starts_after + 4)
    await alice.sees("Order 1 · Canceled", "The panel should return")
