"""Asks again for orders that have ended, because panels correct finished orders, and money follows."""

import logging

from panel import OrderStatus, Panel, PanelError
from storage import orders, outbox, refund_questions, second_looks
from storage.database import Constraint, Database, Queries
from storage.events import Event
from storage.orders import FINISHED, OrderStage
from storage.second_looks import EndedOrder
from usecases.alerting.alert_operators import AlertOperators
from usecases.alerting.refused_statuses import tell_recorded, tell_refused
from usecases.clock import DAY, HOUR, Clock
from usecases.paying import give_back
from usecases.paying.refund_rules import Doubt
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

LOOKS_AFTER = (HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 14 * DAY)
"""So long (ms) after its end an order is asked for again. storage.open_orders sets the first."""
ORDERS_PER_CALL = 100
UNDER_WAY_AGAIN = (OrderStage.PENDING, OrderStage.PROCESSING, OrderStage.IN_PROGRESS)


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
        recorded = {
            one.id for one in ended if await self._is_kept(one, told.get(one.panel_order_id), operators)
        }
        await tell_recorded(self._db, self._alert, recorded)
        self._wake_sender.set()

    async def _is_kept(self, ended: EndedOrder, told: object, operators: list[int]) -> bool:
        """Record what the panel says of an order; False if the database refuses it."""
        try:
            await self._hear(ended, told, operators)
        except Constraint as error:
            word = told.word if isinstance(told, OrderStatus) else ""
            await tell_refused(self._alert, ended.id, word, error)
            await self._look_later(ended)
            return False
        return isinstance(told, OrderStatus)

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
            elif _is_end(told):  # the end that is known: it may contradict what was told meanwhile
                await give_back.of_orders(transaction, [ended.id], operators, now)

    async def _ask_about_refund(self, db: Queries, order_id: int, operators: list[int], now: int) -> None:
        """Ask the operators about money that was given back for an order that the panel delivers again."""
        order = await orders.get(db, order_id)
        if order is not None and order.refunded > await refund_questions.taken_back(db, order_id):
            await give_back.ask(db, order, Doubt.DELIVERED_AFTER_ALL, operators, now)


def _is_under_way(told: OrderStatus) -> bool:
    return told.state is not None and told.state.value in UNDER_WAY_AGAIN


def _is_end(told: OrderStatus) -> bool:
    return told.state is not None and told.state.value in FINISHED


def next_look(ended_at: int, now: int) -> int | None:
    """Return when an order that ended then is asked for next (epoch ms); None: not any more."""
    return next((ended_at + after for after in LOOKS_AFTER if ended_at + after > now), None)
