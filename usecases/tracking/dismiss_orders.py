"""Removes ended orders from a person's list Attention."""

from storage import dismissals, orders, outbox
from storage.database import Database
from storage.events import Event
from storage.orders import INCOMPLETE
from usecases.clock import Clock
from usecases.errors import OrderGone
from usecases.wakeup import WakeUp


class DismissOrders:
    """A dismissal also redraws the order's card, which loses its button."""

    def __init__(self, *, db: Database, wake_sender: WakeUp, clock: Clock) -> None:
        self._db = db
        self._wake_sender = wake_sender
        self._clock = clock

    async def one(self, order_id: int, user_id: int) -> bool:
        """Dismiss an order. True if it is dismissed now, by this tap or an earlier one.

        False if it was completed or has not ended: it cannot be dismissed. Raises OrderGone.
        """
        now = self._clock()
        async with self._db.transaction() as transaction:
            is_new = await dismissals.dismiss(transaction, order_id, user_id, now)
            if is_new:
                await outbox.add(transaction, user_id, Event.ORDER_CARD, order_id, now)
        if is_new:
            self._wake_sender.set()
            return True
        order = await orders.of_user(self._db, order_id, user_id)
        if order is None:
            raise OrderGone
        return order.status in INCOMPLETE

    async def all(self, user_id: int) -> int:
        """Dismiss all such orders and return their number. Their cards keep the button until a redraw."""
        return await dismissals.dismiss_all(self._db, user_id, self._clock())
