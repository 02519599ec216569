"""A person takes orders that have ended out of Attention."""

from storage import dismissals, orders, outbox
from storage.database import Database
from storage.orders import INCOMPLETE
from storage.outbox import Event
from usecases.clock import Clock
from usecases.errors import OrderGone
from usecases.wakeup import WakeUp


class DismissOrders:
    """`owed` wakes the sender: the other cards of the order lose their button."""

    def __init__(self, *, db: Database, wake_sender: WakeUp, clock: Clock) -> None:
        self._db = db
        self._wake_sender = wake_sender
        self._clock = clock

    async def one(self, order_id: int, user_id: int) -> bool:
        """Whether the order is dismissed now, by this tap or an earlier one.

        False where it was completed or has not ended: such an order cannot be dismissed. Raises OrderGone.
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
        """Dismiss all that can be; the number of them. Their cards keep the button until they are drawn."""
        return await dismissals.dismiss_all(self._db, user_id, self._clock())
