"""Sends an order to the panel once, between the commit that notes the call and the one with its outcome."""

import asyncio
import logging
from functools import partial

from panel import NewOrder, NotSent, Outcome, Panel, PanelError, Placed, Refused, Unknown
from panel.http.outcomes import word
from panel.service_types import RULES, Billing, Field, ServiceType
from storage import order_progress, orders, outbox, panel_keys, services, submissions
from storage.database import Constraint, Database, Queries
from storage.events import Event
from storage.orders import Order, OrderStage
from storage.retry import retry_while_away
from storage.submissions import SubmissionOutcome
from usecases.alerting.alert_operators import AlertOperators
from usecases.alerting.tell_refusals import FUNDS_LOW, ORDER, TellRefusals
from usecases.clock import Clock
from usecases.paying import money_of_orders
from usecases.submitting.send_once import (
    NOT_SENT,
    OVER_AFTER,
    UNHEARD,
    WAITED,
    Ready,
    SendOnce,
)

log = logging.getLogger(__name__)

EXISTS_AFTER_ALL = "exists_after_all"
NEVER_PLACED = "never_placed"
PLACED_LATE = "placed_late"
FAILED_LATE = "failed_late"
LATE_ANSWER = "late_answer"
"""A late answer about an order in doubt cannot be entered, so an operator still has to decide."""
TOOK_AN_ORDER = "took_an_order"
BALANCE_WITHIN = 3.0  # seconds that an order waits for the balance at most


