"""How far a mass order is: its orders by stage, and those that did not end as ordered."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage import mass_orders, refund_questions
from storage.database import Database
from storage.mass_orders import MassOrder, MassStatus, StageSum
from storage.orders import FINISHED, INCOMPLETE, Order, OrderStage
from usecases.errors import OrderGone
from usecases.submitting.send_once import WAITED
from usecases.tracking.view_orders import ORDERS_PER_PAGE, OrderCard, ViewOrders


@dataclass(frozen=True, slots=True)
class MassProgress:
    """Amounts are in micro-units of the mass order's currency.

    `taken_back` of what came back was taken from the wallet again. The operators are asked about the money of
    `in_question` orders. `is_shop`: people see only prices that wallets paid.
    """

    mass_order: MassOrder
    stages: Sequence[StageSum]
    taken_back: int = 0
    in_question: int = 0
    is_shop: bool = False

    @property
    def total(self) -> int:
        return self._count(*OrderStage)

    @property
    def ended(self) -> int:
        return self._count(*FINISHED)

    @property
    def is_being_sent(self) -> bool:
        return self._count(OrderStage.RESERVED, OrderStage.SUBMITTING) > 0

    @property
    def incomplete(self) -> int:
        """How many have ended otherwise than ordered."""
        return self._count(*INCOMPLETE)

    @property
    def has_ended(self) -> bool:
        return self.ended == self.total

    @property
    def price(self) -> int:
        """What the orders cost that were not refused."""
        placed = [one for one in self.stages if one.status is not OrderStage.FAILED]
        return sum(one.paid if self.is_shop else one.price for one in placed)

    @property
    def came_back(self) -> int:
        """What came back to the wallet and is not taken again."""
        return sum(one.refunded for one in self.stages) - self.taken_back

    def _count(self, *stages: OrderStage) -> int:
        return sum(one.count for one in self.stages if one.status in stages)


@dataclass(frozen=True, slots=True)
class MassPage:
    """A page of the orders of a mass order; `number` counts from 0."""

    mass_order_id: int
    orders: Sequence[Order]
    number: int
    of: int
    total: int


class ViewMassOrders:
    """`is_shop` as in `MassProgress`."""

    def __init__(self, *, db: Database, view_orders: ViewOrders, is_shop: bool = False) -> None:
        self._db = db
        self._view_orders = view_orders
        self._is_shop = is_shop

    async def progress(self, mass_order_id: int, user_id: int) -> MassProgress:
        """Raises OrderGone if this person has no such mass order, or has not confirmed it."""
        found = await mass_orders.get(self._db, mass_order_id, user_id)
        if found is None or found.status is not MassStatus.PLACED:
            raise OrderGone
        questions = await refund_questions.of_mass_order(self._db, mass_order_id)
        asked_about = {one.order_id for one in questions}
        return MassProgress(
            found,
            await mass_orders.stages(self._db, mass_order_id),
            taken_back=sum([await refund_questions.taken_back(self._db, one) for one in asked_about]),
            in_question=sum(one.decided_at is None for one in questions),
            is_shop=self._is_shop,
        )

    async def page(self, mass_order_id: int, user_id: int, number: int) -> MassPage:
        """Return a page of its orders; a number past the end gives the last page. Raises OrderGone."""
        total = (await self.progress(mass_order_id, user_id)).total
        pages = max(1, -(-total // ORDERS_PER_PAGE))
        number = min(max(number, 0), pages - 1)
        shown = await mass_orders.page(
            self._db, mass_order_id, user_id, ORDERS_PER_PAGE, number * ORDERS_PER_PAGE
        )
        return MassPage(mass_order_id, shown, number, pages, total)

    async def unsent(self, mass_order_id: int, user_id: int) -> int:
        """Count its orders that were not sent, because the bot was away; 0 while others are being given up.

        Raises OrderGone.
        """
        progress = await self.progress(mass_order_id, user_id)
        if progress.is_being_sent:
            return 0
        return await mass_orders.count_unsent(self._db, mass_order_id, WAITED.reason)

    async def incomplete(self, mass_order_id: int, user_id: int) -> list[OrderCard]:
        """Return its orders that have ended otherwise than ordered. Raises OrderGone."""
        await self.progress(mass_order_id, user_id)
        found = await mass_orders.incomplete(self._db, mass_order_id, user_id)
        return [await self._view_orders.card(order.id, user_id) for order in found]
