"""What goes first: answers and money, then decisions, then news, then knocks."""

from collections.abc import AsyncIterator

import pytest

from storage import knocks, outbox
from storage.database import Database
from storage.engines.open import open_database
from storage.events import RANKS, Event, Rank
from storage.outbox import RANK_STEP
from tests.usecases.records import add_person

ALICE, BOB, OLGA = 1, 2, 3


@pytest.fixture
async def people(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as db:
        for person in (ALICE, BOB, OLGA):
            await add_person(db, person, "Somebody")
        yield db


async def sent_in_turn(db: Database, at_once: int = 1) -> list[tuple[int, Event, int | None]]:
    """All that is owed, in the order in which it is taken."""
    told = []
    while due := await outbox.take_due(db, 10, at_once, 0):
        for message in due:
            told.append((message.user_id, message.event, message.subject_id))
            await outbox.sent(db, message.id, 10, 0)
    return told


def test_every_event_has_its_rank() -> None:
    assert set(RANKS) == set(Event)
    assert len(Rank) * RANK_STEP < 2**63


async def test_an_operators_card_does_not_wait_behind_knocks(people: Database) -> None:
    for stranger in range(100, 105):
        await outbox.add(people, OLGA, Event.KNOCK, stranger, 5)
    await outbox.add(people, OLGA, Event.DECIDE_ORDER, 7, 6)

    told = await sent_in_turn(people)

    assert [event for _, event, _ in told] == [Event.DECIDE_ORDER, *[Event.KNOCK] * 5]
    assert [subject for _, _, subject in told[1:]] == [100, 101, 102, 103, 104]


async def test_what_somebody_waits_for_goes_before_the_cards_of_all_others(people: Database) -> None:
    for order in range(1, 50):
        await outbox.add(people, ALICE if order % 2 else OLGA, Event.ORDER_CARD, order, 5)
    await outbox.add(people, BOB, Event.ORDER_SUBMITTED, 99, 6)

    assert (await sent_in_turn(people))[0] == (BOB, Event.ORDER_SUBMITTED, 99)


async def test_what_is_said_of_one_order_keeps_its_order(people: Database) -> None:
    told = [Event.ORDER_SUBMITTED, Event.ORDER_CARD, Event.ORDER_ENDED]
    for event in told:
        await outbox.add(people, ALICE, event, 7, 5)
    for event in told:
        await outbox.add(people, ALICE, event, 8, 5)

    got = await sent_in_turn(people, at_once=5)

    for order in (7, 8):
        assert [event for _, event, subject in got if subject == order] == told


async def test_knocks_that_wait_are_one(people: Database) -> None:
    for stranger in range(100, 105):
        await knocks.add_message(people, OLGA, stranger, 5, 5)

    assert await sent_in_turn(people) == [(OLGA, Event.KNOCK, 100)]
    await knocks.add_message(people, OLGA, 200, 6, 6)
    assert await sent_in_turn(people) == [(OLGA, Event.KNOCK, 200)]


async def test_what_only_a_newer_release_knows_waits_and_holds_up_nothing(people: Database) -> None:
    for person in (ALICE, BOB):
        await people.execute(
            """
            INSERT INTO outbox (user_id, event, subject_id, payload, created_at, due_at)
            VALUES ($1, 'gift', 1, '{"of": 7}', 4, 4)
            """,
            person,
        )
    await outbox.add(people, ALICE, Event.ORDER_SUBMITTED, 7, 5)
    await outbox.add(people, ALICE, Event.KNOCK, 8, 5)

    assert await sent_in_turn(people) == [(ALICE, Event.ORDER_SUBMITTED, 7), (ALICE, Event.KNOCK, 8)]
    assert await outbox.not_known(people) == ["gift"]
    assert await people.fetch_all(
        "SELECT user_id, payload, attempts FROM outbox WHERE status = 'pending' ORDER BY id"
    ) == [(ALICE, '{"of": 7}', 0), (BOB, '{"of": 7}', 0)]
