"""Messages that are owed by the hundred."""

from collections.abc import AsyncIterator

import pytest

from storage import outbox
from storage.database import Database
from storage.engines.open import open_database
from storage.events import Event

ALICE, BOB = 7, 8


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as database:
        await database.execute(
            "INSERT INTO users (id, name, created_at) VALUES (7, 'Alice', 0), (8, 'Bob', 0)"
        )
        yield database


@pytest.mark.parametrize(
    "number",
    [
        1,
        outbox.MESSAGES_PER_STATEMENT - 1,
        outbox.MESSAGES_PER_STATEMENT,
        2 * outbox.MESSAGES_PER_STATEMENT + 1,
    ],
)
async def test_many_messages_are_owed_in_the_order_given_and_a_card_that_waits_once(
    db: Database, number: int
) -> None:
    await outbox.add(db, BOB, Event.ORDER_CARD, 1, 5)
    messages = [
        (BOB if order % 2 else ALICE, event, order)
        for order in range(1, number + 1)
        for event in (Event.ORDER_CARD, Event.ORDER_ENDED)
    ]

    async with db.transaction() as transaction:
        await outbox.add_many(transaction, messages, 9)

    owed = await db.fetch_all(
        "SELECT user_id, event, subject_id, payload, created_at FROM outbox ORDER BY id"
    )
    assert owed == [
        (BOB, "order_card", 1, "{}", 5),
        *((user_id, event.value, order, "{}", 9) for user_id, event, order in messages[1:]),
    ]
