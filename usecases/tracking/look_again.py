"""Asks again for orders that have ended, because panels correct finished orders, and money follows."""

import logging

from panel import OrderStatus, Panel, PanelError
from storage import orders, outbox, second_looks
from storage.database import Constraint, Database, Queries
from storage.orders import OrderStage
from storage.outbox import Event
from storage.second_looks import EndedOrder
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import DAY, HOUR, Clock
from usecases.paying import give_back
from usecases.paying.refund_rules import Doubt
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

LOOKS_AFTER = (HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY)
"""So long (ms) after its end an order is asked for again. storage.open_orders sets the first."""
ORDERS_PER_CALL = 100
UNDER_WAY = (OrderStage.PENDING, OrderStage.PROCESSING, OrderStage.IN_PROGRESS)


class LookAgain:
    """Makes one call a run, for up to 100 orders that were paid from wallets."""

    def __init__(
        self,
        *,
        db: Database,
        panel: Panel,
        panel_key_id: int,
        alert: AlertOperators,
        wake_sender: WakeUp,
        clock: Clock,
    ) -> None:
        self._db = db
        self._panel = panel
        self._panel_key_id = panel_key_id
        self._alert = alert
        self._wake_sender = wake_sender
        self._clock = clock

    async def __call__(self) -> None:
        ended = await second_looks.due(self._db, self._panel_key_id, self._clock(), ORDERS_PER_CALL)
        if not ended:
            return
        try:
            told = await self._panel.order_statuses([one.panel_order_id for one in ended])
        except PanelError as error:
            log.info("orders that have ended are asked for later: %s", error)
            return
        operators = await self._alert.operators()
        for one in ended:
            try:
                await self._hear(one, told.get(one.panel_order_id), operators)
            except Constraint:
                log.exception("order %d: its correction cannot be recorded", one.id)
                await self._look_later(one)
        self._wake_sender.set()

    async def _look_later(self, ended: EndedOrder) -> None:
        """Let the next orders have their turn."""
        await second_looks.look_at(self._db, {ended.id: next_look(ended.ended_at, self._clock())})

    async def _hear(self, ended: EndedOrder, told: object, operators: list[int]) -> None:
        now = self._clock()
        async with self._db.transaction() as transaction:
            await second_looks.look_at(transaction, {ended.id: next_look(ended.ended_at, now)})
            if not isinstance(told, OrderStatus):
                return
            corrected = await second_looks.correct(transaction, ended.id, told, now)
            if corrected is not None:
                log.info("order %d: the panel says %s now", ended.id, corrected.status)
                await outbox.add(transaction, corrected.user_id, Event.ORDER_CARD, ended.id, now)
                await outbox.add(transaction, corrected.user_id, Event.ORDER_CORRECTED, ended.id, now)
                await give_back.of_orders(transaction, [ended.id], operators, now)
            elif _is_under_way(told):
                await self._ask_about_refund(transaction, ended.id, operators, now)

    async def _ask_about_refund(self, db: Queries, order_id: int, operators: list[int], now: int) -> None:
        """Ask the operators about money that was given back for an order that the panel delivers again."""
        order = await orders.get(db, order_id)
        if order is not None and order.refunded:
            await give_back.ask(db, order_id, Doubt.DELIVERED_AFTER_ALL, operators, now)


def _is_under_way(told: OrderStatus) -> bool:
    return told.state is not None and told.state.value in UNDER_WAY


def next_look(ended_at: int, now: int) -> int | None:
    """Return when an order that ended then is asked for next (epoch ms); None: not any more."""
    return next((ended_at + after for after in LOOKS_AFTER if ended_at + after > now), None)
