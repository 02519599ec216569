"""Sending an order to the panel."""

import asyncio
from collections.abc import AsyncIterator
from itertools import chain, repeat

import pytest

from panel import Panel
from sandbox.panel.book import FIRST_ORDER
from sandbox.panel.server import PanelServer
from storage import cancels, order_progress, orders, refills, submissions
from storage.cancels import CancelStatus
from storage.database import Database
from storage.engines.open import open_database
from tests.usecases.records import begin, place, reserve
from tests.usecases.submitters import submit_cancel, submit_order, submit_refill
from tests.usecases.sweeping import World
from usecases.clock import DAY, MINUTE, Clock
from usecases.people.access import Access
from usecases.submitting.decide import Decide
from usecases.submitting.gather_evidence import SETTLES, GatherEvidence
from usecases.submitting.send_once import HELD_UP, OVER_AFTER
from usecases.wakeup import WakeUp

NOON = 40 * DAY


async def asked(panel: PanelServer, action: str) -> None:
    """Wait until a call has come to the panel."""
    while not any(call.action == action for call in panel.calls):
        await asyncio.sleep(0.01)


async def test_a_commit_that_comes_through_late_leaves_the_order_in_doubt_and_not_on_its_way_for_ever(
    database_url: str, panel: PanelServer
) -> None:
    async with open_database(database_url) as db, Panel(panel.api_url, "demo-key") as client:
        await begin(db)
        await reserve(db, 1)
        submit = submit_order(db, client, lambda: 7)
        panel.faults.switch_on("slow", "balance", times=1, seconds=0.5)  # asked for before the order is taken
        submitting = asyncio.create_task(submit.next(1))
        await asked(panel, "balance")

        async with db.transaction() as transaction:
            await order_progress.begin_submitting(transaction, 1)
            await submissions.begin(transaction, 1, None, 7)
        await submitting

        assert await db.fetch_all("SELECT status FROM orders") == [("unconfirmed",)]
        assert not any(call.action == "add" for call in panel.calls)


async def test_an_order_that_was_decided_not_to_exist_and_does_is_told_to_the_operator(
    database_url: str, panel: PanelServer
) -> None:
    async with open_database(database_url) as db, Panel(panel.api_url, "demo-key") as client:
        await begin(db)
        await reserve(db, 1)
        stalled = submit_order(db, client, lambda: 7)
        panel.faults.switch_on("slow", "add", times=1, seconds=1)
        submitting = asyncio.create_task(stalled.next(1))
        await asked(panel, "add")

        next_leader = submit_order(db, client, lambda: 7)
        await next_leader.recover()
        decide = Decide(
            db=db, panel=client, panel_key_id=1, wake_sweep=WakeUp(), wake_sender=WakeUp(), clock=lambda: 7
        )
        await decide.order_does_not_exist(1, 9)
        await submitting

        told = await db.fetch_all("SELECT payload FROM outbox WHERE event = 'alert' AND user_id = 9")
        assert any("exists_after_all:1" in payload for (payload,) in told)


async def test_a_crash_while_the_limit_of_calls_is_used_up_leaves_the_order_waiting_and_not_in_doubt(
    database_url: str, panel: PanelServer
) -> None:
    async with (
        open_database(database_url) as db,
        Panel(panel.api_url, "demo-key", calls_per_minute=1) as client,
    ):
        await begin(db)
        await reserve(db, 1)
        submit = submit_order(db, client, lambda: 7)
        await db.execute("UPDATE panel_keys SET balance = 1, balance_at = 1 WHERE id = 1")
        await client.balance()

        submitting = asyncio.create_task(submit.next(1))
        await asyncio.sleep(0.2)
        submitting.cancel()
        await asyncio.gather(submitting, return_exceptions=True)

        assert await db.fetch_all("SELECT status FROM orders") == [("reserved",)]
        assert not any(call.action == "add" for call in panel.calls)


def held_up() -> Clock:
    """The time of a process that is stopped for a minute after it has looked at the clock once."""
    return chain([NOON], repeat(NOON + MINUTE)).__next__


