"""Orders under random orders of events, held against a simple model: the real schema, use cases and panel."""

import asyncio
import contextlib
import itertools
import tempfile
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule

from panel.service_types import Field
from sandbox.panel.book import OPEN
from sandbox.panel.server import PanelServer
from storage.database import Constraint
from storage.orders import Order, OrderStage
from tests.migrated import migrated_database
from tests.storage.life import OPERATORS, PEOPLE, living
from tests.storage.order_model import Draft, Known, compare
from usecases.errors import RequestFailed
from usecases.pricing.quote import review_of

SERVICE = "104"
FAIL = "Fail"
FAULTS = (
    None,
    None,
    "lost_answer",
    "reset",
    "http_500",
    "html",
    "garbage",
    "wrong_types",
    "no_funds",
    "rate_limit",
)

SETTLES = 0.05  # seconds in which the panel has written down what it was sent

CRIMES = (
    "UPDATE orders SET status = 'reserved' WHERE id = $1 AND status <> 'reserved'",
    "UPDATE orders SET status = 'submitting' WHERE id = $1 AND status NOT IN ('reserved', 'submitting')",
    "UPDATE orders SET price = price + 1 WHERE id = $1",
    "UPDATE orders SET user_id = 3 - user_id WHERE id = $1",
    "UPDATE orders SET quantity = quantity + 1 WHERE id = $1",
    "UPDATE orders SET panel_order_id = '1' WHERE id = $1",
    "DELETE FROM orders WHERE id = $1",
    "DELETE FROM submissions WHERE order_id = $1",
    "UPDATE submissions SET outcome = 'refused' WHERE order_id = $1 AND outcome = 'placed'",
    "INSERT INTO submissions (order_id, started_at) SELECT order_id, 0 FROM submissions WHERE order_id = $1",
)


