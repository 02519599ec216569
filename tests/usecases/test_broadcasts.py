"""Broadcasts in the database: snapshots, marks, and what a restored copy means."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from storage import audiences, broadcast_people, broadcasts, panel_keys, past, users
from storage.audiences import Admitted, Segment, SegmentKind
from storage.broadcast_people import CopyOutcome, Tally
from storage.broadcasts import BroadcastStatus
from storage.database import Constraint, Database
from storage.engines.open import open_database
from storage.users import Role
from tests.usecases.records import begin, reserve

EVERYBODY = Segment(SegmentKind.ALL)
PRIVATE = Admitted((), is_open=False)


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as database:
        yield database


async def people(db: Database, count: int) -> list[int]:
    """Customers; returns their ids in the order in which they get a broadcast."""
    ids = []
    for number in range(1, count + 1):
        person = await users.keep(db, number, f"Person {number}", "en", 0)
        await users.give_role(db, person.id, Role.CUSTOMER, 0)
        ids.append(person.id)
    return sorted(ids)


async def started(db: Database, author: int, now: int = 1) -> int:
    draft = await broadcasts.create(db, author, 11, None, 0)
    async with db.transaction() as transaction:
        total = await broadcast_people.take_snapshot(
            transaction, draft.id, EVERYBODY, PRIVATE, now, is_news=True
        )
        assert await broadcasts.start(transaction, draft.id, total, now)
    return draft.id


async def test_a_snapshot_has_who_may_use_the_bot_and_wants_news(db: Database) -> None:
    ids = await people(db, 5)
    await users.has_blocked(db, ids[0], 1)
    await users.mute_news(db, ids[1], 1)
    await users.remove(db, ids[2], 1)
    await users.keep(db, 77, "Stranger", "en", 0)

    broadcast = await started(db, ids[3])

    assert await broadcast_people.waiting(db, broadcast, 9) == ids[3:]


async def test_in_a_shop_everybody_is_in_who_was_not_removed(db: Database) -> None:
    ids = await people(db, 2)
    await users.remove(db, ids[0], 1)
    stranger = await users.keep(db, 77, "Stranger", "en", 0)
    draft = await broadcasts.create(db, ids[1], 11, None, 0)

    await broadcast_people.take_snapshot(db, draft.id, EVERYBODY, Admitted((), is_open=True), 1, is_news=True)

    assert await broadcast_people.waiting(db, draft.id, 9) == sorted([ids[1], stranger.id])


async def test_of_many_claims_one_gets_the_person(db: Database) -> None:
    (person,) = await people(db, 1)
    broadcast = await started(db, person)

    claims = await asyncio.gather(*(broadcast_people.claim(db, broadcast, person, one) for one in range(8)))

    assert sum(claims) == 1


async def test_nobody_is_claimed_while_it_is_paused(db: Database) -> None:
    (person,) = await people(db, 1)
    broadcast = await started(db, person)
    await broadcasts.pause(db, broadcast)

    assert not await broadcast_people.claim(db, broadcast, person, 1)
    await broadcasts.go_on(db, broadcast)
    assert await broadcast_people.claim(db, broadcast, person, 1)


async def test_one_is_under_way_at_a_time(db: Database) -> None:
    (person,) = await people(db, 1)
    first = await started(db, person)
    with pytest.raises(Constraint):
        await started(db, person, 2)
    await broadcasts.stop(db, first, 3)

    second = await started(db, person, 4)

    with pytest.raises(Constraint):
        await broadcasts.start_deleting(db, first, 0)
    await broadcasts.stop(db, second, 5)
    assert await broadcasts.start_deleting(db, first, 0)


async def test_a_call_of_an_ended_process_is_unknown_until_its_answer_is_recorded(db: Database) -> None:
    ids = await people(db, 3)
    broadcast = await started(db, ids[0])
    for person, process in zip(ids, (1, 2, 2), strict=True):
        assert await broadcast_people.claim(db, broadcast, person, process)

    await broadcast_people.lose_abandoned(db, broadcast, {2}, 2, {ids[2]})

    assert await broadcast_people.tally(db, broadcast) == Tally(sending=1, unknown=2)
    await broadcast_people.finish(db, broadcast, ids[1], CopyOutcome.SENT, "5", 9, 2)
    await broadcast_people.finish(db, broadcast, ids[0], CopyOutcome.SENT, "5", 9, 2)  # another's
    assert await broadcast_people.tally(db, broadcast) == Tally(sending=1, unknown=1, sent=1)


async def test_it_ends_when_nobody_waits_and_nothing_is_under_way(db: Database) -> None:
    (person,) = await people(db, 1)
    broadcast = await started(db, person)
    assert not await broadcasts.end(db, broadcast, 2)
    await broadcast_people.claim(db, broadcast, person, 1)
    assert not await broadcasts.end(db, broadcast, 2)
    await broadcast_people.finish(db, broadcast, person, CopyOutcome.BLOCKED, None, 2, 1)

    assert await broadcasts.end(db, broadcast, 3)


async def test_an_ended_one_takes_no_step_back(db: Database) -> None:
    (person,) = await people(db, 1)
    broadcast = await started(db, person)
    await broadcasts.stop(db, broadcast, 2)

    assert not await broadcasts.go_on(db, broadcast)
    with pytest.raises(Constraint):
        await db.execute("UPDATE broadcasts SET status = 'sending' WHERE id = $1", broadcast)


async def test_in_an_older_copy_it_is_stopped_and_who_waited_is_unknown(db: Database) -> None:
    ids = await people(db, 3)
    broadcast = await started(db, ids[0])
    await broadcast_people.claim(db, broadcast, ids[0], 1)
    await broadcast_people.finish(db, broadcast, ids[0], CopyOutcome.SENT, "5", 2, 1)

    async with db.transaction() as transaction:
        await past.put_in_doubt(transaction, 3)

    found = await broadcasts.get(db, broadcast)
    assert found is not None
    assert found.status is BroadcastStatus.STOPPED
    assert await broadcast_people.tally(db, broadcast) == Tally(sent=1, unknown=2)


async def test_in_an_older_copy_a_draft_is_dropped_with_its_list(db: Database) -> None:
    (person,) = await people(db, 1)
    draft = await broadcasts.create(db, person, 11, None, 0)
    await audiences.list_people(db, draft.id, [1])

    async with db.transaction() as transaction:
        await past.put_in_doubt(transaction, 3)

    found = await broadcasts.get(db, draft.id)
    assert found is not None
    assert found.status is BroadcastStatus.DROPPED
    assert await db.fetch_all("SELECT * FROM broadcast_lists") == []


async def test_after_an_older_copy_no_number_is_given_again(db: Database) -> None:
    (person,) = await people(db, 1)
    await broadcasts.create(db, person, 11, None, 0)

    await db.skip_numbers(past.NUMBERED, past.SPARED)

    assert (await broadcasts.create(db, person, 12, None, 0)).id > past.SPARED


async def test_a_deletion_ends_after_the_last_call_of_a_stopped_one(db: Database) -> None:
    ids = await people(db, 2)
    broadcast = await started(db, ids[0])
    for person in ids:
        assert await broadcast_people.claim(db, broadcast, person, 1)
    await broadcasts.stop(db, broadcast, 2)
    assert await broadcasts.start_deleting(db, broadcast, 0)

    assert not await broadcasts.end_deleting(db, broadcast)
    await broadcast_people.put_back(db, broadcast, ids[0], 1)
    assert not await broadcasts.end_deleting(db, broadcast)
    await broadcast_people.finish(db, broadcast, ids[1], CopyOutcome.SENT, "5", 3, 1)
    assert not await broadcasts.end_deleting(db, broadcast)
    await broadcast_people.note_deletion(db, broadcast, ids[1], deleted=True)

    assert await broadcasts.end_deleting(db, broadcast)
    assert await broadcast_people.tally(db, broadcast) == Tally(sent=1, skipped=1)


@pytest.mark.parametrize("kind", [SegmentKind.SERVICE, SegmentKind.CATEGORY])
async def test_customers_of_a_former_panel_are_not_those_of_the_same_number(
    db: Database, kind: SegmentKind
) -> None:
    await begin(db)
    await reserve(db, 1)  # service 101 of the first panel
    other = await panel_keys.of_operator(db, "https://other.example")
    for key in (1, other.id):
        await db.execute(
            """
            INSERT INTO services (panel_key_id, id, position, name, type, category, rate, min, max, description,
                refill, cancel, dripfeed)
            VALUES ($1, '101', 1, 'x', 'default', 'Likes', '1', 1, 9, '', 0, 0, 0)
            """,
            key,
        )
    value = "101" if kind is SegmentKind.SERVICE else "Likes"

    counts = [
        await audiences.count(
            db, Segment(kind, value, key), Admitted((1,), is_open=False), 1, is_news=True, broadcast_id=0
        )
        for key in (1, other.id)
    ]

    assert counts == [1, 0]
