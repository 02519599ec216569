"""What customers of a shop see of orders: neither what the panel takes, nor its words about money.

An order from before the shop was paid from the panel account, at the panel's price: that is our cost.
"""

from dataclasses import replace

import msgspec

from panel import Meaning
from storage.cancels import Cancel
from storage.orders import Order, PaidFrom
from storage.refills import Refill
from usecases.submitting.failures_of_writes import Failure


def order(it: Order) -> Order:
    """Return the order without the panel's charge, and without a price that no wallet has paid."""
    shown = msgspec.structs.replace(it, charge=None, cost=None, cost_rate=None, failure=_reason(it.failure))
    if it.paid_from is PaidFrom.WALLET:
        return shown
    return msgspec.structs.replace(shown, paid_from=PaidFrom.NOBODY, price=0, rate="0")


def refill(it: Refill) -> Refill:
    return msgspec.structs.replace(it, detail="", failure=_reason(it.failure))


def cancel(it: Cancel) -> Cancel:
    return msgspec.structs.replace(it, detail="", failure=_reason(it.failure))


def failure(it: Failure) -> Failure:
    return replace(it, words="", reason=_reason(it.reason) or it.reason)


def _reason(it: str | None) -> str | None:
    """Return "later" for a lack of money at the panel: it is the operator's money."""
    return Meaning.LATER.value if it == Meaning.FUNDS else it
