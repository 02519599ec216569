"""Asks the panel to cancel an order. Only the order's status shows whether it was canceled."""

from functools import partial

from panel import NotSent, Outcome, Placed, Refused, Unknown
from storage import cancels, orders, outbox
from storage.cancels import Cancel, CancelStatus
from storage.database import Queries
from storage.events import Event
from storage.retry import retry_while_away
from usecases.alerting.tell_refusals import CANCEL
from usecases.submitting.send_once import NOT_SENT, UNHEARD, Ready, SendOnce


class SubmitCancel(SendOnce[Cancel]):
    table = "cancels"

    async def _next_reserved(self, panel_key_id: int) -> Cancel | None:
        return await cancels.next_reserved(self._db, panel_key_id)

    async def _prepare(self, cancel: Cancel) -> Ready:
        order = await orders.get(self._db, cancel.order_id)
        assert order is not None  # noqa: S101 - a foreign key holds it
        assert order.panel_order_id is not None  # noqa: S101 - only placed orders are canceled

        async def begin(transaction: Queries, _: int) -> bool:
            moved = await cancels.move(transaction, cancel.id, CancelStatus.RESERVED, CancelStatus.SUBMITTING)
            return moved is not None

        return Ready(partial(self._ask, order.panel_order_id), begin)

    async def _ask(self, panel_order_id: str) -> Outcome:
        outcomes = await self._panel.cancel([panel_order_id])
        return outcomes.get(panel_order_id, Unknown("the order is not in the answer"))

    async def recover(self) -> None:
        for cancel in await cancels.submitting(self._db):
            await self._end(cancel, UNHEARD)

    async def _end(self, cancel: Cancel, outcome: Outcome) -> None:
        await retry_while_away(partial(self._record, cancel, outcome))
        self._tell_refusals.afterwards(outcome)

    async def _record(self, cancel: Cancel, outcome: Outcome) -> None:
        after, failure, detail = _told(outcome)
        recipients = await self._tell_refusals.recipients(outcome)
        async with self._db.transaction() as transaction:
            for before in _before(after):
                if await cancels.move(transaction, cancel.id, before, after, failure, detail):
                    break
            else:
                return
            if isinstance(outcome, Refused) and await self._tell_refusals(
                transaction, recipients, CANCEL, cancel.order_id, outcome
            ):
                await cancels.operator_was_told(transaction, cancel.id)
            now = self._clock()
            await outbox.add(transaction, cancel.user_id, Event.CANCEL_SUBMITTED, cancel.id, now)
            if after is not CancelStatus.ASKED:  # otherwise the message above is enough
                await outbox.add(transaction, cancel.user_id, Event.ORDER_CARD, cancel.order_id, now)


def _before(after: CancelStatus) -> tuple[CancelStatus, ...]:
    """Return the statuses before `after`. A failure may also be learned after the status became unknown."""
    if after is CancelStatus.FAILED:
        return CancelStatus.SUBMITTING, CancelStatus.UNCONFIRMED
    return (CancelStatus.SUBMITTING,)


def _told(outcome: Outcome) -> tuple[CancelStatus, str | None, str]:
    match outcome:
        case Placed(id=panel_id):
            return CancelStatus.ASKED, None, panel_id
        case Refused(meaning=meaning, text=text):
            return CancelStatus.FAILED, meaning.value, text
        case NotSent(reason=reason):
            return CancelStatus.FAILED, NOT_SENT, reason
        case Unknown(seen=seen):
            return CancelStatus.UNCONFIRMED, None, seen
