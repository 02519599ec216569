"""What the panel refuses: each is said as what it is, and leads on."""

import asyncio

import pytest

from sandbox.panel.refused import Refused
from sandbox.panel.server import PanelServer
from tests.people import Message, Person

ENGINES_OF_STORIES = ("sqlite",)

FOLLOWERS = "Pictogram Followers · Standard"
LINK = "https://example.com/p/1"


def refuse(monkeypatch: pytest.MonkeyPatch, panel: PanelServer, call: str, text: str) -> None:
    """Have the panel answer a call with an error until `monkeypatch` is undone."""

    def refusing(*_: object) -> None:
        raise Refused(text)

    monkeypatch.setattr(panel.book, call, refusing)


@pytest.mark.parametrize(
    ("text", "sentence", "label", "question", "answer", "sent"),
    [
        (
            "neworder.error.link",
            "does not accept this link",
            "Another link",
            "Link",
            "https://example.com/p/2",
            {"link": "https://example.com/p/2", "quantity": "1000"},
        ),
        (
            "neworder.error.max_quantity",
            "does not accept this quantity",
            "Another quantity",
            "Quantity",
            "500",
            {"link": LINK, "quantity": "500"},
        ),
    ],
)
async def test_a_refused_answer_is_asked_anew_and_the_others_are_kept(
    alice: Person,
    panel: PanelServer,
    monkeypatch: pytest.MonkeyPatch,
    text: str,
    sentence: str,
    label: str,
    question: str,
    answer: str,
    sent: dict[str, str],
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    with monkeypatch.context() as patch:
        refuse(patch, panel, "add", text)
        await alice.taps("Place order", review)
        card = await alice.sees("Order 1 · Not placed", sentence, "Nothing was charged.")
        assert text not in card["text"]

    asked = await alice.taps(label, card)
    assert f"· {question}" in asked["text"]
    await alice.says(answer)
    await alice.taps("Place order")

    await alice.sees("Order 2 · Pending")
    (order,) = panel.book.orders.values()
    assert {name: order.sent[name] for name in sent} == sent


async def test_a_refusal_that_nobody_understands_is_shown_in_the_panels_words(
    alice: Person, panel: PanelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    refuse(monkeypatch, panel, "add", "The <b>moon</b>\nis full")

    await alice.taps("Place order", review)

    await alice.sees("Order 1 · Not placed", "The panel says:", "The <b>moon</b> is full")


async def test_a_refused_refill_says_what_it_is_and_sends_nobody_to_another_service(
    alice: Person, panel: PanelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    panel.book.end(panel.book.orders[23501], "Completed")
    card = await alice.sees("Order 1 · Completed", "Reference")
    refuse(monkeypatch, panel, "refill", "The moon is full")

    await alice.taps("Refill", card)

    await alice.sees("Refill not possible", "You can ask again later.", "The moon is full")
    assert alice.count("another service") == 0


async def ask_to_cancel(alice: Person, card: Message) -> None:
    """Tap the question as she still sees it; the card may have been drawn over it by now."""
    sure = await alice.taps("Request cancellation", card)
    await alice.taps_raw(alice.data_of("Yes, request cancellation", sure), sure["message_id"])


async def test_a_refused_cancel_says_why_and_can_be_asked_for_again(
    alice: Person, panel: PanelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = await alice.orders(FOLLOWERS, LINK, "1k")
    with monkeypatch.context() as patch:
        refuse(patch, panel, "cancel", "Cancel is asleep")
        await ask_to_cancel(alice, card)
        news = await alice.sees("The order continues.", "Cancel is asleep", button="Open order 1")

    await ask_to_cancel(alice, await alice.taps("Open order 1", news))

    await alice.sees("Cancellation requested")


async def test_a_refusal_for_the_key_of_one_write_reaches_the_operator_and_closes_nothing(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    panel.faults.switch_on("wrong_key", "add", times=1)

    await alice.taps("Place order", review)

    await alice.sees("Order 1 · Not placed", "access to the panel was refused", "The operator has been told.")
    await olga.sees("Order 1", "The panel did not accept the key.", "Invalid API key")
    await alice.orders(FOLLOWERS, LINK, "1k")
    assert olga.count("The panel refuses the API key") == 0


async def test_a_refused_key_closes_ordering_and_is_asked_rarely_until_the_operator_taps_refresh(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    await alice.orders(FOLLOWERS, LINK, "1k")
    panel.faults.switch_on("wrong_key")
    await olga.sees("The panel refuses the API key")
    await asyncio.sleep(0.5)  # what was under way ends
    before = len(panel.calls)
    await asyncio.sleep(2)  # ten beats of each job
    assert len(panel.calls) - before <= 1

    panel.faults.switch_off()
    await olga.says("/balance")
    await olga.taps("Refresh")

    await olga.sees("The panel accepts the API key again.")


async def test_the_suppliers_own_lack_of_funds_is_not_taken_for_the_accounts(
    alice: Person, olga: Person, panel: PanelServer
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    panel.faults.switch_on("no_funds", "add", times=1)

    await alice.taps("Place order", review)

    await olga.sees("Order 1", "your balance is $1,000.00", "ask the panel")
    assert olga.count("Top it up") == 0
    await olga.says("/start")
    await olga.taps("Operator")
    await olga.sees("The panel refuses orders for lack of money, but the account has enough.")
    await alice.orders(FOLLOWERS, LINK, "1k")
    await olga.sees("The panel accepts orders again.")


async def test_the_operator_reads_every_refusal_in_the_panels_words(
    alice: Person, olga: Person, panel: PanelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    review = await alice.reviews(FOLLOWERS, LINK, "1k")
    refuse(monkeypatch, panel, "add", "neworder.error.link")
    await alice.taps("Place order", review)
    await alice.sees("does not accept this link")

    await olga.says("/start")
    await olga.taps("Operator")
    await olga.taps("Refusals")

    await olga.sees("Refusals", "Order 1", "neworder.error.link")
