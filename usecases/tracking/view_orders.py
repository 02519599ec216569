"""A person's own orders, for lists and cards."""

from dataclasses import dataclass, replace

import msgspec

from storage import (
    cancels,
    dismissals,
    orders,
    own_orders,
    panel_keys,
    refills,
    refund_questions,
    submissions,
    sweep_rounds,
)
from storage.cancels import Cancel, CancelStatus
from storage.database import Database
from storage.orders import INCOMPLETE, Order, OrderStage, PaidFrom
from storage.own_orders import Filter
from storage.refills import Refill, RefillStage
from storage.refund_questions import RefundQuestion
from usecases.clock import Clock
from usecases.errors import OrderGone
from usecases.pricing.cost import expected_cost
from usecases.submitting.failures_of_writes import Failure, failure_of_order
from usecases.tracking import for_customers
from usecases.tracking.figures import believed_charge
from usecases.tracking.rounds import last_asked

ORDERS_PER_PAGE = 8
ORDERS_OF_A_READ = 1_000
CANCEL_OPEN = (CancelStatus.RESERVED, CancelStatus.SUBMITTING, CancelStatus.ASKED)


@dataclass(frozen=True, slots=True)
class OrderCard:
    """An order with its newest refill, cancel and question about its money."""

    order: Order
    refill: Refill | None
    cancel: Cancel | None
    failure: Failure | None
    """Why the order was not placed."""
    now: int
    charge: int | None
    """The panel's charge (micro-units), None if it is not believed."""
    is_elsewhere: bool = False
    """The order's panel is a former one, which gets no calls."""
    question: RefundQuestion | None = None
    """The newest question to the operators how much of the price comes back."""
    taken_back: int = 0
    """How much of what came back (micro-units) was taken from the wallet again."""

    @property
    def is_in_question(self) -> bool:
        """Whether the operators are asked how much of the price comes back."""
        return self.question is not None and self.question.decided_at is None

    @property
    def can_refill(self) -> bool:
        """Whether the service offers refills, the order is completed or partial, and no refill is open."""
        done = self.order.status in ("completed", "partial")
        is_open = self.refill is not None and self.refill.status.open
        can_be_asked = self.order.refillable and not self.is_elsewhere
        return can_be_asked and done and not is_open and self.next_refill_at is None

    @property
    def next_refill_at(self) -> int | None:
        """When (epoch ms) another refill can be asked for after an unreported one; None: no wait."""
        if self.refill is None or self.refill.status is not RefillStage.UNREPORTED:
            return None
        at = self.refill.created_at + refills.REFILL_AGAIN_AFTER_MS
        return at if at > self.now else None

    @property
    def can_cancel(self) -> bool:
        """Whether the service offers cancels, the order is open, and no request is under way."""
        can_be_asked = self.order.cancelable and self.order.status.placed and not self.is_elsewhere
        is_open = self.cancel is not None and self.cancel.status in CANCEL_OPEN
        return can_be_asked and (not is_open or self.has_cancel_without_effect)

    @property
    def has_cancel_without_effect(self) -> bool:
        """Whether the panel accepted the request at least a day ago, and the order is still open."""
        if self.cancel is None or self.cancel.status is not CancelStatus.ASKED:
            return False
        is_old = self.now >= self.cancel.created_at + cancels.CANCEL_AGAIN_AFTER_MS
        return is_old and self.order.status.placed

    @property
    def can_be_dismissed(self) -> bool:
        """Whether the order did not end as ordered and was not dismissed yet."""
        return self.order.status in INCOMPLETE and self.order.dismissed_at is None


def _for_customer(it: OrderCard) -> OrderCard:
    return replace(
        it,
        order=for_customers.order(it.order),
        refill=for_customers.refill(it.refill) if it.refill else None,
        cancel=for_customers.cancel(it.cancel) if it.cancel else None,
        failure=for_customers.failure(it.failure) if it.failure else None,
        charge=None,
    )


@dataclass(frozen=True, slots=True)
class OrderPage:
    """`dismissible` counts the orders of all pages that can be dismissed; 0 in other lists than Attention."""

    orders: list[Order]
    which: Filter
    number: int
    of: int
    total: int
    dismissible: int = 0


