"""Holds a service if the panel took several times the quote, until an operator decides."""

from collections.abc import Iterable
from itertools import zip_longest

from storage import holds, orders, outbox, panel_keys, submissions
from storage.database import Database, Queries
from storage.events import Event
from storage.orders import Order
from storage.panel_keys import PanelKey
from storage.submissions import AcceptedSubmission
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import MINUTE, Clock
from usecases.pricing.cost import costs_in_other_currency, expected_cost
from usecases.tracking.figures import believed_charge, is_contradicted, is_dear

SHORTLY = 2 * MINUTE
"""The balances before and after an order are compared for so long after its submission."""


class HoldServices:
    """A service gets one hold and one alert, however many of its orders are too dear."""

    def __init__(self, *, db: Database, alert: AlertOperators, clock: Clock) -> None:
        self._db = db
        self._alert = alert
        self._clock = clock

    async def by_charge(self, transaction: Queries, order_ids: Iterable[int], operators: list[int]) -> None:
        """Hold services by the charges of orders, in the transaction that records the charges."""
        for order_id in order_ids:
            order = await orders.get(transaction, order_id)
            if order is not None and order.charge is not None and is_dear(order):
                await self._hold(transaction, order, order.charge, "charge", operators)

    async def by_balance(self, panel_key_id: int) -> None:
        """Compare the balance before and after each order that was sent within the last minutes.

        A believed charge counts more than the balance: another program on the key may have spent the money.
        """
        key = await panel_keys.get(self._db, panel_key_id)
        taken = await submissions.taken_since(self._db, panel_key_id, self._clock() - SHORTLY)
        for one, after in _pairs(taken, key):
            if not one.is_placed or one.balance_before is None or after is None:
                continue
            took = one.balance_before - after
            order = await orders.get(self._db, one.order_id)
            if order is None or costs_in_other_currency(order, key.currency):
                continue
            if await self._is_news(order, took):
                operators = await self._alert.operators()
                async with self._db.transaction() as transaction:
                    await self._hold(transaction, order, took, "balance", operators)

    async def _is_news(self, order: Order, took: int) -> bool:
        """Whether only the balance shows that an order was too dear, and no hold or decision covers it."""
        if not (order.status_word and believed_charge(order) is None and is_contradicted(order, took)):
            return False
        return not await _is_answered(self._db, order)

    async def _hold(
        self, transaction: Queries, order: Order, took: int, seen: str, operators: list[int]
    ) -> None:
        key = await panel_keys.lock(transaction, order.panel_key_id)  # an operator may decide meanwhile
        if key.charge_ignored_since is not None or order.created_at < (key.rate_per_piece_since or 0):
            return
        if await _is_answered(transaction, order):
            return
        now = self._clock()
        service = (order.service_id, order.service_name)
        hold = await holds.begin(
            transaction, key.id, service, order.id, (expected_cost(order), took), seen, now
        )
        for operator in operators if hold else ():
            await outbox.add(transaction, operator, Event.HOLD, hold.id if hold else None, now)


async def _is_answered(db: Queries, order: Order) -> bool:
    """Whether the service is held, or an operator decided after this order was made."""
    return await holds.is_answered(db, order.panel_key_id, order.service_id, order.created_at)


def _pairs(taken: list[AcceptedSubmission], key: PanelKey) -> Iterable[tuple[AcceptedSubmission, int | None]]:
    """Pair each submission with the balance after it: before the next one, or the account's newer balance."""
    for one, following in zip_longest(taken, taken[1:]):
        if following is not None:
            yield one, following.balance_before
        elif key.balance_at is not None and one.ended_at is not None and key.balance_at > one.ended_at:
            yield one, key.balance
