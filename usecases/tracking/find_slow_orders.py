"""Finds open orders that are slower than usual, and alerts the operators once about each."""

from collections.abc import Iterable

from storage import order_progress, outbox
from storage.database import Database
from storage.events import Event
from storage.order_progress import ToLookAt
from usecases.alerting.alert_operators import AlertOperators
from usecases.browsing.past_orders import usual_duration
from usecases.clock import DAY, Clock

MIN_SLOW_AGE_MS = 3 * DAY
TIMES = 3
SLOW_ORDERS_PER_LOOK = 500  # orders of one look


class FindSlowOrders:
    """An order is slow if its status word and `remains` have not changed for long.

    Long is 3 × the usual duration of the service, and at least 3 days. Each order has the time of its next
    check, so that the others cost nothing.
    """

    def __init__(self, *, db: Database, alert: AlertOperators, clock: Clock) -> None:
        self._db = db
        self._alert = alert
        self._clock = clock

    async def __call__(self, panel_key_id: int) -> None:
        operators = await self._alert.operators()
        if not operators:
            return  # without an operator there is nobody to alert; they are found later
        now = self._clock()
        looked_at = await order_progress.to_look_at(self._db, panel_key_id, now, SLOW_ORDERS_PER_LOOK)
        if not looked_at:
            return
        due = await self._due(looked_at)
        slow = [one for one in looked_at if due[one.id] <= now]
        async with self._db.transaction() as transaction:
            await order_progress.look_later(transaction, {one: at for one, at in due.items() if at > now})
            found = [one for one in slow if await order_progress.find_slow(transaction, one, now)]
            await outbox.add_many(
                transaction, [(one.user_id, Event.ORDER_CARD, one.id) for one in found], now
            )
            payload: dict[str, object] = {"orders": [one.id for one in found]}
            for operator in operators if found else ():
                await outbox.add(transaction, operator, Event.SLOW, None, now, payload)

    async def _due(self, looked_at: Iterable[ToLookAt]) -> dict[int, int]:
        """Return when each order becomes slow (epoch ms) if it does not change."""
        patience: dict[str, int] = {}
        for service_id in {one.service_id for one in looked_at}:
            usual = await usual_duration(self._db, service_id)
            patience[service_id] = max(TIMES * (usual or 0), MIN_SLOW_AGE_MS)
        return {one.id: one.changed_at + patience[one.service_id] for one in looked_at}
