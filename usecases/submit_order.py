"""The one call that places an order, between two commits that remember it."""

import asyncio
from functools import partial

from panel import Meaning, NewOrder, NotSent, Outcome, Panel, PanelError, Placed, Refused, Unknown
from panel.service_types import Field
from storage import order_progress, orders, outbox, panel_keys, submissions
from storage.database import Constraint, Database, Queries
from storage.orders import Order
from storage.outbox import Event
from usecases.alert_operators import AlertOperators
from usecases.clock import Clock
from usecases.insist import insist
from usecases.sending import NOT_SENT, OVER_AFTER, UNHEARD, send
from usecases.watch_panel import FUNDS_LOW

EXISTS_AFTER_ALL = "exists_after_all"
NEVER_PLACED = "never_placed"
BALANCE_WITHIN = 3.0  # seconds that an order waits for it at most


class SubmitOrder:
    """Never sends twice: an order has one submission, and only a reserved order gets it."""

    def __init__(self, *, db: Database, panel: Panel, alert: AlertOperators, clock: Clock) -> None:
        self._db = db
        self._panel = panel
        self._alert = alert
        self._clock = clock

    async def next(self, panel_key_id: int) -> bool:
        """Submit the order that waits longest; False if none does."""
        order = await order_progress.next_reserved(self._db, panel_key_id)
        if order is None:
            return False
        began_at = await self._begin(order)
        if began_at is None:  # an earlier commit whose answer was lost has come through after all
            await self.recover()
        else:
            call = partial(self._panel.add_order, _new_order(order))
            await self._end(order, await send(call, began_at, self._clock))
        return True

    async def recover(self) -> None:
        """At start: what the last process sent and did not hear about is unknown."""
        for order in await order_progress.submitting(self._db):
            await self._end(order, UNHEARD, await self._over_at(order.id))

    async def _over_at(self, order_id: int) -> int:
        """When the call of another process, which may have been taken for dead, is over."""
        submission = await submissions.of_order(self._db, order_id)
        if submission is None or self._db.replicas.alone:
            return 0
        return submission.started_at + OVER_AFTER

    async def _begin(self, order: Order) -> int | None:
        """Note that it is sent, at the moment that is returned; None where it is not to be sent."""
        balance = await self._balance_before(order.panel_key_id)
        await self._panel.room_to_write()  # what waits has not been sent, and is not in doubt after a crash
        async with self._db.transaction() as transaction:
            began_at = self._clock()  # who waited for the database has noted nothing before
            if not await order_progress.begin_submitting(transaction, order.id):
                return None
            await submissions.begin(transaction, order.id, balance, began_at)
        return began_at

    async def _balance_before(self, panel_key_id: int) -> int | None:
        """What is on the account, for the evidence should the answer be lost; None if nobody knows.

        Asked for anew where an order was sent since it was last told: then the known one is too high.
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
        """`over_at`: before that the call may still be under way, elsewhere."""
        try:
            is_news = await insist(partial(self._record, order, outcome, over_at))
        except Constraint as error:  # the panel gave an id that another order of ours has
            is_news = await insist(
                partial(self._record, order, Unknown(f"the panel answered {outcome}: {error}"))
            )
        if not is_news:
            await insist(partial(self._tell_late, order.id, outcome))
        if isinstance(outcome, Refused) and outcome.meaning is Meaning.FUNDS:
            await self._alert.begin(FUNDS_LOW, outcome.text)

    async def _tell_late(self, order_id: int, outcome: Outcome) -> None:
        """The operator has decided otherwise while the answer was under way."""
        order = await orders.get(self._db, order_id)
        decided = order.panel_order_id if order is not None else None
        match outcome:
            case Placed(id=panel_order_id) if panel_order_id != decided:
                await self._alert.mention(f"{EXISTS_AFTER_ALL}:{order_id}", panel_order_id)
            case Refused() | NotSent() if decided is not None:
                await self._alert.mention(f"{NEVER_PLACED}:{order_id}", decided)

    async def _record(self, order: Order, outcome: Outcome, over_at: int = 0) -> bool:
        """False where it was recorded before: by an attempt whose answer was lost, or by another leader."""
        now = self._clock()
        async with self._db.transaction() as transaction:
            match outcome:
                case Placed(id=panel_order_id):
                    taken = await order_progress.place(transaction, order.id, panel_order_id, now, now)
                    await _close(transaction, taken, submissions.Outcome.PLACED, panel_order_id, now)
                case Refused(meaning=meaning, text=text):
                    taken = await order_progress.fail(transaction, order.id, meaning.value, now)
                    await _close(transaction, taken, submissions.Outcome.REFUSED, text, now)
                case NotSent(reason=reason):
                    taken = await order_progress.fail(transaction, order.id, NOT_SENT, now)
                    await _close(transaction, taken, submissions.Outcome.NOT_SENT, reason, now)
                case Unknown(seen=seen):
                    taken = await order_progress.unconfirm(transaction, order.id)
                    await _close(transaction, taken, submissions.Outcome.UNKNOWN, seen, max(now, over_at))
            if taken is not None:
                await outbox.add(transaction, taken.user_id, Event.ORDER_SUBMITTED, taken.id, now)
        return taken is not None


async def _close(
    transaction: Queries, order: Order | None, outcome: submissions.Outcome, detail: str, ended_at: int
) -> None:
    if order is not None:
        await submissions.end(transaction, order.id, outcome, detail, ended_at)


def _new_order(order: Order) -> NewOrder:
    return NewOrder(
        service=order.service_id,
        parameters={Field(name): value for name, value in order.parameters.items()},
    )
