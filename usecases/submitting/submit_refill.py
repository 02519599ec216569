"""Asks the panel for a refill, with the same four outcomes as an order."""

from functools import partial

from panel import NotSent, Outcome, Panel, Placed, Refused, Unknown
from storage import orders, outbox, refills
from storage.database import Database, Queries
from storage.events import Event
from storage.refills import Refill
from storage.retry import retry_while_away
from usecases.alerting.alert_operators import AlertOperators
from usecases.alerting.tell_refusals import REFILL, TellRefusals
from usecases.clock import Clock
from usecases.people.access import Access
from usecases.submitting.send_once import NOT_SENT, UNHEARD, WAITED, Ready, SendOnce

REFILL_EXISTS_AFTER_ALL = "refill_exists_after_all"


class SubmitRefill(SendOnce[Refill]):
    table = "refills"

    def __init__(
        self,
        *,
        db: Database,
        panel: Panel,
        access: Access,
        alert: AlertOperators,
        tell_refusals: TellRefusals,
        clock: Clock,
    ) -> None:
        super().__init__(db=db, panel=panel, tell_refusals=tell_refusals, clock=clock)
        self._access = access
        self._alert = alert

    async def _next_reserved(self, panel_key_id: int) -> Refill | None:
        return await refills.next_reserved(self._db, panel_key_id)

    async def _prepare(self, refill: Refill) -> Ready:
        order = await orders.get(self._db, refill.order_id)
        assert order is not None  # noqa: S101 - a foreign key holds it
        assert order.panel_order_id is not None  # noqa: S101 - only finished orders are refilled

        async def begin(transaction: Queries, _: int) -> bool:
            return bool(await refills.begin_submitting(transaction, refill.id))

        return Ready(partial(self._panel.refill, order.panel_order_id), begin)

    async def recover(self) -> None:
        for refill in await refills.submitting(self._db):
            await self._end(refill, UNHEARD)

    async def give_up_waiting(self, before: int) -> None:
        for refill in await refills.reserved_before(self._db, before):
            if await refills.begin_submitting(self._db, refill.id):
                await self._end(refill, WAITED)

    async def _end(self, refill: Refill, outcome: Outcome) -> None:
        is_news = await retry_while_away(partial(self._record, refill, outcome))
        self._tell_refusals.afterwards(outcome)
        if isinstance(outcome, Placed) and not is_news:
            await retry_while_away(partial(self._tell_late, refill.id, outcome.id))

    async def _tell_late(self, refill_id: int, panel_refill_id: str) -> None:
        """Alert the operators if the panel has a refill that they decided not to exist."""
        refill = await refills.get(self._db, refill_id)
        if refill is not None and refill.panel_refill_id != panel_refill_id:
            await self._alert.mention(f"{REFILL_EXISTS_AFTER_ALL}:{refill.order_id}", panel_refill_id)

    async def _record(self, refill: Refill, outcome: Outcome) -> bool:
        """As in `SubmitOrder`."""
        now = self._clock()
        recipients = await self._tell_refusals.recipients(outcome)
        doubtful_to = await self._access.recipients() if isinstance(outcome, Unknown) else []
        async with self._db.transaction() as transaction:
            match outcome:
                case Placed(id=panel_refill_id):
                    taken = await refills.accept(transaction, refill.id, panel_refill_id, now)
                case Refused(meaning=meaning, text=text):
                    taken = await refills.fail(transaction, refill.id, meaning.value, text, now)
                    if taken and await self._tell_refusals(
                        transaction, recipients, REFILL, taken.order_id, outcome
                    ):
                        await refills.operator_was_told(transaction, refill.id)
                case NotSent(reason=reason):
                    taken = await refills.fail(transaction, refill.id, NOT_SENT, reason, now)
                case Unknown(seen=seen):
                    taken = await refills.unconfirm(transaction, refill.id, seen)
                    if taken is not None:
                        await self._ask_to_decide(transaction, doubtful_to, refill.id, now)
            if taken is not None:
                await outbox.add(transaction, refill.user_id, Event.REFILL_SUBMITTED, refill.id, now)
                if not isinstance(outcome, Placed):  # otherwise the message above is enough
                    await outbox.add(transaction, refill.user_id, Event.ORDER_CARD, refill.order_id, now)
        return taken is not None

    async def _ask_to_decide(
        self, transaction: Queries, recipients: list[int], refill_id: int, now: int
    ) -> None:
        for recipient in recipients:
            await outbox.add(transaction, recipient, Event.DECIDE_REFILL, refill_id, now)
        if any(recipient != outbox.FIRST_OPERATOR for recipient in recipients):
            await refills.operator_was_told(transaction, refill_id)
