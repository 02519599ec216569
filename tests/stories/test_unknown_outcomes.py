"""When the panel does not answer clearly: nothing is sent twice, and everyone who must know is told."""

import asyncio

import pytest

from sandbox.panel.server import PanelServer
from sandbox.telegram.server import TelegramServer
from tests.conftest import Bot
from tests.databases import ask
from tests.people import Person

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"

REFUSE_NUMBERS = {
    "sqlite": "CREATE TRIGGER refuses BEFORE UPDATE OF panel_order_id ON orders"
    " BEGIN SELECT RAISE(FAIL, 'not this one'); END",
    "postgres": "CREATE TRIGGER refuses BEFORE UPDATE OF panel_order_id ON orders"
    " FOR EACH ROW EXECUTE FUNCTION refuse('not this one')",
}
ACCEPT_NUMBERS = {"sqlite": "DROP TRIGGER refuses", "postgres": "DROP TRIGGER refuses ON orders"}

UNCLEAR = ["lost_answer", "reset", "http_500", "html", "garbage", "wrong_types", "redirect"]


async def order_in_doubt(alice: Person, panel: PanelServer, kind: str = "lost_answer") -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    panel.faults.switch_on(kind, "add", times=1)
    await alice.taps("Place order", review)
    await alice.sees("Being checked", "We don't know yet whether the panel has your order")


@pytest.mark.parametrize("kind", UNCLEAR)
async def test_an_unclear_answer_is_never_sent_again(alice: Person, panel: PanelServer, kind: str) -> None:
    await order_in_doubt(alice, panel, kind)

    await asyncio.sleep(0.5)

    assert sum(call.action == "add" for call in panel.calls) == 1
    assert alice.count("Not placed") == 0


