"""Orders wait for their call: however long the queue is, they are sent; after a long absence they are not."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.leader import submitter as leader
from bot.leader.submitter import Submitter
from panel import Panel
from sandbox.panel.server import PanelServer
from storage import cancels, order_progress, refills
from storage.database import Database, DatabaseAway
from storage.engines.open import open_database
from storage.orders import Order
from tests.usecases.records import begin, place, reserve
from tests.usecases.submitters import submit_cancel, submit_order, submit_refill
from usecases.clock import MINUTE
from usecases.submitting.send_once import LONGEST_ABSENCE_MS, Ready
from usecases.wakeup import WakeUp


class Line:
    """A queue of two orders from the minute 0, and what sends them at a time that the test sets."""

    def __init__(self, db: Database, panel: Panel) -> None:
        self.db = db
        self.now = 0
        self.submit = submit_order(db, panel, self.clock)
        self.submitter = Submitter(
            panel_key_id=1,
            submit_order=self.submit,
            submit_refill=submit_refill(db, panel, self.clock),
            submit_cancel=submit_cancel(db, panel, self.clock),
            wake_sender=WakeUp(),
            clock=self.clock,
        )

    def clock(self) -> int:
        return self.now

    async def failures(self) -> list[str | None]:
        rows = await self.db.fetch_all("SELECT status, failure FROM orders ORDER BY id")
        return [failure if status == "failed" else status for status, failure in rows]

    async def runs(self) -> None:
        """Let it submit until nothing waits."""
        stop = asyncio.Event()
        running = asyncio.create_task(self.submitter.run(WakeUp(), stop))
        async with asyncio.timeout(20):
            while await self.db.fetch_one("SELECT 1 FROM orders WHERE status IN ('reserved', 'submitting')"):
                await asyncio.sleep(0.01)
        stop.set()
        await running


@pytest.fixture
async def line(database_url: str, panel: PanelServer, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Line]:
    monkeypatch.setattr(leader, "SUBMIT_RETRY_DELAY_S", 0.0)
    async with open_database(database_url) as db, Panel(panel.api_url, "demo-key") as client:
        await begin(db)
        await reserve(db, 1)
        yield Line(db, client)


def is_away(line: Line, until: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The database does not answer the next look at the queue, nor anything else until that time."""
    submit = line.submit
    look, recover, looks, recovers = submit._next_reserved, submit.recover, [None], [None]

    async def next_reserved(panel_key_id: int) -> Order | None:
        if looks:
            looks.pop()
            raise DatabaseAway("the look")
        return await look(panel_key_id)

    async def recover_later() -> None:
        if recovers:
            recovers.pop()
            line.now = until
            raise DatabaseAway("still")
        await recover()

    monkeypatch.setattr(submit, "_next_reserved", next_reserved)
    monkeypatch.setattr(submit, "recover", recover_later)


async def test_a_moment_without_the_database_ends_no_order_of_a_long_queue(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    line.now = 3 * LONGEST_ABSENCE_MS
    is_away(line, line.now + MINUTE, monkeypatch)

    await line.runs()

    assert await line.failures() == ["pending"]


async def test_what_waited_while_the_database_was_away_for_long_is_not_sent(
    line: Line, monkeypatch: pytest.MonkeyPatch, panel: PanelServer
) -> None:
    line.now = MINUTE
    is_away(line, MINUTE + LONGEST_ABSENCE_MS + 1, monkeypatch)

    await line.runs()

    assert await line.failures() == ["not_sent"]
    assert not any(call.action == "add" for call in panel.calls)


@pytest.mark.parametrize(
    ("absence", "end"), [(LONGEST_ABSENCE_MS, "pending"), (LONGEST_ABSENCE_MS + 1, "not_sent")]
)
async def test_a_start_after_a_long_absence_sends_nothing_old(line: Line, absence: int, end: str) -> None:
    line.now = 3 * LONGEST_ABSENCE_MS

    await line.submitter.recover(line.now - absence)
    await line.runs()

    assert await line.failures() == [end]


async def test_what_was_confirmed_lately_is_sent_after_a_long_absence_too(line: Line) -> None:
    line.now = LONGEST_ABSENCE_MS  # since then the order has waited

    await line.submitter.recover(-MINUTE)
    await line.runs()

    assert await line.failures() == ["pending"]


async def test_an_order_that_is_taken_back_before_its_call_ends_no_other_one(
    line: Line, monkeypatch: pytest.MonkeyPatch
) -> None:
    await reserve(line.db, 2)
    line.now = 3 * LONGEST_ABSENCE_MS
    prepare = line.submit._prepare

    async def taken_back_meanwhile(order: Order) -> Ready:
        ready = await prepare(order)
        if order.id == 1:
            await order_progress.fail_unsent(line.db, 1, "unpaid", line.now)
        return ready

    monkeypatch.setattr(line.submit, "_prepare", taken_back_meanwhile)

    await line.runs()

    assert await line.failures() == ["unpaid", "pending"]


async def test_after_a_long_absence_a_refill_is_not_sent_and_a_cancel_is(
    database_url: str, panel: PanelServer
) -> None:
    async with open_database(database_url) as db, Panel(panel.api_url, "demo-key") as client:
        await begin(db)
        line = Line(db, client)
        for number, state in ((1, "completed"), (2, "in_progress")):
            await place(db, number, state)
        await refills.reserve(db, 1, 1, 0, 0)
        await cancels.reserve(db, 2, 1, 0, 0)
        line.now = 3 * LONGEST_ABSENCE_MS

        await line.submitter.recover(MINUTE)
        await line.submitter.submit_waiting(asyncio.Event())

        refill, cancel = await refills.get(db, 1), await cancels.get(db, 1)
        assert (refill and refill.failure) == "not_sent"
        assert any(call.action == "cancel" for call in panel.calls)
        assert cancel is not None
        assert cancel.status != "reserved"
