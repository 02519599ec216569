"""Tells the operators of the panel's refusals, in the transaction that records the refusal."""

from panel import Meaning, Outcome, Refused, read_error
from storage import conditions, orders, outbox, panel_keys, refusals, submissions
from storage.conditions import Condition
from storage.database import Queries
from usecases.clock import MINUTE, SECOND, Clock
from usecases.people.access import Access
from usecases.pricing.cost import cost_currency, expected_cost
from usecases.wakeup import WakeUp

Named = dict[str, object]

REFUSALS_INTERVAL_MS = (
    10 * MINUTE
)  # between two messages to an operator; the second names the refusals in between
MAX_REFUSALS_NAMED = 20  # refusals that one message names; further ones are counted

BALANCE_WAIT_MS = 3 * SECOND  # a message about funds waits so long for the new balance

ORDER, REFILL, CANCEL = "order", "refill", "cancel"

FUNDS_LOW = "panel_funds"
"""The condition that the panel refused a write for lack of funds; its detail is the last one's price."""

TOLD = frozenset({Meaning.KEY, Meaning.FUNDS, Meaning.OTHER})
"""The operators are told of these refusals, because the customer cannot help.

They are also told of a refusal whose meaning is unsure.
"""


def cost(lack: Condition) -> int:
    """Return the price of the last refused write; 0 if an older release noted the panel's words instead."""
    return int(lack.detail) if lack.detail.isdecimal() else 0


def covers(balance: int, price: int) -> bool:
    """Whether a balance covers a price. It must be above 0 even where the price is 0."""
    return balance > 0 and balance >= price


class TellRefusals:
    """`wake_balance_check` asks for the balance at once: the answer shows whether the key is refused."""

    def __init__(self, *, access: Access, wake_balance_check: WakeUp, clock: Clock) -> None:
        self._access = access
        self._wake_balance_check = wake_balance_check
        self._clock = clock

    async def recipients(self, outcome: Outcome) -> list[int]:
        """Return the recipients of an outcome, none if it does not concern operators.

        Call it before the transaction begins.
        """
        return await self._access.recipients() if _concerns_operators(outcome) else []

    async def __call__(
        self, transaction: Queries, recipients: list[int], write: str, order_id: int, outcome: Refused
    ) -> bool:
        """Put the messages into the outbox. True if a recipient is an operator now, not a future one.

        `write` is `ORDER`, `REFILL` or `CANCEL`.
        """
        if not recipients:
            return False
        now = self._clock()
        named = await _named(transaction, write, order_id, outcome, now)
        is_new = await self._note_condition(transaction, named, now)
        for recipient in recipients:
            await self._owe(transaction, recipient, named, now, at_once=is_new)
        return any(recipient != outbox.FIRST_OPERATOR for recipient in recipients)

    def afterwards(self, outcome: Outcome) -> None:
        """Call it after the commit: it wakes the balance check if the outcome concerns key or funds."""
        if isinstance(outcome, Refused) and outcome.meaning in (Meaning.KEY, Meaning.FUNDS):
            self._wake_balance_check.set()

    async def _note_condition(self, transaction: Queries, named: Named, now: int) -> bool:
        """Record a lack of funds as a condition; True if it begins now."""
        if named["meaning"] != Meaning.FUNDS:
            return False
        price = str(named["price"])
        is_new = await conditions.begin(transaction, FUNDS_LOW, now, price)
        await conditions.note(transaction, FUNDS_LOW, price)
        return is_new

    async def _owe(
        self, transaction: Queries, recipient: int, named: Named, now: int, *, at_once: bool
    ) -> None:
        last = await refusals.last_message(transaction, recipient)
        soon = now + (BALANCE_WAIT_MS if named["meaning"] == Meaning.FUNDS else 0)
        due_at = (
            soon
            if last is None or at_once
            else min(max(soon, last.due_at + REFUSALS_INTERVAL_MS), now + REFUSALS_INTERVAL_MS)
        )
        if last is not None and last.is_waiting:
            payload = _with(last.payload, named)
            if await refusals.amend_message(transaction, last.id, payload, due_at):
                return
        await refusals.add_message(transaction, recipient, _with({}, named), now, due_at)


def _concerns_operators(outcome: Outcome) -> bool:
    if not isinstance(outcome, Refused):
        return False
    return outcome.meaning in TOLD or not read_error(outcome.text).is_sure


async def _named(db: Queries, write: str, order_id: int, outcome: Refused, now: int) -> Named:
    """Return the contents of a message about a refusal; money in micro-units.

    A `price` of 0 means that the write costs nothing.
    """
    order = await orders.get(db, order_id)
    assert order is not None  # noqa: S101 - a foreign key holds it
    submission = await submissions.of_order(db, order_id) if write == ORDER else None
    before = submission.balance_before if submission else None
    key = await panel_keys.get(db, order.panel_key_id)
    return {
        "write": write,
        "order": order.id,
        "meaning": outcome.meaning.value,
        "words": outcome.text,
        "price": expected_cost(order) if write == ORDER else 0,
        "currency": cost_currency(order),
        "panel_key": key.id,
        "balance": key.balance if before is None else before,
        "at": now,
    }


def _with(payload: dict[str, object], named: Named) -> dict[str, object]:
    before = payload.get("refusals")
    before = before if isinstance(before, list) else []
    more = payload.get("more")
    more = more if isinstance(more, int) else 0
    if len(before) >= MAX_REFUSALS_NAMED:
        return {"refusals": before, "more": more + 1}
    return {"refusals": [*before, named], "more": more}
