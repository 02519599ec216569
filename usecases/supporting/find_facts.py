"""The facts about an order that answer most questions before anybody has to write."""

from dataclasses import dataclass

from storage.database import Database
from usecases.browsing.past_orders import usual_duration
from usecases.errors import OrderGone
from usecases.tracking.view_orders import OrderCard, ViewOrders


@dataclass(frozen=True, slots=True)
class OrderFacts:
    """`usual_duration` is how long orders of the service take (ms); None while there are too few to tell."""

    card: OrderCard
    usual_duration: int | None


def may_be_wrong(card: OrderCard) -> bool:
    """Whether the panel has the order, or it has ended. Others are still on their way or being checked."""
    return card.order.status.placed or card.order.status.finished


class FindFacts:
    def __init__(self, *, db: Database, view_orders: ViewOrders) -> None:
        self._db = db
        self._view_orders = view_orders

    async def __call__(self, order_id: int, user_id: int) -> OrderFacts:
        """Raises OrderGone for an order that is not theirs, or about which there is nothing to ask yet."""
        card = await self._view_orders.card(order_id, user_id)
        if not may_be_wrong(card):
            raise OrderGone
        return OrderFacts(card, await usual_duration(self._db, card.order.service_id))
