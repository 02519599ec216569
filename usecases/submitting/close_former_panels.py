"""The operator closes the open orders and refills of a former panel."""

import logging
from dataclasses import dataclass

from storage import audit_trail, closing, order_progress, outbox, panel_keys, refills, submissions
from storage.audit_trail import Act
from storage.closing import Left
from storage.database import Database, Queries
from storage.events import Event
from storage.orders import Order
from storage.panel_keys import PanelKey
from storage.submissions import SubmissionDecision, SubmissionOutcome
from usecases.alerting.tell_other_panels import TellOfOtherPanels
from usecases.clock import Clock
from usecases.errors import AlreadyDecided
from usecases.paying import give_back, money_of_orders
from usecases.submitting.send_once import NOT_SENT
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

UNSENT_REASON = "its panel is no longer connected"


@dataclass(frozen=True, slots=True)
class FormerPanel:
    """`example` is an open order that was placed there, `doubtful` one in doubt; None if there is none.

    It was looked at `now` (epoch ms).
    """

    key: PanelKey
    left: Left
    example: Order | None
    doubtful: Order | None
    now: int


class CloseFormerPanels:
    """Nothing is sent to any panel. The first of two operators wins.

    The operator is asked how much of the prices that wallets paid comes back.
    """

    def __init__(
        self, *, db: Database, tell: TellOfOtherPanels, wake_sender: WakeUp, panel_key_id: int, clock: Clock
    ) -> None:
        self._db = db
        self._tell = tell
        self._wake_sender = wake_sender
        self._panel_key_id = panel_key_id
        self._clock = clock

    async def listed(self) -> list[FormerPanel]:
        """Return the former panels with open orders or refills."""
        found = [await self._look(key) for key in await panel_keys.all_of_operator(self._db)]
        return [one for one in found if one is not None]

    async def question(self, panel_key_id: int) -> FormerPanel:
        """Raises AlreadyDecided if nothing is open there, or if it is the present panel."""
        for one in await self.listed():
            if one.key.id == panel_key_id:
                return one
        raise AlreadyDecided

    async def _look(self, key: PanelKey) -> FormerPanel | None:
        if key.id == self._panel_key_id or key.became is not None:
            return None
        left = await closing.left_at(self._db, key.id)
        if not (left.orders or left.refills):
            return None
        return FormerPanel(
            key,
            left,
            await closing.first_placed(self._db, key.id),
            await closing.first_in_doubt(self._db, key.id),
            self._clock(),
        )

    async def __call__(self, panel_key_id: int, operator_id: int) -> Left:
        """Close everything in one transaction, and tell each customer. Raises AlreadyDecided."""
        former = await self.question(panel_key_id)
        now = self._clock()
        async with self._db.transaction() as transaction:
            await self._close_orders(transaction, former.key.id, operator_id, now)
            await self._close_refills(transaction, former.key.id, now)
            count = str(former.left.orders + former.left.refills)
            await audit_trail.add(transaction, now, operator_id, Act.PANEL_CLOSED, former.key.id, after=count)
        log.warning(
            "operator %d closes what is open at %s: %d orders and %d refills",
            operator_id,
            former.key.url,
            former.left.orders,
            former.left.refills,
        )
        await self._tell()
        self._wake_sender.set()
        return former.left

    async def _close_orders(self, db: Queries, panel_key_id: int, operator_id: int, now: int) -> None:
        placed = await closing.close_placed(db, panel_key_id, operator_id, now)
        messages = [
            (customer, event, order)
            for order, customer in placed
            for event in (Event.ORDER_CARD, Event.ORDER_ENDED)
        ]
        await outbox.add_many(db, messages, now)
        await give_back.of_orders(db, [order for order, _ in placed], [operator_id], now)
        failed = [
            await _fail_in_doubt(db, order_id, operator_id, now)
            for order_id in await closing.in_doubt(db, panel_key_id)
        ]
        for order in await closing.unsent(db, panel_key_id):
            await order_progress.begin_submitting(db, order.id)
            await submissions.begin(db, order.id, None, now)
            await submissions.end(db, order.id, SubmissionOutcome.NOT_SENT, UNSENT_REASON, now)
            failed.append(await order_progress.fail(db, order.id, NOT_SENT, now))
            await outbox.add(db, order.user_id, Event.ORDER_SUBMITTED, order.id, now)
        for one in failed:  # their steps came first: see the comment on locks in migration 24
            if one is not None:
                await money_of_orders.settle(db, one, now)

    async def _close_refills(self, db: Queries, panel_key_id: int, now: int) -> None:
        for refill, customer in await closing.close_refills(db, panel_key_id, now):
            await outbox.add(db, customer, Event.REFILL_DECIDED, refill, now)
        for waiting in await closing.unsent_refills(db, panel_key_id):
            await refills.begin_submitting(db, waiting.id)
            await refills.fail(db, waiting.id, NOT_SENT, UNSENT_REASON, now)
            await outbox.add(db, waiting.user_id, Event.REFILL_SUBMITTED, waiting.id, now)


async def close_in_doubt(db: Queries, order_id: int, operator_id: int, now: int) -> Order | None:
    """Close one order in doubt, give its price back, and add its messages; None if it was decided before."""
    order = await _fail_in_doubt(db, order_id, operator_id, now)
    if order is not None:
        await money_of_orders.settle(db, order, now)
    return order


async def _fail_in_doubt(db: Queries, order_id: int, operator_id: int, now: int) -> Order | None:
    if not await submissions.decide(db, order_id, SubmissionDecision.NEVER, operator_id, now):
        return None
    order = await closing.close_in_doubt(db, order_id, operator_id, now)
    if order is not None:
        await outbox.add(db, order.user_id, Event.ORDER_DECIDED, order_id, now)
        await outbox.add(db, order.user_id, Event.ORDER_CARD, order_id, now)
    return order
