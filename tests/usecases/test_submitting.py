"""Sending an order to the panel."""

import asyncio

import pytest

from panel import Panel
from sandbox.panel.server import PanelServer
from storage import order_progress, submissions
from storage.database import open_database
from tests.databases import ENGINES
from tests.usecases.records import begin, reserve
from usecases.access import Access
from usecases.alert_operators import AlertOperators
from usecases.bell import Bell
from usecases.decide import Decide
from usecases.submit_order import SubmitOrder


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


async def test_a_commit_that_comes_through_late_leaves_the_order_in_doubt_and_not_on_its_way_for_ever(
    database_url: str, panel: PanelServer
) -> None:
    async with open_database(database_url) as db, Panel(panel.api_url, "demo-key") as client:
        await begin(db)
        await reserve(db, 1)
        access = Access(db=db, admin_ids=[9], allowed_ids=[], clock=lambda: 7)
        alert = AlertOperators(db=db, access=access, clock=lambda: 7)
        submit = SubmitOrder(db=db, panel=client, alert=alert, clock=lambda: 7)
        panel.faults.switch_on("slow", "balance", times=1, seconds=0.5)  # asked for before the order is taken
        submitting = asyncio.create_task(submit.next(1))
        while not any(call.action == "balance" for call in panel.calls):
            await asyncio.sleep(0.01)

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
        access = Access(db=db, admin_ids=[9], allowed_ids=[], clock=lambda: 7)
        alert = AlertOperators(db=db, access=access, clock=lambda: 7)
        stalled = SubmitOrder(db=db, panel=client, alert=alert, clock=lambda: 7)
        panel.faults.switch_on("slow", "add", times=1, seconds=1)
        submitting = asyncio.create_task(stalled.next(1))
        while not any(call.action == "add" for call in panel.calls):
            await asyncio.sleep(0.01)

        next_leader = SubmitOrder(db=db, panel=client, alert=alert, clock=lambda: 7)
        await next_leader.recover()
        decide = Decide(db=db, panel=client, sweep=Bell(), owed=Bell(), clock=lambda: 7)
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
        access = Access(db=db, admin_ids=[9], allowed_ids=[], clock=lambda: 7)
        alert = AlertOperators(db=db, access=access, clock=lambda: 7)
        submit = SubmitOrder(db=db, panel=client, alert=alert, clock=lambda: 7)
        await db.execute("UPDATE panel_keys SET balance = 1, balance_at = 1 WHERE id = 1")
        await client.balance()

        submitting = asyncio.create_task(submit.next(1))
        await asyncio.sleep(0.2)
        submitting.cancel()
        await asyncio.gather(submitting, return_exceptions=True)

        assert await db.fetch_all("SELECT status FROM orders") == [("reserved",)]
        assert not any(call.action == "add" for call in panel.calls)
