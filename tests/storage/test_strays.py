"""What waits for somebody who operates the bot no more goes to those who do, once."""

from collections.abc import AsyncIterator

import pytest

from storage import knocks, outbox, refusals, strays, users
from storage.database import Database
from storage.engines.open import open_database
from storage.events import FOR_OPERATORS, Event
from storage.outbox import FIRST_OPERATOR
from storage.records import Json
from tests.usecases.records import add_person

OLGA, PETRA, RUTH, ALICE = 3, 4, 5, 1

Told = tuple[int, Event, int | None, Json]


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as db:
        for person in (ALICE, OLGA, PETRA, RUTH):
            await add_person(db, person, "Somebody")
        yield db


async def happens(db: Database, event: Event, to: tuple[int, ...], now: int, **payload: object) -> None:
    for operator in to:
        await outbox.add(db, operator, event, None if payload else 7, now, payload)


async def passed_on(db: Database, *operators: int) -> int:
    async with db.transaction() as transaction:
        return await strays.pass_on(transaction, operators, FOR_OPERATORS, 100)


async def sent(db: Database, *, but: int = 0) -> list[Told]:
    """Send all that is due, but leave one person's: they have blocked the bot."""
    await users.has_blocked(db, but, 1)
    told: list[Told] = []
    while due := await outbox.take_due(db, 200, 50, 0):
        for one in due:
            told.append((one.user_id, one.event, one.subject_id, one.payload))
            await outbox.sent(db, one.id, 200, 0)
    return told


async def test_a_card_that_waited_for_olga_goes_to_petra_who_took_her_place(db: Database) -> None:
    await happens(db, Event.DECIDE_ORDER, (OLGA,), 5)
    await happens(db, Event.ALERT, (OLGA,), 6, condition="panel_down", detail="")

    assert await passed_on(db, PETRA) == 2

    assert await sent(db) == [
        (PETRA, Event.DECIDE_ORDER, 7, {}),
        (PETRA, Event.ALERT, None, {"condition": "panel_down", "detail": ""}),
    ]


async def test_an_operator_who_was_told_too_is_not_told_again(db: Database) -> None:
    await happens(db, Event.DECIDE_ORDER, (OLGA, RUTH), 5)
    await happens(db, Event.ALERT, (OLGA, RUTH), 6, condition="panel_down", detail="")
    await happens(db, Event.ALERT, (OLGA, RUTH), 7, condition="panel_down", lasted=1)
    await happens(db, Event.ALERT, (OLGA, RUTH), 8, condition="panel_down", detail="")
    assert len(await sent(db, but=OLGA)) == 4

    for _ in range(2):  # a start that was cut off comes twice
        await passed_on(db, RUTH, PETRA)

    told = await sent(db)
    assert {user for user, *_ in told} == {PETRA}
    assert [payload.get("lasted") for *_, payload in told] == [None, None, 1, None]


async def test_what_waits_for_two_former_operators_comes_once(db: Database) -> None:
    await happens(db, Event.HOLD, (OLGA, RUTH), 5)

    await passed_on(db, PETRA)

    assert await sent(db) == [(PETRA, Event.HOLD, 7, {})]


async def test_what_is_about_to_be_sent_is_not_lost(db: Database) -> None:
    await happens(db, Event.PROBLEM, (OLGA,), 5)
    (taken,) = await outbox.take_due(db, 10, 5, 0)

    await passed_on(db, PETRA)
    await outbox.drop(db, taken.id, 10, 0)  # the sender found that Olga may not see it

    assert await sent(db) == [(PETRA, Event.PROBLEM, 7, {})]


async def test_a_customers_messages_stay_with_the_customer(db: Database) -> None:
    await happens(db, Event.ORDER_ENDED, (ALICE, OLGA), 5)

    assert await passed_on(db, PETRA) == 0

    assert [user for user, *_ in await sent(db)] == [ALICE, OLGA]


async def test_refusals_that_an_operator_has_read_are_not_named_again(db: Database) -> None:
    first, second, third = ({"write": "order", "order": one, "at": one} for one in (1, 2, 3))
    await refusals.add_message(db, RUTH, {"refusals": [first], "more": 0}, 5, 5)
    await refusals.add_message(db, RUTH, {"refusals": [second], "more": 0}, 7, 7)
    await refusals.add_message(db, OLGA, {"refusals": [first, second, third], "more": 0}, 5, 5)

    await passed_on(db, RUTH, PETRA)

    told = [(user, payload["refusals"]) for user, _, _, payload in await sent(db)]
    assert sorted(told, key=lambda one: (one[0], one[1][0]["order"])) == [
        (PETRA, [first, second, third]),
        (RUTH, [first]),
        (RUTH, [second]),
        (RUTH, [third]),
    ]


async def test_knocks_are_one_message_that_tells_of_the_earliest(db: Database) -> None:
    await knocks.add_message(db, OLGA, 100, 5, 5)
    await knocks.add_message(db, PETRA, 101, 9, 9)

    await passed_on(db, PETRA, RUTH)

    due = sorted(await outbox.take_due(db, 200, 50, 0), key=lambda one: one.user_id)
    assert [(one.user_id, one.event, one.created_at) for one in due] == [
        (PETRA, Event.KNOCK, 5),
        (RUTH, Event.KNOCK, 5),
    ]


async def test_without_an_operator_it_waits_for_the_first(db: Database) -> None:
    await happens(db, Event.DECIDE_ORDER, (OLGA,), 5)
    await passed_on(db, FIRST_OPERATOR)
    assert await sent(db) == []

    await passed_on(db, PETRA)

    assert await sent(db) == [(PETRA, Event.DECIDE_ORDER, 7, {})]