async def test_what_a_process_noted_long_before_it_was_held_up_is_not_sent_any_more(
    database_url: str, panel: PanelServer
) -> None:
    async with open_database(database_url) as db, Panel(panel.api_url, "demo-key") as client:
        await begin(db)
        await db.execute("UPDATE panel_keys SET balance = 1, balance_at = 1 WHERE id = 1")
        await reserve(db, 1)
        await place(db, 2, "completed")
        await refills.reserve(db, 2, 1, 0, 7)
        await place(db, 3, "pending")
        await cancels.reserve(db, 3, 1, 0, 7)

        await submit_order(db, client, held_up()).next(1)
        await submit_refill(db, client, held_up()).next(1)
        await submit_cancel(db, client, held_up()).next(1)

        assert not panel.calls
        for table, number in (("orders", 1), ("refills", 1), ("cancels", 1)):
            rows = await db.fetch_all(f"SELECT status, failure FROM {table} WHERE id = $1", number)
            assert rows == [("failed", "not_sent")]


async def test_a_refill_that_was_decided_not_to_exist_and_does_is_told_to_the_operator(
    database_url: str, panel: PanelServer
) -> None:
    async with open_database(database_url) as db, Panel(panel.api_url, "demo-key") as client:
        await begin(db)
        await place(db, FIRST_ORDER, "completed")
        await refills.reserve(db, FIRST_ORDER, 1, 0, 7)
        stalled, next_leader = (submit_refill(db, client, lambda: 7) for _ in range(2))
        panel.faults.switch_on("slow", "refill", times=1, seconds=1)
        service = next(one for one in panel.book.services.values() if one.refill and one.type == "Default")
        sent = {"service": str(service.id), "link": "https://example.com/p", "quantity": str(service.min)}
        taken = panel.book.add("demo-key", sent)
        panel.book.end(taken, "Completed")
        submitting = asyncio.create_task(stalled.next(1))
        await asked(panel, "refill")

        await next_leader.recover()
        await Decide(
            db=db, panel=client, panel_key_id=1, wake_sweep=WakeUp(), wake_sender=WakeUp(), clock=lambda: 7
        ).refill_does_not_exist(1, 9)
        await submitting

        told = await db.fetch_all("SELECT payload FROM outbox WHERE event = 'alert' AND user_id = 9")
        assert any(f"refill_exists_after_all:{FIRST_ORDER}" in payload for (payload,) in told)


@pytest.fixture
async def in_doubt(database_url: str, panel: PanelServer) -> AsyncIterator[tuple[Database, Panel]]:
    """An order of which at noon nobody knew who had been sending it."""
    async with open_database(database_url) as db, Panel(panel.api_url, "demo-key") as client:
        await begin(db)
        await reserve(db, 1)
        async with db.transaction() as transaction:
            await order_progress.begin_submitting(transaction, 1)
            await submissions.begin(transaction, 1, None, NOON)
        await submit_order(db, client, lambda: NOON + 1).recover()
        yield db, client


async def gather(db: Database, client: Panel, now: int, operators: list[int]) -> list[int]:
    """Those who are asked to decide after evidence was gathered."""
    access = Access(db=db, admin_ids=operators, allowed_ids=[], clock=lambda: now)
    await GatherEvidence(db=db, panel=client, panel_key_id=1, access=access, clock=lambda: now)()
    asked = await db.fetch_all("SELECT user_id FROM outbox WHERE event = 'decide_order'")
    return [user_id for (user_id,) in asked]


async def test_no_evidence_is_gathered_while_a_process_taken_for_dead_may_still_be_sending(
    in_doubt: tuple[Database, Panel], engine: str
) -> None:
    over = NOON + (OVER_AFTER if engine == "postgres" else 1) + SETTLES  # a file has no second process

    assert await gather(*in_doubt, over - 1, [9]) == []
    assert await gather(*in_doubt, over, [9]) == [9]


async def test_evidence_says_whether_the_orders_of_the_panel_could_be_searched(
    in_doubt: tuple[Database, Panel],
) -> None:
    db, client = in_doubt
    await gather(db, client, NOON + MINUTE, [9])
    first = await submissions.of_order(db, 1)
    assert first is not None
    assert first.evidence is not None
    assert first.evidence["candidates"] is None

    await place(db, 2, "pending")
    await reserve(db, 3)
    async with db.transaction() as transaction:
        await order_progress.begin_submitting(transaction, 3)
        await submissions.begin(transaction, 3, None, NOON)
    await submit_order(db, client, lambda: NOON + 1).recover()
    await gather(db, client, NOON + MINUTE, [9])
    second = await submissions.of_order(db, 3)
    assert second is not None
    assert second.evidence is not None
    assert second.evidence["candidates"] == []


