"""Parses the answers to writes. Money depends on them."""

from collections.abc import Callable, Iterator, Sequence

from panel.errors import Meaning
from panel.models import Outcome, Placed, Refused, Unknown
from panel.parsing.answers import seen
from panel.parsing.containers import Object, by_id, envelopes, objects
from panel.parsing.error_words import ErrorReading, read_error, words_of
from panel.parsing.failures import failure, failures, says_no
from panel.parsing.requests import NOTHING_SAID, YES, RequestAnswer, Said, said_of
from panel.values import entries, identity, letters

MAX_WRITE_DEPTH = 6

ORDER_NAMES = frozenset({"order", "orders", "orderid", "ordernumber", "orderno", "id"})
"""The possible names of a placed order's id, in letters only."""
SUCCESS = ("true", "1", "ok", "success", "successful")

ORDERS = (
    "order", "pedido", "orden", "siparis", "pesanan", "заказ", "commande", "bestellung", "ordine",
    "طلب", "الطلب",
)  # fmt: skip
"""The beginnings of words for "order"."""
DONE = frozenset(
    {
        "placed", "created", "accepted", "saved", "submitted", "received", "registered", "taken", "creado",
        "creada", "realizado", "realizada", "recibido", "criado", "recebido", "alindi", "olusturuldu",
        "verildi", "dibuat", "diterima", "создан", "принят", "размещен", "оформлен", "creee", "passee",
        "aufgegeben", "erstellt", "creato", "استلام", "انشاء",
    }
)  # fmt: skip
DONE_BEHIND = frozenset(
    {
        "sent", "added", "queued", "success", "successful", "successfully", "enviado", "eklendi", "berhasil",
        "отправлен",
    }
)  # fmt: skip
"""As `DONE`, but only shortly after "order": "Order was sent", not "The link you added to the order"."""
NOT_DONE = frozenset(
    {"not", "no", "never", "cannot", "can", "must", "only", "nao", "не", "tidak", "gagal", "لا", "لم", "يمكن"}
    | {"failed", "unable", "nicht", "pas", "non"}
    | {"couldn", "wasn", "isn", "hasn", "wouldn"}  # "couldn't" without its apostrophe
)
WORDS_BEFORE = 3  # a "not" or "order" so many words before "placed" belongs to it


def order_written(answer: object) -> Outcome:
    """Parse the answer to `add`: Placed for an id without an error, Refused for the reverse, else Unknown."""
    if not isinstance(answer, dict):
        return Unknown(seen(answer))
    found = objects(answer, "", ("order",))
    if (told := failures(found)) is not None:
        may_exist = _may_be_placed(answer, found, told)
        return Unknown(seen(answer)) if may_exist else _refused(answer, told, "order")
    made = {one for one in map(_order_in, found) if one is not None}
    if len(made) != 1 or any(map(says_no, found)):
        return Unknown(seen(answer))
    return Placed(made.pop())


def refill_written(answer: object, order: str = "") -> Outcome:
    """Parse the answer to a refill. Placed has the refill's id, or the order's id after a yes without one.

    A refill's id is not unique: some panels send the order's id, or 1 for all. 0, "" and false are a no.
    """
    return _asked_for(answer, order, "refill")


def refills_written(answer: object, orders: Sequence[str]) -> dict[str, Outcome]:
    return _by_order(answer, orders, refill_written)


def cancels_written(answer: object, orders: Sequence[str]) -> dict[str, Outcome]:
    """Parse the answer to a cancel. Placed means asked for, not canceled; it needs no id of the panel."""
    return _by_order(answer, orders, _cancel_written)


def _cancel_written(answer: object, order: str) -> Outcome:
    return _asked_for(answer, order, "cancel")


def _by_order(
    answer: object, orders: Sequence[str], written: Callable[[object, str], Outcome]
) -> dict[str, Outcome]:
    """Return the outcome of each order; Unknown if the answer does not mention it."""
    if len(orders) == 1 or failures(envelopes(answer, orders)) is not None:
        return {order: written(answer, order) for order in orders}
    told = by_id(answer, "order", orders) or {}
    unknown: dict[str, Outcome] = dict.fromkeys(orders, Unknown(seen(answer)))
    return {**unknown, **{order: written(entry, order) for order, entry in told.items()}}


def _asked_for(answer: object, order: str, name: str) -> Outcome:
    """Return the outcome of a refill or cancel."""
    found = objects(answer, order, ("order", name))
    if (told := failures(found)) is not None:
        return _refused(answer, told, name)
    if any(map(says_no, found)):
        return Unknown(seen(answer))
    told_of = (said_of(part, name) for part in found)  # the innermost is about the order, an envelope is not
    match next((one for one in told_of if one.says is not Said.NOTHING), NOTHING_SAID):
        case RequestAnswer(says=Said.YES, id=made):
            return Placed(made or order)
        case RequestAnswer(says=Said.NO, text=""):
            return Refused(Meaning.OTHER, seen(answer))
        case RequestAnswer(says=Said.NO, text=text):
            return _refused({}, text, name)
    return Unknown(seen(answer))


