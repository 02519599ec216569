"""The reasons of failed orders, refills and cancels."""

from dataclasses import dataclass

from panel import Meaning, read_error
from panel.service_types import Field
from storage.cancels import Cancel
from storage.orders import Order
from storage.refills import Refill
from storage.submissions import Submission
from usecases.submitting.decide import NEVER_EXISTED
from usecases.submitting.send_once import NOT_SENT, WAITED

WAITED_TOO_LONG = "waited_too_long"
"""The reason of an order that was not sent because the bot was away for too long."""

OURS = frozenset({NOT_SENT, NEVER_EXISTED})
"""Failures without words of the panel."""

ASKED_ANEW: dict[str, tuple[Field, ...]] = {
    Meaning.LINK: (Field.LINK, Field.USERNAME),
    Meaning.DUPLICATE_LINK: (Field.LINK, Field.USERNAME),
    Meaning.QUANTITY: (Field.QUANTITY, Field.COMMENTS, Field.USERNAMES, Field.MAX),
    Meaning.INTERVAL: (Field.INTERVAL,),
    Meaning.DRIPFEED: (Field.RUNS,),
}


@dataclass(frozen=True, slots=True)
class Failure:
    """`reason` as in `Order.failure`; `words` are the panel's, "" if it said nothing.

    `is_sure`: the words have one clear meaning. `operator_told`: a message to an operator names the failure.
    """

    reason: str
    words: str = ""
    is_sure: bool = True
    operator_told: bool = False


def failure_of_order(order: Order, submission: Submission | None) -> Failure | None:
    if order.failure is None:
        return None
    if order.failure == NOT_SENT and submission is not None and submission.detail == WAITED.reason:
        return Failure(WAITED_TOO_LONG)
    told = submission is not None and submission.operator_told
    return _failure(order.failure, submission.detail if submission else "", operator_told=told)


def failure_of(it: Refill | Cancel) -> Failure | None:
    return _failure(it.failure, it.detail, operator_told=it.operator_told) if it.failure else None


def _failure(reason: str, detail: str, *, operator_told: bool) -> Failure:
    if reason in OURS:
        return Failure(reason)
    is_sure = reason != Meaning.OTHER and read_error(detail).is_sure
    return Failure(reason, detail, is_sure, operator_told)


def field_to_ask_anew(order: Order) -> Field | None:
    """Return the question whose answer the panel refused; None if another answer would not help."""
    fields = ASKED_ANEW.get(order.failure or "", ())
    return next((field for field in fields if field in order.parameters), None)