async def test_a_lost_answer_is_found_by_the_evidence_and_goes_on(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await alice.orders("Clipstream Likes", "https://example.com/other", "100")
    await order_in_doubt(alice, panel)

    card = await olga.sees("Does the panel have order 2?")
    assert (
        "The balance fell by $0.90, from $999.895 to $998.995: exactly what the order costs." in card["text"]
    )
    assert "23502" in card["text"]
    await olga.taps("Yes, the panel has it", card)
    await olga.taps("23502")

    await alice.sees("Checked: the panel has your order.")
    await olga.sees("Order 2 is now linked to")
    panel.book.end(panel.book.orders[23502], "Completed")
    await alice.sees("Order 2 · Completed")


async def test_what_the_operator_denies_is_closed_and_told(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await order_in_doubt(alice, panel, "reset")

    card = await olga.sees("Does the panel have order 1?")
    for shown in ("Alice", FOLLOWERS, "Quantity: 1,000", LINK, "$0.90"):
        assert shown in card["text"]
    sure = await olga.taps("No, the panel doesn't have it", card)
    assert "the order is delivered and paid for twice" in sure["text"]
    assert alice.count("Not placed") == 0
    await olga.taps("Close it as not placed", sure)

    await alice.sees("Order 1 · Not placed", "the panel does not have this order", "Nothing was charged.")
    assert not panel.book.orders


async def test_an_order_is_decided_once(alice: Person, olga: Person, panel: PanelServer) -> None:
    await order_in_doubt(alice, panel, "reset")
    card = await olga.sees("Does the panel have order 1?")
    deny = next(
        button["callback_data"]
        for row in card["reply_markup"]["inline_keyboard"]
        for button in row
        if "doesn't have it" in button["text"]
    )
    await olga.taps("Close it as not placed", await olga.taps("No, the panel doesn't have it", card))

    for late in (deny, "qz:1"):
        assert await olga.taps_raw(late, card["message_id"]) == "This has already been decided."


async def test_a_number_that_the_panel_does_not_have_is_not_taken(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await order_in_doubt(alice, panel)
    card = await olga.sees("Does the panel have order 1?")
    await olga.taps("Yes, the panel has it", card)

    answer = await olga.says("999999")
    assert "The panel doesn't have this number on our key" in answer["text"]
    assert "What is the panel's number for order 1?" in answer["text"]

    await olga.says("23501")
    await alice.sees("Checked: the panel has your order.")


async def test_an_order_of_another_program_on_the_key_is_shown_with_its_charge_and_can_be_told_apart(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await alice.orders("Clipstream Likes", "https://example.com/other", "100")
    await order_in_doubt(alice, panel, "reset")  # the panel did not take it
    service = next(one for one in panel.book.services.values() if one.type == "Default" and one.max >= 5_000)
    foreign = {"service": str(service.id), "link": "https://example.com/theirs", "quantity": "5000"}
    panel.book.add("demo-key", foreign)

    card = await olga.sees("Does the panel have order 2?", "Neither is proof")
    assert "23502 ($" in card["text"]
    assert "23502 ($0.90)" not in card["text"]
    await olga.taps("Close it as not placed", await olga.taps("No, the panel doesn't have it", card))

    await alice.sees("Order 2 · Not placed", "Checked: the panel does not have this order.")
    assert panel.book.orders[23502].sent == foreign


async def test_an_order_that_the_panel_wrote_down_late_is_accepted_by_its_number(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await order_in_doubt(alice, panel, "reset")
    card = await olga.sees("Does the panel have order 1?", "Balance unchanged (")
    sent = next(call.sent for call in panel.calls if call.action == "add")
    panel.book.add("demo-key", sent)

    await olga.taps("Later", card)
    await olga.taps("Order 1")
    await olga.taps("Yes, the panel has it")
    await olga.says("23501")

    await alice.sees("Checked: the panel has your order.", "Order 1 · ")


async def test_one_order_of_the_panel_is_not_given_to_two_orders_in_doubt(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await alice.orders("Clipstream Likes", "https://example.com/other", "100")
    await order_in_doubt(alice, panel)  # the panel has it as 23502
    review = await alice.reviews(FOLLOWERS, "https://example.com/p/2", "1k")
    panel.faults.switch_on("reset", "add", times=1)  # and this one it does not have
    await alice.taps("Place order", review)
    first = await olga.sees("Does the panel have order 2?", "23502")
    second = await olga.sees("Does the panel have order 3?", "23502")

    await olga.taps("Yes, the panel has it", first)
    await olga.taps("23502")
    await olga.sees("Order 2 is now linked to")
    await olga.taps("Yes, the panel has it", second)
    await olga.taps("23502")

    await olga.sees("What is the panel's number for order 3?")
    assert olga.count("Order 3 goes on") == 0


async def test_a_number_in_another_spelling_is_the_same_number(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await alice.orders("Clipstream Likes", "https://example.com/other", "100")  # the panel has it as 23501
    await order_in_doubt(alice, panel)
    await olga.taps("Yes, the panel has it", await olga.sees("Does the panel have order 2?"))

    for taken in ("023501", "#23501", "２３５０１", " 23 501 ", "№ 00023501", "٢٣٥٠١"):
        answer = await olga.says(taken)
        assert "belongs to another order here" in answer["text"], taken

    await olga.says("#００23502")
    await alice.sees("Checked: the panel has your order.")
    panel.book.end(panel.book.orders[23502], "Completed")
    await alice.sees("Order 2 · Completed")


async def test_a_tap_that_comes_again_does_not_change_which_order_a_number_is_for(
    alice: Person, olga: Person, panel: PanelServer, telegram: TelegramServer, bot: Bot
) -> None:
    await order_in_doubt(alice, panel, "reset")
    await olga.taps("Yes, the panel has it", await olga.sees("Does the panel have order 1?"))
    review = await alice.reviews(FOLLOWERS, "https://example.com/p/2", "1k")
    panel.faults.switch_on("lost_answer", "add", times=1)
    await alice.taps("Place order", review)
    await olga.taps("Yes, the panel has it", await olga.sees("Does the panel have order 2?"))
    await bot.restart(panel)
    first = next(
        one
        for one in telegram.world.taken
        if one.get("callback_query", {}).get("from", {}).get("id") == olga.id
    )

    telegram.world.updates.appendleft((telegram.world.wall(), first))
    telegram.world._again.add(first["update_id"])
    telegram.world.arrived.set()
    await asyncio.sleep(0.3)
    await olga.says("23501")

    await olga.sees("Order 2 is now linked to")
    assert olga.count("Order 1 goes on") == 0


async def test_a_number_that_a_tap_overtook_is_not_taken_for_the_other_order(
    alice: Person, olga: Person, panel: PanelServer, telegram: TelegramServer, bot: Bot
) -> None:
    await order_in_doubt(alice, panel)  # the panel has it as 23501
    review = await alice.reviews(FOLLOWERS, "https://example.com/p/2", "1k")
    panel.faults.switch_on("reset", "add", times=1)  # and this one it does not have
    await alice.taps("Place order", review)
    second = await olga.sees("Does the panel have order 2?")
    first = await olga.sees("Does the panel have order 1?")
    it_exists = olga.data_of("Yes, the panel has it", first), olga.data_of("Yes, the panel has it", second)
    await olga.taps("Yes, the panel has it", first)
    await bot.stop()
    await olga.writes("23501")
    await olga.taps_blindly(it_exists[1])
    telegram.world.updates.rotate(1)  # as after a delivery of the text that failed
    await bot.start()

    await olga.sees("“23501” came after your last tap")
    assert olga.count("is now linked to") == 0
    await olga.taps_raw(it_exists[0])
    await olga.says("23501")
    await olga.sees("Order 1 is now linked to")


async def test_a_customer_cannot_decide(alice: Person, olga: Person, panel: PanelServer) -> None:
    await order_in_doubt(alice, panel)
    await olga.sees("Does the panel have order 1?")

    for forged in ("qn:1", "qz:1"):
        assert await alice.taps_raw(forged) == "This menu is out of date. Here is a fresh one."
    await alice.says("/orders")
    assert "❔" in alice.labels(alice.newest)[0]


async def test_a_panel_that_cannot_be_reached_charges_nothing_and_says_so(
    alice: Person, panel: PanelServer
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    await panel.stop()

    await alice.taps("Place order", review)

    await alice.sees("Order 1 · Not placed", "could not be reached", "Nothing was charged.")


async def test_while_the_panel_is_down_ordering_is_closed_and_the_operator_told_once(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    panel.down = True
    await olga.sees("The panel does not answer. Ordering is closed until it is back.")

    await alice.taps("Place order", review)
    assert alice.toast.startswith("⚠️ Ordering is closed for now")
    assert not any(call.action == "add" for call in panel.calls)
    panel.down = False
    await olga.sees("The panel is back. Ordering is open.")
    assert olga.count("The panel does not answer.") == 1
    await alice.taps("Place order", review)
    await alice.sees("Reference")


async def test_an_answer_that_cannot_be_written_down_leaves_the_order_in_doubt(
    alice: Person, panel: PanelServer, bot: Bot, caplog: pytest.LogCaptureFixture, engine: str
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    await ask(bot.settings.database_url, REFUSE_NUMBERS[engine])

    await alice.taps("Place order", review)
    await alice.sees("Being checked")
    await ask(bot.settings.database_url, ACCEPT_NUMBERS[engine])

    await alice.orders("Clipstream Likes", "https://example.com/other", "100")
    assert sum(call.action == "add" for call in panel.calls) == 2
