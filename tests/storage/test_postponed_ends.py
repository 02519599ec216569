"""Messages that wait for the end of quiet hours, while settings and clocks change."""

from collections.abc import AsyncIterator

import pytest

from storage import outbox, postponed_ends
from storage.database import Database
from storage.engines.open import open_database
from storage.events import Event
from storage.outbox import OutboxMessage
from tests.usecases.records import begin, place
from usecases.clock import DAY, HOUR
from usecases.people.access import Access
from usecases.people.choose_settings import ChooseSettings

ALICE = 1
NOW = 40 * DAY


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as database:
        await begin(database)
        yield database


async def takes(db: Database, now: int = NOW) -> OutboxMessage:
    (message,) = await outbox.take_due(db, now, 9, db.cluster.instance)
    return message


async def holds(db: Database, message: OutboxMessage, until: int, decided_at: int) -> None:
    async with db.transaction() as transaction:
        await postponed_ends.postpone(transaction, message, until, decided_at, db.cluster.instance)


async def test_settings_that_change_while_a_message_is_about_to_be_held_end_its_wait(db: Database) -> None:
    """Their time is older than the decision, which was made before they were committed."""
    access = Access(db=db, admin_ids=[], allowed_ids=[], clock=lambda: NOW)
    await outbox.add(db, ALICE, Event.ORDER_ENDED, 1, NOW)
    message = await takes(db)
    await ChooseSettings(db=db, access=access, clock=lambda: NOW).no_quiet_hours(ALICE)

    await holds(db, message, NOW + 8 * HOUR, NOW + 5)

    assert (await takes(db, NOW + 10)).id == message.id


async def test_after_a_clock_that_was_a_year_ahead_ends_are_told(db: Database) -> None:
    wrong = NOW + 365 * DAY
    for number in (1, 2):
        await place(db, number, "completed")
        await outbox.add(db, ALICE, Event.ORDER_ENDED, number, NOW)
        await holds(db, await takes(db, wrong), wrong + 8 * HOUR, wrong)

    assert await outbox.waiting(db, NOW) == (2, NOW)
    message = await takes(db)
    held = await postponed_ends.of_user(db, ALICE, NOW)
    assert [order.id for order in held.orders] == [1, 2]
    await postponed_ends.end(db, ALICE, held.last, NOW)
    await outbox.sent(db, message.id, NOW, db.cluster.instance)
    assert await outbox.take_due(db, NOW, 9, db.cluster.instance) == []


async def test_a_message_waits_again_if_it_is_quiet_again(db: Database) -> None:
    await outbox.add(db, ALICE, Event.ORDER_ENDED, 1, NOW)
    await holds(db, await takes(db), NOW + 8 * HOUR, NOW)
    await holds(db, await takes(db, NOW + 8 * HOUR), NOW + 32 * HOUR, NOW + 8 * HOUR)

    assert await outbox.take_due(db, NOW + 9 * HOUR, 9, db.cluster.instance) == []
    assert (await takes(db, NOW + 32 * HOUR)).subject_id == 1
