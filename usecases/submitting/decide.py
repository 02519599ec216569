"""The operator decides whether the panel has an order or a refill that is in doubt."""

from dataclasses import dataclass

from panel import Panel, PanelError, PanelRefused
from storage import audit_trail, order_progress, orders, outbox, refills, submissions, users
from storage.audit_trail import Act
from storage.database import Constraint, Database, Queries
from storage.events import Event
from storage.orders import Order, OrderStage
from storage.refills import Refill, RefillStage
from storage.submissions import Submission, SubmissionDecision
from storage.users import User
from usecases.clock import Clock
from usecases.errors import AlreadyDecided, NoSuchPanelOrder, OrderGone, PanelAsleep
from usecases.panel_numbers import spellings
from usecases.paying import money_of_orders
from usecases.submitting.close_former_panels import close_in_doubt
from usecases.wakeup import WakeUp

NEVER_EXISTED = "never_existed"


@dataclass(frozen=True, slots=True)
class OrderInDoubt:
    order: Order
    submission: Submission
    customer: User
    is_elsewhere: bool = False
    """Its panel is no longer connected, so it cannot be asked."""


@dataclass(frozen=True, slots=True)
class RefillInDoubt:
    refill: Refill
    order: Order
    customer: User


class Decide:
    """The first of two operators wins; the second gets AlreadyDecided."""

    def __init__(
        self,
        *,
        db: Database,
        panel: Panel,
        panel_key_id: int,
        wake_sweep: WakeUp,
        wake_sender: WakeUp,
        clock: Clock,
    ) -> None:
        self._db = db
        self._panel = panel
        self._panel_key_id = panel_key_id
        self._wake_sweep = wake_sweep
        self._wake_sender = wake_sender
        self._clock = clock

    async def question(self, order_id: int) -> OrderInDoubt:
        """Return an order that is or was in doubt, its submission and its customer; raises OrderGone."""
        order = await orders.get(self._db, order_id)
        submission = await submissions.of_order(self._db, order_id)
        customer = await users.get(self._db, order.user_id) if order else None
        if order is None or submission is None or customer is None:
            raise OrderGone
        return OrderInDoubt(order, submission, customer, order.panel_key_id != self._panel_key_id)

    async def open_question(self, order_id: int) -> OrderInDoubt:
        """As `question`; raises AlreadyDecided if the order is not in doubt."""
        question = await self.question(order_id)
        if question.order.status is not OrderStage.UNCONFIRMED:
            raise AlreadyDecided
        return question

    async def refill_question(self, refill_id: int) -> RefillInDoubt:
        """Raises OrderGone."""
        refill = await refills.get(self._db, refill_id)
        order = await orders.get(self._db, refill.order_id) if refill else None
        customer = await users.get(self._db, order.user_id) if order else None
        if refill is None or order is None or customer is None:
            raise OrderGone
        return RefillInDoubt(refill, order, customer)

    async def open_refill_question(self, refill_id: int) -> RefillInDoubt:
        """As `refill_question`; raises AlreadyDecided."""
        question = await self.refill_question(refill_id)
        if question.refill.status is not RefillStage.UNCONFIRMED:
            raise AlreadyDecided
        return question

    async def waiting(self) -> tuple[list[int], list[int]]:
        """Return the ids of orders and of refills that wait for a decision."""
        return await submissions.undecided(self._db), await refills.unconfirmed(self._db)

    async def order_exists(self, order_id: int, typed: str, operator_id: int) -> Order:
        """Record that the panel has the order under this id. The panel must confirm the id.

        No other order here may have it. Ids are compared as the panel compares them: "023501" is 23501.

        Raises OrderGone, AlreadyDecided, NoSuchPanelOrder or PanelAsleep.
        """
        order = (await self.open_question(order_id)).order
        panel_order_id = await self._confirmed(order, typed)
        now = self._clock()
        try:
            async with self._db.transaction() as transaction:
                if not await submissions.decide(
                    transaction, order_id, SubmissionDecision.EXISTS, operator_id, now
                ):
                    raise AlreadyDecided
                placed = await order_progress.place(transaction, order_id, panel_order_id, now, now)
                if placed is None:
                    raise AlreadyDecided
                await money_of_orders.settle(transaction, placed, now)
                await audit_trail.add(
                    transaction, now, operator_id, Act.ORDER_EXISTS, order_id, after=panel_order_id
                )
                await outbox.add(transaction, order.user_id, Event.ORDER_DECIDED, order_id, now)
                await outbox.add(transaction, order.user_id, Event.ORDER_CARD, order_id, now)
        except Constraint:
            raise NoSuchPanelOrder from None
        self._wake_sweep.set()
        self._wake_sender.set()
        return placed

    async def order_does_not_exist(self, order_id: int, operator_id: int) -> Order:
        """Raises OrderGone or AlreadyDecided."""
        order = (await self.question(order_id)).order
        now = self._clock()
        async with self._db.transaction() as transaction:
            if not await submissions.decide(
                transaction, order_id, SubmissionDecision.NEVER, operator_id, now
            ):
                raise AlreadyDecided
            failed = await order_progress.fail(transaction, order_id, NEVER_EXISTED, now)
            if failed is None:
                raise AlreadyDecided
            await money_of_orders.settle(transaction, failed, now)
            await audit_trail.add(transaction, now, operator_id, Act.ORDER_NEVER_EXISTED, order_id)
            await outbox.add(transaction, order.user_id, Event.ORDER_DECIDED, order_id, now)
            await outbox.add(transaction, order.user_id, Event.ORDER_CARD, order_id, now)
        self._wake_sender.set()
        return failed

    async def order_is_lost(self, order_id: int, operator_id: int) -> Order:
        """Close an order of a former panel, whose outcome stays unknown.

        Raises OrderGone or AlreadyDecided, the latter also for an order of the present panel.
        """
        if not (await self.open_question(order_id)).is_elsewhere:
            raise AlreadyDecided
        now = self._clock()
        async with self._db.transaction() as transaction:
            closed = await close_in_doubt(transaction, order_id, operator_id, now)
            if closed is None:
                raise AlreadyDecided
            await audit_trail.add(transaction, now, operator_id, Act.ORDER_LOST, order_id)
        self._wake_sender.set()
        return closed

    async def refill_exists(self, refill_id: int, typed: str, operator_id: int) -> Refill:
        """Raises OrderGone, AlreadyDecided, or NoSuchPanelOrder if the text cannot be an id.

        Another refill may have the same id: panels repeat them.
        """
        refill = (await self.open_refill_question(refill_id)).refill
        possible = spellings(typed)
        if not possible:
            raise NoSuchPanelOrder
        now = self._clock()
        async with self._db.transaction() as transaction:
            accepted = await refills.accept(transaction, refill_id, possible[0], now)
            if accepted is None:
                raise AlreadyDecided
            await audit_trail.add(
                transaction, now, operator_id, Act.REFILL_EXISTS, refill_id, after=possible[0]
            )
            await _tell_of_refill(transaction, refill, now)
        self._wake_sender.set()
        return accepted

    async def refill_does_not_exist(self, refill_id: int, operator_id: int) -> Refill:
        """Raises OrderGone or AlreadyDecided."""
        refill = (await self.refill_question(refill_id)).refill
        now = self._clock()
        async with self._db.transaction() as transaction:
            failed = await refills.fail(transaction, refill_id, NEVER_EXISTED, "", now)
            if failed is None:
                raise AlreadyDecided
            await audit_trail.add(transaction, now, operator_id, Act.REFILL_NEVER_EXISTED, refill_id)
            await _tell_of_refill(transaction, refill, now)
        self._wake_sender.set()
        return failed

    async def _confirmed(self, order: Order, typed: str) -> str:
        """Return the id in the panel's spelling. Raises NoSuchPanelOrder or PanelAsleep.

        The panel is not asked about an order of a former panel.
        """
        if order.panel_key_id != self._panel_key_id:
            raise NoSuchPanelOrder
        for spelling in spellings(typed):
            if await orders.with_panel_id(self._db, order.panel_key_id, spelling) is not None:
                raise NoSuchPanelOrder
            try:
                await self._panel.order_status(spelling)
            except PanelRefused:
                continue
            except PanelError as error:
                raise PanelAsleep from error
            return spelling
        raise NoSuchPanelOrder


async def _tell_of_refill(db: Queries, refill: Refill, now: int) -> None:
    await outbox.add(db, refill.user_id, Event.REFILL_DECIDED, refill.id, now)
    await outbox.add(db, refill.user_id, Event.ORDER_CARD, refill.order_id, now)
