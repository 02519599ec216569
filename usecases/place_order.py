"""Turns a confirmed draft into an order, once, whatever is tapped twice or delivered again."""

from storage import conditions, drafts, orders, outbox
from storage.database import Database, Queries
from storage.drafts import DraftStatus
from storage.orders import Order, Request
from storage.outbox import Event
from usecases import wizard
from usecases.bell import Bell
from usecases.clock import Clock
from usecases.draft_orders import DraftOrders
from usecases.facts import DraftGone, OrderingClosed, QuoteChanged
from usecases.step import Step
from usecases.watch_panel import CLOSING


class PlaceOrder:
    """Reserves the order; the submitter sends it to the panel and the outbox draws its card."""

    def __init__(self, *, db: Database, draft_orders: DraftOrders, work: Bell, clock: Clock) -> None:
        self._db = db
        self._draft_orders = draft_orders
        self._work = work
        self._clock = clock

    async def __call__(self, draft_id: str, user_id: int, message_id: int | None) -> Order:
        """Place a draft that is ready; `message_id` is the message that becomes the order's card.

        A draft that was placed before returns its order. Raises DraftGone, ServiceGone, OrderingClosed or
        QuoteChanged; after any of these nothing is ordered.
        """
        draft = await drafts.get(self._db, draft_id, user_id)
        if draft is None or draft.status is not DraftStatus.READY:
            return await _placed(self._db, draft_id, user_id)
        await self._refuse_while_closed()
        step = await self._draft_orders.renew(draft)
        if step.draft != draft:
            raise QuoteChanged(step, draft.price or 0)
        order = await self._reserve(step, message_id)
        self._work.ring()
        return order

    async def _refuse_while_closed(self) -> None:
        if any(condition.name in CLOSING for condition in await conditions.current(self._db)):
            raise OrderingClosed

    async def _reserve(self, step: Step, message_id: int | None) -> Order:
        """Claim the draft and write down its order and its message, all or nothing."""
        now = self._clock()
        request = _request(step)
        async with self._db.transaction() as transaction:
            draft = await drafts.claim(transaction, step.draft.id, step.draft.user_id)
            if draft is None:  # the other of two taps
                return await _placed(transaction, step.draft.id, step.draft.user_id)
            if (draft.answers, draft.price) != (step.draft.answers, step.draft.price):
                raise DraftGone  # changed by a message that another process took at the same moment
            order = await orders.reserve(transaction, draft, request, message_id, now)
            await outbox.add(transaction, order.user_id, Event.ORDER_CARD, order.id, now)
        return order


async def _placed(db: Queries, draft_id: str, user_id: int) -> Order:
    order = await orders.of_draft(db, draft_id, user_id)
    if order is None:
        raise DraftGone
    return order


def _request(step: Step) -> Request:
    service, answers = step.service, step.draft.answers
    return Request(
        service_name=service.name,
        service_type=service.type,
        refillable=service.refill,
        cancelable=service.cancel,
        target=wizard.target(answers),
        parameters=wizard.parameters(service, answers),
    )