class ViewOrders:
    """`is_shop`: the people who see the cards pay from wallets, and do not see what the panel takes."""

    def __init__(self, *, db: Database, panel_key_id: int, clock: Clock, is_shop: bool = False) -> None:
        self._db = db
        self._panel_key_id = panel_key_id
        self._clock = clock
        self._is_shop = is_shop

    async def card(self, order_id: int, user_id: int) -> OrderCard:
        """Raises OrderGone for an order that is not this person's."""
        order = await orders.of_user(self._db, order_id, user_id)
        if order is None:
            raise OrderGone
        return await self._card(order)

    async def any_card(self, order_id: int) -> OrderCard | None:
        """Return the card of any person's order, for the sender."""
        order = await orders.get(self._db, order_id)
        return await self._card(order) if order else None

    async def card_of_cancel(self, cancel_id: int) -> OrderCard:
        """Return the card of a cancel's order; raises OrderGone."""
        cancel = await cancels.get(self._db, cancel_id)
        card = await self.any_card(cancel.order_id) if cancel else None
        if card is None:
            raise OrderGone
        return card

    async def refill(self, refill_id: int) -> Refill | None:
        """Return any person's refill, for the sender."""
        found = await refills.get(self._db, refill_id)
        return for_customers.refill(found) if found and self._is_shop else found

    async def _card(self, order: Order) -> OrderCard:
        refill = await refills.newest_of_order(self._db, order.id) if order.refillable else None
        cancel = await cancels.newest_of_order(self._db, order.id) if order.cancelable else None
        is_from_wallet = order.paid_from is PaidFrom.WALLET
        card = OrderCard(
            order=await self._as_checked(order),
            refill=refill,
            cancel=cancel,
            failure=await self._failure(order),
            now=self._clock(),
            charge=await self._charge(order),
            is_elsewhere=order.panel_key_id != self._panel_key_id,
            question=await refund_questions.of_order(self._db, order.id) if is_from_wallet else None,
            taken_back=await refund_questions.taken_back(self._db, order.id) if order.refunded else 0,
        )
        return _for_customer(card) if self._is_shop else card

    async def _charge(self, order: Order) -> int | None:
        charge = believed_charge(order)
        if charge is None or charge == expected_cost(order):
            return charge
        key = await panel_keys.get(self._db, order.panel_key_id)
        return charge if key.charge_ignored_since is None else None

    async def _failure(self, order: Order) -> Failure | None:
        if order.status is not OrderStage.FAILED:
            return None
        return failure_of_order(order, await submissions.of_order(self._db, order.id))

    async def _as_checked(self, order: Order) -> Order:
        """Fill in the last check. A check without news is recorded only as the end of its round."""
        if not order.status.placed or order.placed_at is None:
            return order
        asked = last_asked(order.placed_at, await sweep_rounds.around(self._db, order.id))
        return msgspec.structs.replace(order, checked_at=max(asked or 0, order.checked_at or 0) or None)

    async def all_of(self, user_id: int) -> list[Order]:
        """Return all orders of a person, the oldest first, as they see them."""
        found: list[Order] = []
        while page := await own_orders.all_from(
            self._db, user_id, found[-1].id if found else 0, ORDERS_OF_A_READ
        ):
            found += page
        return [for_customers.order(one) for one in found] if self._is_shop else found

    async def page(self, user_id: int, which: Filter, number: int) -> OrderPage:
        """Return a page; `number` counts from 0, and a number past the end gives the last page."""
        total = await own_orders.count(self._db, user_id, which)
        pages = max(1, -(-total // ORDERS_PER_PAGE))
        number = min(max(number, 0), pages - 1)
        shown = await own_orders.page(self._db, user_id, which, ORDERS_PER_PAGE, number * ORDERS_PER_PAGE)
        is_attention = which is Filter.ATTENTION and total > 0
        dismissible = await dismissals.count_dismissible(self._db, user_id) if is_attention else 0
        return OrderPage(shown, which, number, pages, total, dismissible)
