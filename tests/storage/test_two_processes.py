"""Two processes on one PostgreSQL at the same moment; `db` and `other` are a process each."""

import asyncio
import logging
from collections.abc import AsyncIterator
from functools import partial

import pytest

from bot.commands.forget import forget
from bot.settings import Settings
from storage import conversations, inbox, outbox, users
from storage.database import Database
from storage.engines.open import open_database
from storage.engines.postgres.database import PostgresDatabase
from storage.events import Event
from storage.retry import retry_while_away
from tests.databases import ask
from tests.usecases.records import add_person

ALICE, BOB = 1, 2

pytestmark = [pytest.mark.postgres]


@pytest.fixture
def engine() -> str:
    return "postgres"


@pytest.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    async with open_database(database_url) as database:
        for number in (ALICE, BOB):
            await add_person(database, number, "Somebody")
        yield database


@pytest.fixture
async def other(database_url: str, db: Database) -> AsyncIterator[Database]:
    async with open_database(database_url) as database:
        yield database


async def lose_sessions(url: str) -> None:
    """As when the network breaks: the server ends every session."""
    await ask(
        url,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )


async def owe(db: Database, person: int) -> None:
    await outbox.add(db, person, Event.ALERT, None, 0)


async def test_of_two_that_take_messages_at_the_same_moment_one_gets_each(
    db: Database, other: Database
) -> None:
    await owe(db, ALICE)
    async with db.transaction() as transaction:
        first = await outbox.take_due(transaction, 1, 64, db.cluster.instance)
        late = asyncio.create_task(outbox.take_due(other, 1, 64, other.cluster.instance))
        await asyncio.sleep(0.3)

    assert len(first) == 1
    assert await late == []


async def test_two_processes_that_add_the_same_people_do_not_block_each_other(
    db: Database, other: Database
) -> None:
    for start in range(1_000, 11_000, 1_000):
        people = range(start, start + 200)
        await asyncio.gather(users.expect(db, people, 0), users.expect(other, reversed(people), 0))
    ((number,),) = await db.fetch_all("SELECT count(*) FROM users WHERE telegram_id >= 1000")
    assert number == 2_000


async def test_a_shell_that_forgets_somebody_waits_for_the_update_of_theirs_that_is_under_way(
    db: Database, other: Database, database_url: str, settings: Settings
) -> None:
    asked = asyncio.Event()

    def agrees(_: str) -> bool:
        asked.set()
        return True

    here = settings.model_copy(update={"database_url": database_url})
    async with other.cluster.lock_person(ALICE):
        forgetting = asyncio.create_task(forget(here, [str(ALICE)], lambda _: None, agrees))
        await asked.wait()
        await asyncio.sleep(0.3)  # long enough to forget, if nothing were in the way
        await conversations.keep(other, ALICE, "answer", {"draft": "typed"})
    await forgetting

    assert await db.fetch_all("SELECT user_id FROM conversations") == []
    assert await db.fetch_all("SELECT telegram_id FROM users WHERE id = $1", ALICE) == [(None,)]


async def test_a_message_that_another_has_by_now_is_not_put_back(db: Database, other: Database) -> None:
    await owe(db, ALICE)
    mine, its = db.cluster.instance, other.cluster.instance
    (message,) = await outbox.take_due(db, 1, 64, mine)
    await outbox.put_back_abandoned(other, 2, {its}, its, [])
    assert await outbox.take_due(other, 3, 64, its) != []

    await outbox.put_back(db, message.id, 4, 1, mine)

    assert await outbox.take_due(db, 5, 64, mine) == []


async def test_what_a_living_process_is_sending_is_left_to_it(db: Database, other: Database) -> None:
    await owe(db, ALICE)
    mine, its = db.cluster.instance, other.cluster.instance
    (message,) = await outbox.take_due(db, 1, 64, mine)

    await outbox.put_back_abandoned(other, 2, await other.cluster.live_members(), its, [])
    await outbox.put_back_abandoned(db, 2, await db.cluster.live_members(), mine, [message.id])
    assert await outbox.take_due(other, 3, 64, its) == []

    await outbox.put_back_abandoned(db, 4, await db.cluster.live_members(), mine, [])
    assert [again.id for again in await outbox.take_due(other, 5, 64, its)] == [message.id]


async def test_one_leads_and_the_other_when_it_is_gone(db: Database, other: Database) -> None:
    async with db.cluster.leadership():
        waiting = asyncio.create_task(other.cluster.leadership().__aenter__())
        await asyncio.sleep(2)
        assert not waiting.done()

    async with asyncio.timeout(60):
        await waiting


