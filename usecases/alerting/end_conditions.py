"""Ends conditions about single orders and status words when their cause is gone."""

from storage import conditions, orders
from storage.database import Database
from usecases.alerting.alert_operators import AlertOperators

STATUS_WORD = "status_word"
ORDER_MISSING = "order_missing"
ORDER_UNREADABLE = "order_unreadable"
ORDER_OVER = "over"
MAX_WORD_SHOWN = 60  # characters of a word that a condition names


class EndConditions:
    """A word's condition ends when no open order or refill has the word; an order's, when it is finished."""

    def __init__(self, *, db: Database, alert: AlertOperators) -> None:
        self._db = db
        self._alert = alert

    async def __call__(self) -> None:
        for noted in await conditions.current(self._db):
            name, _, about = noted.name.partition(":")
            if name == STATUS_WORD and not await conditions.is_heard(self._db, about, MAX_WORD_SHOWN):
                await self._alert.end(noted.name)
            elif name in (ORDER_MISSING, ORDER_UNREADABLE) and await self._is_over(about):
                await self._alert.end(noted.name, ORDER_OVER)

    async def _is_over(self, order_id: str) -> bool:
        order = await orders.get(self._db, int(order_id))
        return order is None or order.status.finished
