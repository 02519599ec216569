"""The operator's word on what nobody could know: whether the panel has an order or a refill."""

from panel import Panel, PanelError, PanelRefused
from storage import order_progress, orders, outbox, refills, submissions
from storage.database import Constraint, Database
from storage.orders import Order, OrderStatus
from storage.outbox import Event
from storage.refills import Refill, RefillStatus
from storage.submissions import Submission
from usecases.bell import Bell
from usecases.clock import Clock
from usecases.facts import AlreadyDecided, NoSuchPanelOrder, OrderGone, PanelAsleep

NEVER_EXISTED = "never_existed"
LONGEST_ID = 64


class Decide:
    """Of two operators who decide at the same time the first wins; the other is told so."""

    def __init__(self, *, db: Database, panel: Panel, sweep: Bell, owed: Bell, clock: Clock) -> None:
        self._db = db
        self._panel = panel
        self._sweep = sweep
        self._owed = owed
        self._clock = clock

    async def question(self, order_id: int) -> tuple[Order, Submission]:
        """The order in doubt and what is known of it; raises OrderGone."""
        order = await orders.get(self._db, order_id)
        submission = await submissions.of_order(self._db, order_id)
        if order is None or submission is None:
            raise OrderGone
        return order, submission

    async def refill_question(self, refill_id: int) -> Refill:
        refill = await refills.get(self._db, refill_id)
        if refill is None:
            raise OrderGone
        return refill

    async def waiting(self) -> tuple[list[int], list[int]]:
        """Orders and refills that wait for a word."""
        return await submissions.undecided(self._db), await refills.unconfirmed(self._db)

    async def order_exists(self, order_id: int, panel_order_id: str, operator_id: int) -> Order:
        """The panel has it under this id, which the panel confirms and no other order of ours has.

        Raises OrderGone, AlreadyDecided, NoSuchPanelOrder or PanelAsleep.
        """
        order, _ = await self.question(order_id)
        if order.status is not OrderStatus.UNCONFIRMED:
            raise AlreadyDecided
        await self._confirm(panel_order_id)
        now = self._clock()
        try:
            async with self._db.transaction() as transaction:
                if not await submissions.decide(transaction, order_id, operator_id, now):
                    raise AlreadyDecided
                placed = await order_progress.place(transaction, order_id, panel_order_id, now, now)
                if placed is None:
                    raise AlreadyDecided
                await outbox.add(transaction, order.user_id, Event.ORDER_DECIDED, order_id, now)
        except Constraint:
            raise NoSuchPanelOrder from None
        self._sweep.ring()
        self._owed.ring()
        return placed

    async def order_does_not_exist(self, order_id: int, operator_id: int) -> Order:
        """Raises OrderGone or AlreadyDecided."""
        order, _ = await self.question(order_id)
        now = self._clock()
        async with self._db.transaction() as transaction:
            if not await submissions.decide(transaction, order_id, operator_id, now):
                raise AlreadyDecided
            failed = await order_progress.fail(transaction, order_id, NEVER_EXISTED, now)
            if failed is None:
                raise AlreadyDecided
            await outbox.add(transaction, order.user_id, Event.ORDER_DECIDED, order_id, now)
        self._owed.ring()
        return failed

    async def refill_exists(self, refill_id: int, panel_refill_id: str) -> Refill:
        """Raises OrderGone, AlreadyDecided, or NoSuchPanelOrder for an id that another refill has."""
        refill = await self.refill_question(refill_id)
        if refill.status is not RefillStatus.UNCONFIRMED:
            raise AlreadyDecided
        if not _is_id(panel_refill_id):
            raise NoSuchPanelOrder
        now = self._clock()
        try:
            async with self._db.transaction() as transaction:
                accepted = await refills.accept(transaction, refill_id, panel_refill_id, now)
                if accepted is None:
                    raise AlreadyDecided
                await outbox.add(transaction, refill.user_id, Event.REFILL_DECIDED, refill_id, now)
        except Constraint:
            raise NoSuchPanelOrder from None
        self._owed.ring()
        return accepted

    async def refill_does_not_exist(self, refill_id: int) -> Refill:
        """Raises OrderGone or AlreadyDecided."""
        refill = await self.refill_question(refill_id)
        now = self._clock()
        async with self._db.transaction() as transaction:
            failed = await refills.fail(transaction, refill_id, NEVER_EXISTED, "", now)
            if failed is None:
                raise AlreadyDecided
            await outbox.add(transaction, refill.user_id, Event.REFILL_DECIDED, refill_id, now)
        self._owed.ring()
        return failed

    async def _confirm(self, panel_order_id: str) -> None:
        if not _is_id(panel_order_id):
            raise NoSuchPanelOrder
        try:
            await self._panel.order_status(panel_order_id)
        except PanelRefused:
            raise NoSuchPanelOrder from None
        except PanelError as error:
            raise PanelAsleep from error


def _is_id(text: str) -> bool:
    return 0 < len(text) <= LONGEST_ID and text.isprintable() and not any(map(str.isspace, text))
