"""Parses the status of orders and refills."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from panel.errors import Meaning, PanelNotUnderstood, PanelRefused, cut
from panel.models import OrderStatus, RefillStatus
from panel.parsing.answers import seen
from panel.parsing.containers import Object, by_id, envelopes, parts
from panel.parsing.error_words import read_error
from panel.parsing.failures import failure, refuse
from panel.parsing.numbers import count, money, remains
from panel.parsing.states import REFILL_STATES, STATE_WORDS, is_word, state_of
from panel.values import entries, identity, letters, text

STATUS_FIGURES = ("charge", "start_count", "start_counter", "remains", "runs", "posts")
NOT_OF_ONE = (Meaning.KEY, Meaning.RATE_LIMIT, Meaning.TROUBLE)
"""These refusals tell nothing about the order."""
ERRORS = ("error", "errors")

T = TypeVar("T")


def order_status(answer: object, asked: str = "") -> OrderStatus:
    """Parse the status of one order. Raises PanelRefused, PanelNotUnderstood.

    A number under `order` beside the status is ignored: it is another number of the same order. A refusal
    means ORDER unless it is about the key, the rate limit or the server's trouble.
    """
    part = _only(answer, parts(answer, asked, ("order",)), _is_status, STATE_WORDS)
    word = text(part["status"])
    left = remains(part.get("remains"))
    state = state_of(word, left)
    _refuse_word(word, state)
    start = part.get("start_count", part.get("start_counter"))
    return OrderStatus(
        state=state,
        word=word,
        charge=money(part.get("charge")),
        start_count=count(start),
        remains=left,
        currency=text(part.get("currency")) or None,
        orders=tuple(filter(None, map(identity, entries(part.get("orders"))))),
    )


def refill_status(answer: object, asked: str = "") -> RefillStatus:
    """Parse the status of one refill. Raises PanelRefused, PanelNotUnderstood."""
    part = _only(answer, parts(answer, asked, ("refill",)), _is_refill_status, REFILL_STATES)
    word = text(part["status"])
    state = REFILL_STATES.get(letters(word))
    _refuse_word(word, state)
    return RefillStatus(state, word[:60])


def _is_status(part: Object) -> bool:
    """Whether an object is a status. Beside figures any word is one; "fail" with only a text is a failure."""
    word = part.get("status")
    if not isinstance(word, str) or not word.strip() or any(part.get(name) for name in ERRORS):
        return False
    if any(part.get(name) not in (None, "") for name in STATUS_FIGURES):
        return True
    return is_word(word) and failure(part) is None


def _is_refill_status(part: Object) -> bool:
    word = part.get("status")
    return isinstance(word, str) and is_word(word) and failure(part) is None


def _only(
    answer: object, told: Iterable[object], is_status: Callable[[Object], bool], states: dict[str, Any]
) -> Object:
    """Return the part that is a status. Raises PanelNotUnderstood for none, or for two that differ."""
    found = [_as_object(part, states) for part in told]
    statuses = [part for part in found if isinstance(part, dict) and is_status(part)]
    try:
        refuse(part for part in found if part not in statuses)
    except PanelRefused as error:
        raise _of_one(error) from None
    if not statuses or len({letters(part["status"]) for part in statuses}) > 1:
        raise PanelNotUnderstood(seen(answer))
    return statuses[0]


def _as_object(part: object, states: dict[str, Any]) -> object:
    """Turn a bare text into a status or an error."""
    if not isinstance(part, str) or not part.strip():
        return part
    is_state = is_word(part) and letters(part) in states and letters(part) not in ("error", "fail", "failed")
    return {"status": part} if is_state else {"error": part}


def _refuse_word(word: str, state: object) -> None:
    """Raise PanelRefused for an error in place of the status word: "Refill not found"."""
    if state is None and read_error(word).meaning is Meaning.ORDER:
        raise PanelRefused(Meaning.ORDER, cut(word))


def _of_one(error: PanelRefused) -> PanelRefused:
    reading = read_error(error.text)
    is_general = reading.meaning is Meaning.KEY and not reading.is_sure
    keeps = error.meaning in NOT_OF_ONE and not is_general
    return error if keeps else PanelRefused(Meaning.ORDER, error.text)


def statuses(
    answer: object, asked: list[str]
) -> dict[str, OrderStatus | PanelRefused | PanelNotUnderstood] | None:
    """Parse the status of each order that the panel mentions; None if it did not understand the batch.

    In an empty answer the panel knows none of them. Raises PanelRefused if it refuses the whole batch.
    """
    return _of_each(answer, "order", asked, order_status)


def refill_statuses(
    answer: object, asked: list[str]
) -> dict[str, RefillStatus | PanelRefused | PanelNotUnderstood] | None:
    """As `statuses`, for refills."""
    return _of_each(answer, "refill", asked, refill_status)


def _of_each(
    answer: object, name: str, asked: list[str], read: Callable[[object, str], T]
) -> dict[str, T | PanelRefused | PanelNotUnderstood] | None:
    refuse(envelopes(answer, asked))
    told = by_id(answer, name, asked)
    if told is None:
        return None
    if not told:
        return {one: PanelRefused(Meaning.ORDER, "the panel knows none of those asked for") for one in asked}
    return {one: _told(entry, one, read) for one, entry in told.items()}


def _told(entry: object, one: str, read: Callable[[object, str], T]) -> T | PanelRefused | PanelNotUnderstood:
    try:
        return read(entry, one)
    except (PanelRefused, PanelNotUnderstood) as error:
        return error