async def test_who_loses_the_connection_while_beginning_to_lead_knows_it_however_soon_it_is_back(
    db: Database, database_url: str
) -> None:
    async with asyncio.timeout(60), db.cluster.leadership() as lost:
        await lose_sessions(database_url)
        await lost.wait()
        await retry_while_away(
            lambda: db.cluster.lock_person(ALICE).__aenter__()
        )  # the connection is there again

        assert lost.is_set()


async def test_a_person_is_served_by_one_process_at_a_time_and_others_beside(
    db: Database, other: Database
) -> None:
    async with db.cluster.lock_person(ALICE), other.cluster.lock_person(BOB):
        waiting = asyncio.create_task(other.cluster.lock_person(ALICE).__aenter__())
        await asyncio.sleep(0.3)
        assert not waiting.done()

    async with asyncio.timeout(60):
        await waiting


async def test_a_turn_that_nobody_waits_for_any_more_is_not_held(db: Database, other: Database) -> None:
    for pause in range(40):
        waiting = asyncio.create_task(db.cluster.lock_person(ALICE).__aenter__())
        await asyncio.sleep(pause * 0.0001)
        waiting.cancel()
        (turn,) = await asyncio.gather(waiting, return_exceptions=True)
        if turn is None:
            break  # it had its turn before it was cancelled, and keeps it
        async with asyncio.timeout(60), other.cluster.lock_person(ALICE):
            pass


async def test_what_a_process_keeps_that_only_lost_its_connection_is_not_taken_from_it(
    db: Database, other: Database, database_url: str
) -> None:
    await inbox.keep(db, 7, "{}", 0, db.cluster.instance)
    assert await inbox.adopt(other, other.cluster.instance, await other.cluster.live_members()) == []

    await lose_sessions(database_url)

    for _ in range(20):
        assert db.cluster.instance in await retry_while_away(other.cluster.live_members)
        await asyncio.sleep(0.1)


async def test_a_look_at_the_members_ends_wherever_it_is_cancelled(db: Database) -> None:
    """If it went on, whoever looks again and again would hold up the end of the program."""
    for awaits in range(1_000):
        looking = asyncio.create_task(db.cluster.live_members())
        for _ in range(awaits):
            await asyncio.sleep(0)
        if looking.done():
            return
        looking.cancel()
        await asyncio.wait({looking})
        assert looking.cancelled(), awaits
    raise AssertionError("it never came to its end")


async def test_a_task_cancelled_at_begin_leaves_no_transaction_open(
    db: Database, database_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert isinstance(db, PostgresDatabase)
    for pause in range(60):
        begun = asyncio.create_task(db.transaction().__aenter__())
        await asyncio.sleep(pause * 0.00003)
        begun.cancel()
        (connection,) = await asyncio.gather(begun, return_exceptions=True)
        if not isinstance(connection, BaseException):
            break  # nobody would end it

    open_ones = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
    )
    assert (await ask(database_url, open_ones))[0][0] <= 1
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


async def test_a_redraw_that_waits_is_not_taken_before_the_change_that_wants_it_again_is_committed(
    db: Database, other: Database
) -> None:
    await outbox.add(db, ALICE, Event.ORDER_CARD, 7, 0)

    async with db.transaction() as transaction:
        await outbox.add(transaction, ALICE, Event.ORDER_CARD, 7, 1)
        taking = asyncio.create_task(outbox.take_due(other, 10, 5, other.cluster.instance))
        await asyncio.sleep(0.3)
        assert not taking.done()

    assert [message.subject_id for message in await taking] == [7]


async def test_who_sends_what_another_has_taken_meanwhile_learns_of_it(db: Database, other: Database) -> None:
    stalled, next_leader = db.cluster.instance, other.cluster.instance
    await owe(db, ALICE)
    (message,) = await outbox.take_due(db, 10, 5, stalled)
    await outbox.put_back_abandoned(other, 10, {next_leader}, next_leader, [])
    await outbox.take_due(other, 10, 5, next_leader)

    assert not await outbox.sent(db, message.id, 11, stalled)
    assert await outbox.sent(other, message.id, 11, next_leader)


async def test_a_statement_in_the_very_moment_in_which_the_server_ends_the_session_is_done_again(
    db: Database, database_url: str
) -> None:
    async def keep_writing(number: int) -> None:
        for turn in range(40):
            await retry_while_away(
                partial(db.execute, "UPDATE users SET name = $1 WHERE id = $2", str(turn), number)
            )
            assert await retry_while_away(partial(db.fetch_one, "SELECT id FROM users WHERE id = $1", number))

    writing = asyncio.gather(*(keep_writing(number) for number in (ALICE, BOB) for _ in range(4)))
    while not writing.done():
        await lose_sessions(database_url)
    await writing