def _refused(answer: object, text: str, name: str) -> Outcome:
    """Return Refused for an error, or Unknown if an id beside it or its text is a sign of success."""
    reading = read_error(text)
    if _mentions(answer, name) or says_done(text) or _tells_of_trouble(reading):
        return Unknown(seen(answer))
    return Refused(reading.meaning, text)


def _may_be_placed(answer: object, found: Sequence[Object], error: str) -> bool:
    """Whether an answer with an error may still have placed an order.

    Signs are an id under another name, a mark of success in the same object, a text that an order was placed,
    and an error that is no reason, such as "OK", "77" or "Order #77".
    """
    is_both = any(failure(part) is not None and _marks_success(part) for part in found)
    return is_both or _has_id(answer) or any(map(says_done, _texts(answer))) or _is_no_reason(error)


def _marks_success(part: Object) -> bool:
    marks = (part.get(name) for name in ("success", "status", "ok"))
    return any(str(mark).strip().casefold() in SUCCESS for mark in marks)


def _has_id(answer: object, depth: int = MAX_WRITE_DEPTH) -> bool:
    """Whether an answer may have an order's id, anywhere but in its error."""
    if isinstance(answer, list):
        return any(_has_id(one, depth - 1) for one in answer) if depth else True
    if not isinstance(answer, dict):
        return False
    beside = {name: value for name, value in answer.items() if name not in ("error", "errors")}
    named = (value for name, value in beside.items() if letters(name) in ORDER_NAMES)
    is_there = any(_holds_id(value) for value in named)
    return is_there or not depth or any(_has_id(one, depth - 1) for one in beside.values())


def _holds_id(value: object) -> bool:
    return any(
        identity(one) is not None for one in (value if isinstance(value, list) else entries(value) or [value])
    )


def _texts(answer: object, depth: int = MAX_WRITE_DEPTH) -> Iterator[str]:
    if isinstance(answer, str):
        yield answer
    elif depth and isinstance(answer, dict | list):
        for one in answer.values() if isinstance(answer, dict) else answer:
            yield from _texts(one, depth - 1)


def _is_no_reason(error: str) -> bool:
    """Whether an error has only numbers and words of success. "true" and "1" mark a plain error."""
    words = words_of(error).split()
    return error not in ("true", "1") and all(
        word.isdecimal() or word in YES or _is_order(word) for word in words
    )


def _tells_of_trouble(reading: ErrorReading) -> bool:
    """Whether an error is the server's own trouble. Five servers of 36 report it after taking the order."""
    is_only_later = reading.meaning is Meaning.LATER and not reading.is_sure
    return reading.meaning is Meaning.TROUBLE or is_only_later


def says_done(text: str) -> bool:
    """Whether a text tells that this order was placed: "Order placed, but it could not be saved".

    "An identical order was just placed" is about another order.
    """
    if read_error(text).meaning is Meaning.DUPLICATE_LINK:
        return False
    words = words_of(text).split()
    before = {at: words[max(0, at - WORDS_BEFORE) : at] for at in range(len(words))}
    done = (
        at
        for at, word in enumerate(words)
        if word in DONE or (word in DONE_BEHIND and any(map(_is_order, before[at])))
    )
    return names_order(text) and any(NOT_DONE.isdisjoint(before[at]) for at in done)


def names_order(text: str) -> bool:
    return any(map(_is_order, words_of(text).split()))


def _is_order(word: str) -> bool:
    return word.startswith(ORDERS)


def _order_in(part: Object) -> str | None:
    value = part.get("order")
    made = identity(value.get("id", value.get("order")) if isinstance(value, dict) else value)
    return None if made is None or read_error(made).is_sure else made  # "neworder.error.link" is an error


def _mentions(answer: object, name: str, depth: int = MAX_WRITE_DEPTH) -> bool:
    """Whether an answer has a value, but no error, under `name`, at any depth."""
    if isinstance(answer, list):
        return any(_mentions(one, name, depth - 1) for one in answer) if depth else True
    if not isinstance(answer, dict):
        return False
    value = answer.get(name)
    is_error = isinstance(value, dict) and failure(value) is not None
    is_there = not is_error and value not in (None, "", "0", 0, False, [], {})
    return is_there or (not depth) or any(_mentions(one, name, depth - 1) for one in answer.values())
