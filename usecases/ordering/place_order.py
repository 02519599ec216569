"""Turns a confirmed draft into an order. Idempotent: a second tap or delivery gets the same order."""

from collections.abc import Callable

from storage import accounts, conditions, drafts, holds, orders, outbox
from storage.database import Constraint, Database, Queries
from storage.drafts import Draft, DraftStatus
from storage.events import Event
from storage.orders import Cost, Order, Request
from storage.services import CatalogueService
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import Clock
from usecases.errors import (
    DraftGone,
    NotTakenNow,
    OrderingClosed,
    QuoteChanged,
    ReviewOutdated,
    ServiceHeld,
    TooLittleMoney,
)
from usecases.operating.watch_panel import CLOSING
from usecases.ordering import fields
from usecases.ordering.draft_orders import DraftOrders
from usecases.paying import money_of_orders
from usecases.paying.funds import FUNDS_SPOKEN_FOR, refuse_without_funds
from usecases.people.block_people import refuse_stopped
from usecases.pricing.quote import review_of
from usecases.wakeup import WakeUp


class PlaceOrder:
    """Reserves the order. The submitter sends it to the panel, and the sender draws its card.

    `cost_of` tells what the panel takes for a draft that the person's wallet pays for; None for one that the
    panel account alone pays for.
    """

    def __init__(
        self,
        *,
        db: Database,
        draft_orders: DraftOrders,
        cost_of: Callable[[Draft], Cost | None],
        alert: AlertOperators,
        wake_submitter: WakeUp,
        wake_sender: WakeUp,
        clock: Clock,
    ) -> None:
        self._db = db
        self._draft_orders = draft_orders
        self._cost_of = cost_of
        self._alert = alert
        self._wake_submitter = wake_submitter
        self._wake_sender = wake_sender
        self._clock = clock

    async def __call__(self, draft_id: str, user_id: int, review: str, message_id: int | None) -> Order:
        """Place a draft that is ready; `message_id` is the message that becomes the order's card.

        `review` is the fingerprint of the review that the person saw (`review_of`): only that is ordered. If
        the draft was placed before, its order is returned. Raises DraftGone, ServiceGone, OrderingClosed,
        ServiceHeld, OrdersStopped, ReviewOutdated, QuoteChanged, TooLittleMoney or NotTakenNow; after any of
        these nothing is ordered.
        """
        draft = await drafts.get(self._db, draft_id, user_id)
        if draft is None or draft.status is not DraftStatus.READY:
            return await _placed(self._db, draft_id, user_id)
        await self._refuse_while_closed(draft)
        if review_of(draft) != review:
            raise ReviewOutdated(await self._draft_orders.current(draft_id, user_id))
        renewed = await self._draft_orders.renew(draft)
        if renewed is not None:
            raise QuoteChanged(renewed, draft.price or 0, draft.service_name, draft.currency)
        cost = self._cost_of(draft)
        try:
            order = await self._reserve(draft, message_id, cost)
        except Constraint:
            await self._refuse_without_money(draft)
            raise
        except NotTakenNow:
            await self._alert.begin(FUNDS_SPOKEN_FOR, draft.service_name or "")
            raise
        self._wake_submitter.set()
        self._wake_sender.set()
        return order

    async def _refuse_while_closed(self, draft: Draft) -> None:
        await refuse_while_closed(self._db)
        if await holds.stop_of(self._db, draft.panel_key_id, draft.service_id) is not None:
            raise ServiceHeld

    async def _refuse_without_money(self, draft: Draft) -> None:
        """Raise TooLittleMoney if the wallet cannot pay for the draft."""
        wallet = await accounts.of_user(self._db, draft.user_id)
        if wallet.available < (draft.price or 0):
            raise TooLittleMoney(await self._draft_orders.current(draft.id, draft.user_id), wallet)

    async def _reserve(self, draft: Draft, message_id: int | None, cost: Cost | None) -> Order:
        """Claim the draft, record its order and its message, and keep its price aside, in one transaction."""
        now = self._clock()
        request = request_of(self._draft_orders.prices.service_of(draft), draft.answers)
        async with self._db.transaction() as transaction:
            claimed = await drafts.claim(transaction, draft.id, draft.user_id)
            if claimed is None:  # the other of two taps
                return await _placed(transaction, draft.id, draft.user_id)
            await refuse_stopped(transaction, draft.user_id)
            if _quote(claimed) != _quote(draft):
                raise DraftGone  # changed by a message that another process took at the same moment
            if cost is not None:
                await refuse_without_funds(transaction, draft.panel_key_id, cost)
            order = await orders.reserve(transaction, claimed, request, message_id, now, cost)
            await money_of_orders.reserve(transaction, order, now)
            await outbox.add(transaction, order.user_id, Event.ORDER_CARD, order.id, now)
        return order


async def refuse_while_closed(db: Database) -> None:
    """Raise OrderingClosed while nothing can be ordered."""
    if any(condition.name in CLOSING for condition in await conditions.current(db)):
        raise OrderingClosed


def _quote(draft: Draft) -> tuple[object, ...]:
    return draft.answers, draft.price, draft.currency


async def _placed(db: Queries, draft_id: str, user_id: int) -> Order:
    order = await orders.of_draft(db, draft_id, user_id)
    if order is None:
        raise DraftGone
    return order


def request_of(service: CatalogueService, answers: dict[str, str]) -> Request:
    """Return what an order keeps of its service, and what is sent."""
    return Request(
        service_name=service.name,
        service_type=service.type,
        refillable=service.refill,
        cancelable=service.cancel,
        target=fields.target(answers),
        parameters=fields.parameters(service, answers),
    )