class Orders(RuleBasedStateMachine):
    engine = "sqlite"
    drafts = Bundle("drafts")

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.now = 1_000_000
        self.numbers = itertools.count(1)
        self.known: dict[int, Known] = {}
        self.folder = tempfile.TemporaryDirectory()
        self.outside = AsyncExitStack()
        self.life = AsyncExitStack()

    @initialize()
    def begin(self) -> None:
        folder = Path(self.folder.name)
        self.url = self.wait(self.outside.enter_async_context(migrated_database(self.engine, folder)))
        self.panel = self.wait(self.outside.enter_async_context(PanelServer(speed=0)))
        self.panel.book.keys["demo-key"].balance = Decimal(10**9)
        self.wait(self._start())

    @rule(target=drafts, user_id=st.sampled_from(PEOPLE), quantity=st.integers(50, 500))
    def review(self, user_id: int, quantity: int) -> Draft:
        draft: Draft = self.wait(self._review(user_id, quantity))
        return draft

    @rule(draft=drafts, taps=st.integers(1, 3), own=st.sampled_from((True, True, True, False)))
    def confirm(self, draft: Draft, taps: int, *, own: bool) -> None:
        user_id = draft.user_id if own else sum(PEOPLE) - draft.user_id
        self.wait(self._confirm(draft, taps, user_id))

    @rule(fault=st.sampled_from(FAULTS))
    def submit(self, fault: str | None) -> None:
        self._bring_on(fault)
        self.wait(self.program.submit_order.next(self.program.panel_key_id))

    @rule(milliseconds=st.integers(0, 5))
    def die_early(self, milliseconds: int) -> None:
        """Somewhere on the way to the call."""
        self.wait(
            self._die_while_submitting(lambda started: self.loop.time() > started + milliseconds / 1_000)
        )

    @rule()
    def die_while_the_panel_has_the_call(self) -> None:
        self._bring_on("slow")
        calls = self._adds()
        self.wait(self._die_while_submitting(lambda _: self._adds() > calls))
        self.wait(asyncio.sleep(SETTLES))  # the bot gives a panel time as well before it asks the operator

    @rule()
    def restart(self) -> None:
        self.wait(self._restart())

    @rule(end=st.sampled_from(("start", FAIL, "Completed", "Partial", "Canceled")), number=st.integers(0, 9))
    def move(self, end: str, number: int) -> None:
        """The panel goes on with one of its orders, also with one that it said had failed."""
        going = [order for order in self.panel.book.orders.values() if order.state in (*OPEN, FAIL)]
        if not going:
            return
        order = going[number % len(going)]
        order.state = "In progress" if order.state == FAIL else order.state
        if end == FAIL:
            order.state = FAIL
        elif end == "start":
            self.panel.book.start(order)
        else:
            order.delivered = (order.quantity or 0) // 2 if end == "Partial" else order.delivered
            self.panel.book.end(order, end)

    @rule(minutes=st.integers(0, 60))
    def sweep(self, minutes: int) -> None:
        self.now += minutes * 60_000
        self.wait(self.program.sweep_orders(self.program.panel_key_id))

    @rule(number=st.integers(0, 9), end=st.sampled_from((OrderStage.COMPLETED, OrderStage.CANCELED)))
    def end_by_hand(self, number: int, end: OrderStage) -> None:
        """Two operators at once end an order: one of them does, if the panel reports a problem with it."""
        if self.known:
            self.wait(self._end_by_hand(sorted(self.known)[number % len(self.known)], end))

    @rule()
    def decide(self) -> None:
        """Two operators at once say what is true of each order in doubt."""
        self.wait(self._decide_all())

    @rule(number=st.integers(0, 9), crime=st.sampled_from(CRIMES))
    def attack(self, number: int, crime: str) -> None:
        if not self.known:
            return
        order_id = sorted(self.known)[number % len(self.known)]
        with contextlib.suppress(Constraint):  # or it finds no row to change: either way the invariants hold
            self.wait(self.program.db.execute(crime, order_id))

    @invariant()
    def is_as_the_model_says(self) -> None:
        if not hasattr(self, "program"):
            return
        self.wait(compare(self.program.db, self.panel, self.known))

    def teardown(self) -> None:
        try:
            if hasattr(self, "program"):
                self.wait(self._come_to_rest())
        finally:
            self.wait(self.life.aclose())
            self.wait(self.outside.aclose())
            self.loop.close()
            self.folder.cleanup()

    def wait(self, work: Coroutine[Any, Any, Any]) -> Any:
        return self.loop.run_until_complete(work)

    async def _start(self) -> None:
        """Begin a life, as a new process does."""
        self.program = await self.life.enter_async_context(living(self.url, self.panel.api_url, self._clock))

    async def _restart(self) -> None:
        await self.life.aclose()
        self.panel.faults.switch_off()
        await self._start()

    def _clock(self) -> int:
        self.now += 1
        return self.now

    def _bring_on(self, fault: str | None) -> None:
        self.panel.faults.switch_off()
        if fault is not None:
            self.panel.faults.switch_on(fault, "add", times=1, seconds=0.02)

    async def _review(self, user_id: int, quantity: int) -> Draft:
        link = f"https://example.com/{next(self.numbers)}"
        step = await self.program.draft_orders.start(user_id, SERVICE)
        for name, text in ((Field.LINK, link), (Field.QUANTITY, str(quantity))):
            step = await self.program.draft_orders.answer(step.draft.id, user_id, name, text)
        assert step.question is None
        return Draft(step.draft.id, user_id, link, quantity, review_of(step.draft))

    async def _confirm(self, draft: Draft, taps: int, user_id: int) -> None:
        """Whoever taps, however often: the person's own first tap makes the order, and no other."""
        placing = [self.program.place_order(draft.id, user_id, draft.review, None) for _ in range(taps)]
        ends = await asyncio.gather(*placing, return_exceptions=True)
        if user_id != draft.user_id:
            assert all(isinstance(end, RequestFailed) for end in ends), ends
            return
        assert all(isinstance(end, Order) for end in ends), ends
        numbers = {end.id for end in ends if isinstance(end, Order)}
        assert len(numbers) == 1, ends
        (number,) = numbers
        if number not in self.known:
            assert not draft.placed
            draft.placed.append(number)
            order = next(end for end in ends if isinstance(end, Order))
            self.known[number] = Known(user_id, draft.link, draft.quantity, order.price)
        assert draft.placed == [number]

    async def _die_while_submitting(self, due: Callable[[float], bool]) -> None:
        started = self.loop.time()
        task = asyncio.create_task(self.program.submit_order.next(self.program.panel_key_id))
        while not task.done() and not due(started):
            await asyncio.sleep(0.0005)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await self._restart()

    def _adds(self) -> int:
        return sum(call.action == "add" for call in self.panel.calls)

    async def _decide_all(self) -> None:
        numbers, _ = await self.program.decide.waiting()
        for number in numbers:
            found = [
                order
                for order in self.panel.book.orders.values()
                if order.sent["link"] == self.known[number].link
            ]
            words = [
                self.program.decide.order_exists(number, str(found[0].id), operator)
                if found
                else self.program.decide.order_does_not_exist(number, operator)
                for operator in OPERATORS
            ]
            ends = await asyncio.gather(*words, return_exceptions=True)
            assert sum(isinstance(end, Order) for end in ends) == 1, ends
            assert sum(isinstance(end, RequestFailed) for end in ends) == 1, ends
            with contextlib.suppress(RequestFailed):
                await self.program.decide.order_exists(number, "1", OPERATORS[0])
                raise AssertionError("decided twice, or under a number that the panel does not have")

    async def _end_by_hand(self, order_id: int, end: OrderStage) -> None:
        has_problem = self.known[order_id].status == "problem"
        ends = await asyncio.gather(
            *(self.program.end_orders(order_id, end, operator) for operator in OPERATORS),
            return_exceptions=True,
        )
        assert sum(isinstance(one, Order) for one in ends) == has_problem, ends
        assert sum(isinstance(one, RequestFailed) for one in ends) == len(OPERATORS) - has_problem, ends
        self.known[order_id].is_ended_by_hand |= has_problem

    async def _come_to_rest(self) -> None:
        """In the end the bot knows of each order what the panel knows, and has nothing in doubt."""
        await self._restart()
        while await self.program.submit_order.next(self.program.panel_key_id):
            pass
        await self._decide_all()
        for order in self.panel.book.orders.values():
            order.state = "In progress" if order.state == FAIL else order.state
            if order.state in OPEN:
                self.panel.book.end(order, "Completed")
        self.now += 86_400_000
        await self.program.sweep_orders(self.program.panel_key_id)
        await compare(self.program.db, self.panel, self.known)
        words = {order.sent["link"]: order.state.lower() for order in self.panel.book.orders.values()}
        for known in self.known.values():
            assert known.is_ended_by_hand or known.status == words.get(known.link, "failed")


class OrdersOnPostgres(Orders):
    engine = "postgres"


TestOrders, TestOrdersOnPostgres = Orders.TestCase, OrdersOnPostgres.TestCase
for case, tenths in ((TestOrders, 2), (TestOrdersOnPostgres, 1)):
    case.settings = settings(
        max_examples=max(1, settings().max_examples * tenths // 10),
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
TestOrdersOnPostgres = pytest.mark.postgres(TestOrdersOnPostgres)
