"""Takes a person's requests about their own order: a refill, a cancel, a new status."""

from collections.abc import Awaitable, Callable

from storage import cancels, order_progress, orders, outbox, refills
from storage.database import Constraint, Database, Queries
from storage.events import Event
from storage.orders import Order
from usecases.clock import Clock
from usecases.errors import CancelNotPossible, OrderGone, RefillNotPossible
from usecases.wakeup import WakeUp

Reserve = Callable[[Queries, int, int, int, int], Awaitable[object | None]]
"""Writes a request down. The numbers are the order's id, the person's, the last request's, and the time."""


class AskAboutOrder:
    """Saves the request and wakes its worker: the submitter, or the sweep for a new status."""

    def __init__(
        self,
        *,
        db: Database,
        panel_key_id: int,
        wake_submitter: WakeUp,
        wake_sweep: WakeUp,
        wake_sender: WakeUp,
        clock: Clock,
    ) -> None:
        self._db = db
        self._panel_key_id = panel_key_id
        self._wake_submitter = wake_submitter
        self._wake_sweep = wake_sweep
        self._wake_sender = wake_sender
        self._clock = clock

    async def refill(self, order_id: int, user_id: int, after: int) -> None:
        """Ask for the refill that follows the refill `after`, or for the first one if `after` is 0.

        Raises OrderGone, or RefillNotPossible, also if this refill was asked for before. So two taps make one
        refill, and a tap that is delivered again after its refill has ended makes none.
        """
        order = await self._own(order_id, user_id)
        if not await self._is_reserved(order, refills.reserve, after):
            raise RefillNotPossible(order)

    async def cancel(self, order_id: int, user_id: int, after: int) -> None:
        """Make the request that follows the request `after`, or the first one if `after` is 0.

        Raises OrderGone, or CancelNotPossible, also if this request was made before or if the panel accepted
        the last one less than a day ago.
        """
        order = await self._own(order_id, user_id)
        if not await self._is_reserved(order, cancels.reserve, after):
            raise CancelNotPossible(order)

    async def _is_reserved(self, order: Order, reserve: Reserve, after: int) -> bool:
        """Write the request down and wake its worker; False if it may not be made, or was made before."""
        if self._is_elsewhere(order):
            return False
        now = self._clock()
        try:
            async with self._db.transaction() as transaction:
                if await reserve(transaction, order.id, order.user_id, after, now) is None:
                    return False
                await outbox.add(transaction, order.user_id, Event.ORDER_CARD, order.id, now)
        except Constraint:
            return False
        self._wake_submitter.set()
        self._wake_sender.set()
        return True

    async def refresh(self, order_id: int, user_id: int) -> bool:
        """Ask the panel for the status at once; False if the order is not open there. Raises OrderGone."""
        if self._is_elsewhere(await self._own(order_id, user_id)):
            return False
        asked = await order_progress.ask_soon(self._db, order_id, user_id, self._clock())
        if asked is not None:
            self._wake_sweep.set()
        return asked is not None

    async def ask_now(self, order_id: int) -> bool:
        """As `refresh`, for an operator, about anybody's order."""
        order = await orders.get(self._db, order_id)
        if order is None:
            raise OrderGone
        return await self.refresh(order_id, order.user_id)

    def _is_elsewhere(self, order: Order) -> bool:
        """Whether the order's panel is a former one, which gets no calls."""
        return order.panel_key_id != self._panel_key_id

    async def _own(self, order_id: int, user_id: int) -> Order:
        order = await orders.of_user(self._db, order_id, user_id)
        if order is None:
            raise OrderGone
        return order
