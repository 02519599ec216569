"""What has happened to a person's order, each with its time."""

from dataclasses import dataclass

from storage import accounts, cancels, milestones, orders, refills, transfers
from storage.cancels import Cancel
from storage.database import Database
from storage.milestones import Milestone
from storage.orders import Order, OrderStage
from storage.refills import Refill
from storage.transfers import WalletEntry
from usecases.errors import OrderGone
from usecases.tracking import for_customers


@dataclass(frozen=True, slots=True)
class OrderHistory:
    """Each list is sorted, the oldest first."""

    order: Order
    milestones: list[Milestone]
    refills: list[Refill]
    cancels: list[Cancel]
    moves: list[WalletEntry]
    currency: str


class ViewHistory:
    """`is_shop`: people see what `for_customers` shows of their orders."""

    def __init__(self, *, db: Database, is_shop: bool = False) -> None:
        self._db = db
        self._is_shop = is_shop

    async def __call__(self, order_id: int, user_id: int) -> OrderHistory:
        """Raises OrderGone for an order that is not this person's."""
        order = await orders.of_user(self._db, order_id, user_id)
        if order is None:
            raise OrderGone
        account = await accounts.wallet_of(self._db, user_id)
        found = OrderHistory(
            order=order,
            milestones=_with_times(order, await milestones.of_order(self._db, order_id)),
            refills=await refills.all_of_order(self._db, order_id),
            cancels=await cancels.all_of_order(self._db, order_id),
            moves=await transfers.entries_of_order(self._db, account, order_id) if account else [],
            currency=order.currency,
        )
        return found if not self._is_shop else _for_customer(found)


def _with_times(order: Order, milestones: list[Milestone]) -> list[Milestone]:
    """Add what only the order itself tells: when it was ordered, and the milestones of an older release."""
    known = {one.stage for one in milestones}
    first = [] if order.adopted_by is not None else [Milestone(OrderStage.RESERVED, order.created_at)]
    if order.placed_at is not None and OrderStage.PENDING not in known:
        first.append(Milestone(OrderStage.PENDING, order.placed_at))
    if order.ended_at is not None and order.status not in known:
        milestones = [*milestones, Milestone(order.status, order.ended_at)]
    return [*first, *milestones]


def _for_customer(it: OrderHistory) -> OrderHistory:
    return OrderHistory(
        order=for_customers.order(it.order),
        milestones=it.milestones,
        refills=[for_customers.refill(one) for one in it.refills],
        cancels=[for_customers.cancel(one) for one in it.cancels],
        moves=it.moves,
        currency=it.currency,
    )
