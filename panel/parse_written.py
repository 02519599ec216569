"""Understands what a panel says of a write: the answers on which money depends."""

from collections.abc import Callable

from panel.answers import failure, seen
from panel.errors import Meaning, meaning_of
from panel.models import Outcome, Placed, Refused, Unknown
from panel.values import identity

NO_REFILL = (0, "0", "")


def order_written(answer: object) -> Outcome:
    """Placed needs a good id and no error, refused an error and no id; everything else leaves it unknown."""
    return _outcome(answer, "order")


def refill_written(answer: object) -> Outcome:
    """As an order; besides, a refill may come alone in a list, or carry its error inside, or the id 0."""
    entry = _only(answer)
    if isinstance(entry, dict) and failure(entry) is None:
        value = entry.get("refill")
        if not isinstance(value, bool) and value in NO_REFILL:
            return Refused(Meaning.OTHER, seen(answer))
        if isinstance(value, dict) and (inside := failure(value)):
            return Refused(meaning_of(inside), inside)
    return _outcome(entry, "refill")


def refills_written(answer: object, orders: list[str]) -> dict[str, Outcome]:
    return _by_order(answer, orders, refill_written)


def cancels_written(answer: object, orders: list[str]) -> dict[str, Outcome]:
    """A number means that it was asked for, not that it is done."""
    return _by_order(answer, orders, _cancel_written)


def _cancel_written(entry: object) -> Outcome:
    value = entry.get("cancel") if isinstance(entry, dict) else None
    if isinstance(value, dict) and (inside := failure(value)):
        return Refused(meaning_of(inside), inside)
    return _outcome(entry, "cancel")


def _by_order(answer: object, orders: list[str], written: Callable[[object], Outcome]) -> dict[str, Outcome]:
    """The outcome of each order asked for; one that the answer does not mention is unknown."""
    if failure(answer) is not None or (len(orders) == 1 and isinstance(answer, dict)):
        return dict.fromkeys(orders, written(answer))
    told: dict[str, Outcome] = {order: Unknown(seen(answer)) for order in orders}
    for entry in answer if isinstance(answer, list) else []:
        order = identity(entry.get("order")) if isinstance(entry, dict) else None
        if order in told:
            told[order] = written(entry)
    return told


def _only(answer: object) -> object:
    return answer[0] if isinstance(answer, list) and len(answer) == 1 else answer


def _outcome(answer: object, name: str) -> Outcome:
    if not isinstance(answer, dict):
        return Unknown(seen(answer))
    told = failure(answer)
    if told is not None:
        return Unknown(seen(answer)) if name in answer else Refused(meaning_of(told), told)
    made = identity(answer.get(name))
    return Placed(made) if made is not None else Unknown(seen(answer))
