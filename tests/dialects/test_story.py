"""One story on every dialect: it ends in the right state, or in the sentence that says what this panel does not tell."""

from sandbox.panel.book import Order
from sandbox.panel.dialects import DIALECTS
from sandbox.panel.server import PanelServer
from tests.dialects.expected import STORIES
from tests.dialects.steps import ALICE, Steps, Town

SERVICE = "Pictogram Followers · Standard"
LINK, OTHER_LINK = "https://example.com/p/1", "https://example.com/p/2"
STARTS, TAKES = 1, 100  # seconds of the panel's clock
LONG = 100_000


def test_every_dialect_has_its_story() -> None:
    assert set(STORIES) == set(DIALECTS)


async def test_an_order_lives_its_life(dialect: str, town: Town) -> None:
    story, panel = STORIES[dialect], town.panel

    await open_service(town)
    await happen(town, story.catalogue)
    await order(town, LINK)
    await happen(town, story.placed)
    first = planned(panel, TAKES)
    panel.book.clock.advance(41)
    await happen(town, story.progress)

    await open_service(town)
    await order(town, LINK)
    await happen(town, story.busy)
    panel.book.clock.advance(100)
    await happen(town, story.ended)

    await ask_for_refill(town)
    await happen(town, story.refill)
    for refill in panel.book.refills.values():
        refill.ends_as = "Completed"
    panel.book.clock.advance(60)
    await happen(town, story.refilled)

    await open_service(town)
    await order(town, OTHER_LINK)
    await happen(town, story.placed_again)
    planned(panel, LONG)
    await ask_to_cancel(town)
    await happen(town, story.cancel)
    panel.book.clock.advance(60)
    await happen(town, story.canceled)

    await happen(town, story.balance)
    assert first.state == "Completed"
    assert not [text for text in shown(town) for never in story.never if never in text]


def shown(town: Town) -> list[str]:
    messages = (message for person in town.people.values() for message in person.chat.messages.values())
    return [str(message.get("text")) for message in messages]


async def open_service(town: Town) -> None:
    alice = town.people[ALICE]
    found = await alice.says(f"/search {SERVICE}", shows="result for")
    await alice.taps(SERVICE, found)


async def order(town: Town, link: str) -> None:
    """From the card of a service to its confirmed review."""
    alice = town.people[ALICE]
    await alice.taps("Order", await alice.sees(SERVICE, "per 1,000"))
    await alice.says(link, shows="How many?")
    review = await alice.says("1k", shows="Review your order")
    await alice.taps("Place order", review)


async def ask_for_refill(town: Town) -> None:
    alice = town.people[ALICE]
    await alice.taps("Refill", await alice.says("/start o_1", shows="Reference"))


async def ask_to_cancel(town: Town) -> None:
    alice = town.people[ALICE]
    await alice.taps("Request cancellation", await alice.says("/start o_3", shows="Reference"))
    sure = await alice.sees("Ask the panel to cancel this order?")
    # As she still sees the question; the card may have been drawn over it by now.
    await alice.taps_raw(alice.data_of("Yes, request cancellation", sure), sure["message_id"])


def planned(panel: PanelServer, takes: float) -> Order:
    newest = list(panel.book.orders.values())[-1]
    newest.starts_after, newest.takes, newest.ends_as = STARTS, takes, "Completed"
    return newest


async def happen(town: Town, steps: Steps) -> None:
    for step in steps:
        await step.happens(town)
