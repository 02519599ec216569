"""Gathers evidence about an order in doubt. It only asks the panel, and sends nothing again."""

from dataclasses import dataclass

from panel import BalanceUnreadable, Meaning, OrderStatus, Panel, PanelError, PanelRefused
from storage import conditions, orders, outbox, submissions
from storage.database import Database
from storage.events import Event
from storage.orders import Order
from storage.submissions import Submission
from usecases.clock import MINUTE, SECOND, Clock
from usecases.operating.watch_panel import KEY_REFUSED
from usecases.people.access import Access
from usecases.pricing.cost import costs_in_other_currency

SETTLES = 5 * SECOND  # a slow panel may still be writing the order down
GIVE_UP = 3 * MINUTE  # then the operator decides without evidence
IDS_LOOKED_AHEAD = 20  # ids above the last known one that are looked at


@dataclass(frozen=True, slots=True)
class Candidate:
    """An order on this key that no order here has. It may be the one in doubt.

    `charge` is the panel's own figure, in micro-units of `currency`; both are None if it names none.
    """

    panel_order_id: str
    charge: int | None
    currency: str | None


class GatherEvidence:
    """Compares the balance before and after the call, and asks for the ids just above the last known one."""

    def __init__(
        self, *, db: Database, panel: Panel, panel_key_id: int, access: Access, clock: Clock
    ) -> None:
        self._db = db
        self._panel = panel
        self._panel_key_id = panel_key_id
        self._access = access
        self._clock = clock

    async def __call__(self) -> None:
        if not await self._access.operators():
            return  # without an operator nobody could decide; it is gathered later
        for order_id in await submissions.without_evidence(self._db):
            order = await orders.get(self._db, order_id)
            submission = await submissions.of_order(self._db, order_id)
            if order and submission and not self._waits(submission, SETTLES):
                await self._about(order, submission)

    def _waits(self, submission: Submission, milliseconds: int) -> bool:
        """Whether the call is open or ended less than so long ago. False if the clock was set back."""
        ended_at = submission.ended_at
        return ended_at is None or submission.started_at <= self._clock() < ended_at + milliseconds

    async def _about(self, order: Order, submission: Submission) -> None:
        evidence: dict[str, object] = {}
        if order.panel_key_id == self._panel_key_id:  # another panel knows nothing of it
            try:
                evidence = await self._look(order, submission)
            except PanelError:
                if self._waits(submission, GIVE_UP):
                    return
        await self._present(order, evidence)

    async def _look(self, order: Order, submission: Submission) -> dict[str, object]:
        if await conditions.stands(self._db, KEY_REFUSED):  # panels block a client that tries it too often
            raise PanelRefused(Meaning.KEY, "the key is refused")
        balance = await self._balance(order)
        candidates = await self._candidates(order, submission.started_at)
        return {
            "balance_before": submission.balance_before,
            "balance_after": balance,
            "candidates": None
            if candidates is None
            else [
                {"id": one.panel_order_id, "charge": one.charge, "currency": one.currency}
                for one in candidates
            ],
        }

    async def _balance(self, order: Order) -> int | None:
        """Return the balance; None if it cannot be read or is in another currency than the order's cost."""
        try:
            balance = await self._panel.balance()
        except BalanceUnreadable:
            return None
        return None if costs_in_other_currency(order, balance.currency) else balance.amount

    async def _candidates(self, order: Order, sent_at: int) -> list[Candidate] | None:
        """Return the unknown orders just above the last known id; None if no number is known to begin at.

        The panel answers with an error for ids of other keys, so an order with a status is on this account.
        """
        last = await submissions.last_known_panel_order_id(self._db, order.panel_key_id, sent_at)
        if last is None or not last.isascii() or not last.isdecimal():
            return None
        near = [str(int(last) + step) for step in range(1, IDS_LOOKED_AHEAD + 1)]
        answers = await self._panel.order_statuses(near)
        found = []
        for panel_order_id in near:
            told = answers.get(panel_order_id)
            if isinstance(told, OrderStatus) and await self._is_free(order, panel_order_id):
                found.append(Candidate(panel_order_id, told.charge, told.currency))
        return found

    async def _is_free(self, order: Order, panel_order_id: str) -> bool:
        return await orders.with_panel_id(self._db, order.panel_key_id, panel_order_id) is None

    async def _present(self, order: Order, evidence: dict[str, object]) -> None:
        operators, now = await self._access.operators(), self._clock()
        async with self._db.transaction() as transaction:
            first = await submissions.keep_evidence(transaction, order.id, evidence)
            for operator in operators if first else ():
                await outbox.add(transaction, operator, Event.DECIDE_ORDER, order.id, now)