async def test_evidence_does_not_wait_for_a_clock_that_was_set_back(in_doubt: tuple[Database, Panel]) -> None:
    assert await gather(*in_doubt, NOON - DAY, [9]) == [9]


async def test_an_order_in_doubt_while_there_is_no_operator_is_shown_to_the_first_one(
    in_doubt: tuple[Database, Panel],
) -> None:
    assert await gather(*in_doubt, NOON + MINUTE, []) == []
    assert await gather(*in_doubt, NOON + MINUTE, [9]) == [9]


async def test_the_operator_hears_that_an_order_decided_to_exist_was_never_sent(
    in_doubt: tuple[Database, Panel],
) -> None:
    db, client = in_doubt
    await order_progress.place(db, 1, "77", NOON, NOON)
    order = await orders.get(db, 1)
    assert order is not None

    await submit_order(db, client, lambda: NOON)._end(order, HELD_UP)

    told = await db.fetch_all("SELECT payload FROM outbox WHERE event = 'alert' AND user_id = 9")
    assert any("never_placed:1" in payload and "77" in payload for (payload,) in told)


async def test_a_cancel_taken_for_unknown_that_was_never_sent_may_be_asked_for_again(
    database_url: str, panel: PanelServer
) -> None:
    async with open_database(database_url) as db, Panel(panel.api_url, "demo-key") as client:
        await begin(db)
        await place(db, 3, "pending")
        request = await cancels.reserve(db, 3, 1, 0, 7)
        assert request is not None
        await cancels.move(db, 1, CancelStatus.RESERVED, CancelStatus.SUBMITTING)
        await submit_cancel(db, client, lambda: NOON).recover()

        await submit_cancel(db, client, lambda: NOON)._end(request, HELD_UP)

        assert await db.fetch_all("SELECT status, failure FROM cancels") == [("failed", "not_sent")]


async def test_an_order_that_only_waited_for_the_database_is_sent(
    database_url: str, panel: PanelServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = NOON
    async with open_database(database_url, connections=1) as db, Panel(panel.api_url, "demo-key") as client:
        await begin(db)
        await db.execute("UPDATE panel_keys SET balance = 1, balance_at = 1 WHERE id = 1")
        await reserve(db, 1)
        submit = submit_order(db, client, lambda: now)
        is_ready, may_begin = asyncio.Event(), asyncio.Event()

        async def room_to_write() -> None:
            is_ready.set()
            await may_begin.wait()

        monkeypatch.setattr(client, "room_to_write", room_to_write)
        sending = asyncio.create_task(submit.next(1))
        await is_ready.wait()
        async with db.transaction():
            may_begin.set()
            await asyncio.sleep(0.1)
            now += MINUTE
        await sending

        order = await orders.get(db, 1)
        assert order is not None
        assert order.panel_order_id is not None


async def test_two_refills_to_which_the_panel_gives_one_id_are_both_asked_for(
    world: World,
) -> None:
    submit = submit_refill(world.db, world.client, world.clock)
    for number in (1, 2):
        await place(world.db, number, "completed")
        await refills.reserve(world.db, number, 1, 0, world.now)
    world.script.says({"refill": "1"})

    while await submit.next(1):
        pass

    rows = await world.db.fetch_all("SELECT status, panel_refill_id FROM refills")
    assert rows == [("pending", "1"), ("pending", "1")]


async def test_an_order_that_gets_the_number_of_another_is_in_doubt_without_a_text_of_the_database(
    world: World,
) -> None:
    await place(world.db, 7, "pending")
    await reserve(world.db, 8)
    world.script.says(lambda sent: {"order": "7"} if sent["action"] == "add" else {"balance": "5"})

    await submit_order(world.db, world.client, world.clock).next(1)

    assert await world.db.fetch_all("SELECT detail FROM submissions WHERE order_id = 8") == [
        ("the panel gave the number 7, which order 7 here has",)
    ]
