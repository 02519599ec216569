"""Ends conditions about single orders and status words when their cause is gone."""

from storage import conditions, orders, second_looks
from storage.database import Database
from usecases.alerting.alert_operators import AlertOperators
from usecases.alerting.refused_statuses import STATUS_REFUSED

STATUS_WORD = "status_word"
ORDER_MISSING = "order_missing"
ORDER_UNREADABLE = "order_unreadable"
ORDER_OVER = "over"
MAX_WORD_SHOWN = 60  # characters of a word that a condition names


class EndConditions:
    """A word's condition ends when no open order or refill has the word; an order's, when it is finished.

    A refused status is over when the order is not asked for any more.
    """

    def __init__(self, *, db: Database, alert: AlertOperators) -> None:
        self._db = db
        self._alert = alert

    async def __call__(self) -> None:
        for noted in await conditions.current(self._db):
            name, _, about = noted.name.partition(":")
            if name == STATUS_WORD and not await conditions.is_heard(self._db, about, MAX_WORD_SHOWN):
                await self._alert.end(noted.name)
            elif await self._is_over(name, about):
                await self._alert.end(noted.name, ORDER_OVER)

    async def _is_over(self, name: str, about: str) -> bool:
        if name == STATUS_REFUSED:
            return not await second_looks.is_asked_for(self._db, int(about))
        if name not in (ORDER_MISSING, ORDER_UNREADABLE):
            return False
        order = await orders.get(self._db, int(about))
        return order is None or order.status.finished
