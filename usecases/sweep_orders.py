"""Asks the panel how the open orders are, and writes down what has changed with its message."""

import asyncio
import logging
from collections.abc import Sequence

from panel import Meaning, Panel, PanelError, PanelRefused
from panel import OrderStatus as Told
from storage import order_progress, outbox
from storage.database import Database, Queries
from storage.orders import Order, OrderStatus
from storage.outbox import Event
from usecases.alert_operators import AlertOperators
from usecases.clock import DAY, HOUR, MINUTE, SECOND, Clock

log = logging.getLogger(__name__)

BATCH = 100  # ids that a panel takes in one call
AT_ONCE = 4  # batches

OLD = 15  # intervals between two checks of an order that is older than a day
FEW_MINUTES = 10 * MINUTE
LOST_AFTER = DAY


class SweepOrders:
    """`interval` is how often (s) a young order is asked for; older ones wait longer."""

    def __init__(
        self, *, db: Database, panel: Panel, alert: AlertOperators, clock: Clock, interval: float
    ) -> None:
        self._db = db
        self._panel = panel
        self._alert = alert
        self._clock = clock
        self._interval = int(interval * SECOND)

    async def __call__(self, panel_key_id: int) -> None:
        """Ask for everything that is due, several batches at once."""
        while due := await self._due(panel_key_id):
            batches = [due[start : start + BATCH] for start in range(0, len(due), BATCH)]
            done = await asyncio.gather(*map(self._ask, batches))
            if not all(done) or len(due) < BATCH * AT_ONCE:
                return

    async def _due(self, panel_key_id: int) -> list[Order]:
        now = self._clock()
        far = now + max(self._interval * OLD, FEW_MINUTES) + HOUR
        return await order_progress.due(self._db, panel_key_id, now, far, BATCH * AT_ONCE)

    async def _ask(self, batch: Sequence[Order]) -> bool:
        """Ask for one batch; False if the panel did not answer: then its orders stay due."""
        in_order = sorted(batch, key=lambda order: order.id)  # what is heard together is told in this order
        by_id = {order.panel_order_id: order for order in in_order if order.panel_order_id}
        try:
            answers = await self._panel.order_statuses(list(by_id))
        except PanelError as error:
            log.info("%d orders stay as they were: %s", len(batch), error)
            return False
        unchanged = []
        for panel_order_id, order in by_id.items():
            match answers.get(panel_order_id):
                case Told() as told if _is_news(order, told):
                    await self._record(order, told)
                case Told():
                    unchanged.append(order)
                case PanelRefused(meaning=Meaning.ORDER):
                    await self._miss(order)
                case _:  # not mentioned, or not understood this time
                    unchanged.append(order)
        await self._put_off(unchanged)
        return True

    async def _put_off(self, orders: Sequence[Order]) -> None:
        now = self._clock()
        for order in orders:
            await self._found_again(order)
        await order_progress.put_off(
            self._db, [(now, self._next_check(order, now), order.id) for order in orders]
        )

    async def _record(self, order: Order, told: Told) -> None:
        """The change and its messages are one transaction."""
        now = self._clock()
        await self._found_again(order)
        if told.state is None:
            await self._alert.begin(f"status_word:{told.word[:60]}", f"#{order.id}")
        status = OrderStatus(told.state.value) if told.state else order.status
        counts = (told.charge, told.start_count, told.remains)
        async with self._db.transaction() as transaction:
            changed = await order_progress.record(
                transaction, order.id, status, told.word, counts, now, self._next_check(order, now)
            )
            if changed is not None:
                await _tell(transaction, changed, now)

    async def _miss(self, order: Order) -> None:
        now = self._clock()
        since = await order_progress.miss(
            self._db, order.id, now, now + max(self._interval * 10, FEW_MINUTES)
        )
        if now - since >= LOST_AFTER:
            await self._alert.begin(f"order_missing:{order.id}", order.panel_order_id or "")

    async def _found_again(self, order: Order) -> None:
        if order.missing_since is not None:
            await self._alert.end(f"order_missing:{order.id}")

    def _next_check(self, order: Order, now: int) -> int:
        """Orders of the last hour at each interval, of the last day at each 5th, older ones at each 15th."""
        age = now - (order.placed_at or order.created_at)
        factor = 1 if age < HOUR else 5 if age < DAY else OLD
        return now + self._interval * factor


def _is_news(order: Order, told: Told) -> bool:
    """Whether anything that a person sees is different, or they asked to see it again."""
    if order.redraw or told.word != order.status_word:
        return True
    pairs = (
        (told.charge, order.charge),
        (told.start_count, order.start_count),
        (told.remains, order.remains),
    )
    return any(new is not None and new != old for new, old in pairs)


async def _tell(transaction: Queries, order: Order, now: int) -> None:
    await outbox.add(transaction, order.user_id, Event.ORDER_CARD, order.id, now)
    if order.status.finished:
        await outbox.add(transaction, order.user_id, Event.ORDER_ENDED, order.id, now)
