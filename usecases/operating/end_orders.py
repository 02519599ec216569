"""The operator ends an order by hand if the panel does not end it."""

from dataclasses import dataclass

from storage import audit_trail, conditions, order_progress, orders, outbox, refund_questions, users
from storage.audit_trail import Act
from storage.database import Database
from storage.events import Event
from storage.orders import Order, OrderStage
from storage.users import User
from usecases.alerting.alert_operators import AlertOperators
from usecases.alerting.end_conditions import ORDER_MISSING, ORDER_UNREADABLE
from usecases.clock import Clock
from usecases.errors import AlreadyDecided, OrderGone
from usecases.paying import give_back
from usecases.wakeup import WakeUp

MANUAL_ENDS = (OrderStage.COMPLETED, OrderStage.CANCELED)


@dataclass(frozen=True, slots=True)
class OrderInTrouble:
    """`has_question`: an operator has to say how much of its money comes back."""

    order: Order
    customer: User
    has_question: bool = False

    @property
    def may_be_ended(self) -> bool:
        """The order is open at the panel, and has a problem, is missing, unreadable or slow."""
        order = self.order
        troubles = (order.missing_since, order.unreadable_since, order.slow_since)
        has_trouble = order.status is OrderStage.PROBLEM or any(one is not None for one in troubles)
        return order.status.placed and has_trouble


class EndOrders:
    def __init__(self, *, db: Database, alert: AlertOperators, wake_sender: WakeUp, clock: Clock) -> None:
        self._db = db
        self._alert = alert
        self._wake_sender = wake_sender
        self._clock = clock

    async def question(self, order_id: int) -> OrderInTrouble:
        """Return the order with its customer; raises OrderGone."""
        order = await orders.get(self._db, order_id)
        customer = await users.get(self._db, order.user_id) if order else None
        if order is None or customer is None:
            raise OrderGone
        return OrderInTrouble(order, customer, await refund_questions.waits(self._db, order_id))

    async def open_question(self, order_id: int) -> OrderInTrouble:
        """As `question`; raises AlreadyDecided if there is nothing left to decide."""
        it = await self.question(order_id)
        if not it.may_be_ended:
            raise AlreadyDecided
        return it

    async def __call__(self, order_id: int, end: OrderStage, operator_id: int) -> Order:
        """End the order as completed or canceled; raises AlreadyDecided if it has no trouble or has ended.

        Nothing is sent to the panel. If it was paid from a wallet and is ended as canceled, the operators are
        asked how much to give back.
        """
        if end not in MANUAL_ENDS:
            raise AlreadyDecided
        now = self._clock()
        operators = await self._alert.operators()
        async with self._db.transaction() as transaction:
            order = await order_progress.end_by_hand(transaction, order_id, end, operator_id, now)
            if order is None:
                raise AlreadyDecided
            await audit_trail.add(transaction, now, operator_id, Act.ORDER_ENDED, order_id, after=end)
            await give_back.of_orders(transaction, [order_id], operators, now)
            for condition in (ORDER_MISSING, ORDER_UNREADABLE):
                await conditions.end(transaction, f"{condition}:{order_id}")
            await outbox.add(transaction, order.user_id, Event.ORDER_CARD, order_id, now)
            await outbox.add(transaction, order.user_id, Event.ORDER_ENDED, order_id, now)
        self._wake_sender.set()
        return order