class SubmitOrder(SendOnce[Order]):
    """Never sends twice: an order has one submission, and only a reserved order gets it."""

    table = "orders"

    def __init__(
        self,
        *,
        db: Database,
        panel: Panel,
        alert: AlertOperators,
        tell_refusals: TellRefusals,
        clock: Clock,
    ) -> None:
        super().__init__(db=db, panel=panel, tell_refusals=tell_refusals, clock=clock)
        self._alert = alert

    async def _next_reserved(self, panel_key_id: int) -> Order | None:
        return await order_progress.next_reserved(self._db, panel_key_id)

    async def _prepare(self, order: Order) -> Ready:
        new_order = await self._new_order(order)
        balance = await self._balance_before(order.panel_key_id)

        async def begin(transaction: Queries, began_at: int) -> bool:
            if not await order_progress.begin_submitting(transaction, order.id):
                return False
            await submissions.begin(transaction, order.id, balance, began_at)
            return True

        return Ready(partial(self._panel.add_order, new_order), begin)

    async def _new_order(self, order: Order) -> NewOrder:
        parameters = {Field(name): value for name, value in order.parameters.items()}
        return NewOrder(order.service_id, parameters, await self._quantity(order))

    async def _quantity(self, order: Order) -> int | None:
        """Return the `quantity` to send, also for types that ask for none; see `NewOrder`."""
        match RULES[ServiceType(order.service_type)].billing:
            case Billing.POSTS:
                return None
            case Billing.PACKAGE:
                return await services.least(self._db, order.panel_key_id, order.service_id) or 1
        return order.quantity

    async def recover(self) -> None:
        for order in await order_progress.submitting(self._db):
            await self._end(order, UNHEARD, await self._over_at(order.id))

    async def give_up_waiting(self, before: int) -> None:
        for order in await order_progress.reserved_before(self._db, before):
            await self._leave_unsent(order)

    async def _leave_unsent(self, order: Order) -> None:
        async with self._db.transaction() as transaction:
            if not await order_progress.begin_submitting(transaction, order.id):
                return
            await submissions.begin(transaction, order.id, None, self._clock())
        await self._end(order, WAITED)

    async def _over_at(self, order_id: int) -> int:
        """Return when another process must have ended the call (epoch ms); 0 if none can be making it."""
        submission = await submissions.of_order(self._db, order_id)
        if submission is None or self._db.cluster.alone:
            return 0
        return submission.started_at + OVER_AFTER

    async def _balance_before(self, panel_key_id: int) -> int | None:
        """Return the balance, as evidence if the answer gets lost; None if it is unknown.

        The panel is asked again if an order was sent since its last answer, because that answer is too high.
        """
        key = await panel_keys.get(self._db, panel_key_id)
        last = await submissions.last_ended_at(self._db, panel_key_id)
        if key.balance_at is not None and (last is None or last < key.balance_at):
            return key.balance
        try:
            async with asyncio.timeout(BALANCE_WITHIN):
                return (await self._panel.balance()).amount
        except (PanelError, TimeoutError):
            return None

    async def _end(self, order: Order, outcome: Outcome, over_at: int = 0) -> None:
        """`over_at` (epoch ms): until then another process may still make the call."""
        try:
            is_news = await retry_while_away(partial(self._record, order, outcome, over_at))
        except Constraint:
            unknown = await retry_while_away(partial(self._not_kept, order, outcome))
            is_news = await retry_while_away(partial(self._record, order, unknown))
        if is_news:
            log.info("order %d of user %d: %s", order.id, order.user_id, word(outcome))
        else:
            await retry_while_away(partial(self._tell_late, order, outcome))
        self._tell_refusals.afterwards(outcome)
        if isinstance(outcome, Placed):
            await self._alert.end(FUNDS_LOW, TOOK_AN_ORDER)

    async def _not_kept(self, order: Order, outcome: Outcome) -> Unknown:
        """Explain a number of the panel that the database refuses. Usually another order here has it."""
        if not isinstance(outcome, Placed):
            return Unknown("what the panel answered could not be written down")
        other = await orders.with_panel_id(self._db, order.panel_key_id, outcome.id)
        whose = f"which order {other.id} here has" if other else "which could not be written down"
        return Unknown(f"the panel gave the number {outcome.id}, {whose}")

    async def _tell_late(self, sent: Order, outcome: Outcome) -> None:
        """Alert the operators if a late answer contradicts their decision, or cannot be entered.

        The price of an order that was never placed is given back.
        """
        order = await orders.get(self._db, sent.id)
        decided = order.panel_order_id if order is not None else None
        if order is not None and order.status is OrderStage.UNCONFIRMED:
            if not isinstance(outcome, Unknown):
                seen = (await self._not_kept(sent, outcome)).seen
                await self._alert.mention(f"{LATE_ANSWER}:{sent.id}", seen)
            return
        match outcome:
            case Placed(id=panel_order_id) if panel_order_id != decided:
                await self._alert.mention(f"{EXISTS_AFTER_ALL}:{sent.id}", panel_order_id)
            case Refused() | NotSent() if decided is not None:
                await self._give_back_all(sent.id)
                await self._alert.mention(f"{NEVER_PLACED}:{sent.id}", decided)

    async def _give_back_all(self, order_id: int) -> None:
        """Give back the price of an order that the panel never took. Idempotent."""
        now = self._clock()
        async with self._db.transaction() as transaction:
            order = await orders.lock(transaction, order_id)
            if order is not None and await money_of_orders.refund_to(transaction, order, order.price, now):
                await outbox.add(transaction, order.user_id, Event.ORDER_CARD, order_id, now)
                await outbox.add(transaction, order.user_id, Event.REFUND_DECIDED, order_id, now)

    async def _record(self, order: Order, outcome: Outcome, over_at: int = 0) -> bool:
        """Record the outcome once. Idempotent: False if another attempt or another leader recorded it.

        Another leader may have recorded that it is unknown. Then the late answer counts, unless an operator
        has decided; the money follows it.
        """
        now = self._clock()
        recipients = await self._tell_refusals.recipients(outcome)
        operators = await self._alert.recipients()
        async with self._db.transaction() as transaction:
            before = await submissions.of_order(transaction, order.id)
            taken = await _take(transaction, order.id, outcome, now, over_at)
            if taken is None:
                return False
            await money_of_orders.settle(transaction, taken, now)
            if isinstance(outcome, Refused) and await self._tell_refusals(
                transaction, recipients, ORDER, order.id, outcome
            ):
                await submissions.operator_was_told(transaction, order.id)
            if before is not None and before.outcome is SubmissionOutcome.UNKNOWN:
                await outbox.add(transaction, taken.user_id, Event.ORDER_DECIDED, taken.id, now)
                if before.evidence is not None:
                    await self._tell_answered(transaction, operators, order.id, outcome)
            await outbox.add(transaction, taken.user_id, Event.ORDER_SUBMITTED, taken.id, now)
            if outcome is WAITED and taken.mass_order_id is not None:
                await outbox.add_once(transaction, taken.user_id, Event.MASS_UNSENT, taken.mass_order_id, now)
        return True

    async def _tell_answered(
        self, db: Queries, operators: list[int], order_id: int, outcome: Outcome
    ) -> None:
        """Tell the operators, who were asked about an order in doubt, that there is nothing to decide."""
        match outcome:
            case Placed(id=panel_order_id):
                await self._alert.mention_within(db, operators, f"{PLACED_LATE}:{order_id}", panel_order_id)
            case Refused(text=said) | NotSent(reason=said):
                await self._alert.mention_within(db, operators, f"{FAILED_LATE}:{order_id}", said)


async def _take(db: Queries, order_id: int, outcome: Outcome, now: int, over_at: int) -> Order | None:
    """End the submission, and let the order take its step; None if that was done before."""
    match outcome:
        case Placed(id=panel_order_id):
            await submissions.end(db, order_id, SubmissionOutcome.PLACED, panel_order_id, now)
            return await order_progress.place(db, order_id, panel_order_id, now, now)
        case Refused(meaning=meaning, text=text):
            await submissions.end(db, order_id, SubmissionOutcome.REFUSED, text, now)
            return await order_progress.fail(db, order_id, meaning.value, now)
        case NotSent(reason=reason):
            await submissions.end(db, order_id, SubmissionOutcome.NOT_SENT, reason, now)
            return await order_progress.fail(db, order_id, NOT_SENT, now)
        case Unknown(seen=seen):
            await submissions.end(db, order_id, SubmissionOutcome.UNKNOWN, seen, max(now, over_at))
            return await order_progress.unconfirm(db, order_id)
