"""A person's own orders, for lists and cards."""

from dataclasses import dataclass

import msgspec

from storage import cancels, orders, refills, rounds
from storage.cancels import Cancel, CancelStatus
from storage.database import Database
from storage.orders import Filter, Order
from storage.refills import Refill
from usecases.facts import OrderGone
from usecases.rounds import last_asked

PAGE = 8


@dataclass(frozen=True, slots=True)
class OrderCard:
    """An order with what was asked for about it."""

    order: Order
    refill: Refill | None
    cancel: Cancel | None

    @property
    def can_refill(self) -> bool:
        """The service has it, the order is finished and no refill is open."""
        done = self.order.status in ("completed", "partial")
        return self.order.refillable and done and not (self.refill and self.refill.status.open)

    @property
    def can_cancel(self) -> bool:
        """The service has it, the order is under way and nobody has asked yet, or the panel refused."""
        asked = self.cancel is not None and self.cancel.status in (
            CancelStatus.RESERVED,
            CancelStatus.SUBMITTING,
            CancelStatus.ASKED,
        )
        return self.order.cancelable and self.order.status.placed and not asked


@dataclass(frozen=True, slots=True)
class OrderPage:
    orders: list[Order]
    which: Filter
    number: int
    of: int
    total: int


class ViewOrders:
    def __init__(self, *, db: Database) -> None:
        self._db = db

    async def card(self, order_id: int, user_id: int) -> OrderCard:
        """Raises OrderGone for an order that is not this person's."""
        order = await orders.of_user(self._db, order_id, user_id)
        if order is None:
            raise OrderGone
        return await self._card(order)

    async def any_card(self, order_id: int) -> OrderCard | None:
        """Whoever it belongs to: for the sender and the operator."""
        order = await orders.get(self._db, order_id)
        return await self._card(order) if order else None

    async def card_of_cancel(self, cancel_id: int) -> OrderCard:
        """The order that a cancel was asked for; raises OrderGone."""
        cancel = await cancels.get(self._db, cancel_id)
        card = await self.any_card(cancel.order_id) if cancel else None
        if card is None:
            raise OrderGone
        return card

    async def _card(self, order: Order) -> OrderCard:
        refill = await refills.newest_of_order(self._db, order.id) if order.refillable else None
        cancel = await cancels.newest_of_order(self._db, order.id) if order.cancelable else None
        return OrderCard(await self._as_checked(order), refill, cancel)

    async def _as_checked(self, order: Order) -> Order:
        """With the time of the last check: one that brought nothing new is written down in its round only."""
        if not order.status.placed or order.placed_at is None:
            return order
        asked = last_asked(order.placed_at, await rounds.around(self._db, order.id))
        return msgspec.structs.replace(order, checked_at=max(asked or 0, order.checked_at or 0) or None)

    async def page(self, user_id: int, which: Filter, number: int) -> OrderPage:
        """Page `number` from 0; past the end the last one."""
        total = await orders.count(self._db, user_id, which)
        pages = max(1, -(-total // PAGE))
        number = min(max(number, 0), pages - 1)
        shown = await orders.page(self._db, user_id, which, PAGE, number * PAGE)
        return OrderPage(shown, which, number, pages, total)
