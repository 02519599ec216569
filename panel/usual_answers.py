"""The quick way through large answers in the shape in which most panels give them.

Each function reads bytes and returns what the tolerant way (`parse_*`) would make of them, or None for any
other shape: then the tolerant way is gone. That the two agree is held by tests/panel/test_usual_answers.py.
"""

import re
from functools import lru_cache
from typing import Annotated

import msgspec

from panel.models import OrderState, OrderStatus, Service
from panel.parse_status import STATES
from panel.values import count, identity, letters, money

DIGITS = 6  # of a micro-unit
POWERS = tuple(int(10 ** (DIGITS - digits)) for digits in range(DIGITS + 1))
SHORT = 13  # digits; what has fewer is less than the largest amount and the largest count
DAMAGED = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)


class _Status(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """Anything beside these, such as an error, is told of by the tolerant way."""

    status: Annotated[str, msgspec.Meta(min_length=1)]
    charge: str | None = None
    start_count: str | int | None = None
    remains: str | int | None = None
    currency: str | None = None


_decode_statuses = msgspec.json.Decoder(dict[str, _Status]).decode


def statuses(body: bytes, asked: list[str]) -> dict[str, OrderStatus] | None:
    """As `parse_status.statuses`, of an object keyed by order in which every status is a plain one."""
    try:
        told = _decode_statuses(body)
    except DAMAGED:
        return None
    if "data" in told:
        return None
    return {one: _order_status(told[one]) for one in asked if one in told} or None


def _order_status(told: _Status) -> OrderStatus:
    state, word = _state(told.status)
    return OrderStatus(
        state,
        word,
        None if told.charge is None else _micro(told.charge),
        _count(told.start_count),
        _count(told.remains),
        (told.currency and told.currency.strip()) or None,
    )


def _count(value: str | int | None) -> int | None:
    if type(value) is str and len(value) < SHORT and value.isdecimal():
        return int(value)
    return count(value)


@lru_cache(maxsize=256)
def _state(word: str) -> tuple[OrderState | None, str]:
    return STATES.get(letters(word.strip())), word.strip()


def _micro(amount: str) -> int | None:
    """Micro-units of "0.27819" without a detour by Decimal; everything else goes by it."""
    whole, _, part = amount.partition(".")
    if len(amount) < SHORT and len(part) <= DIGITS and part.isdecimal() and whole.isdecimal():
        return int(whole + part) * POWERS[len(part)]
    return money(amount)


_decode_services = msgspec.json.Decoder(list[Service]).decode
_rates = re.compile(r"(?:[0-9]++(?:\.[0-9]++)?+\n)*+")


def services(body: bytes) -> list[Service] | None:
    """As `parse_services.listed`, of a plain list of services that all make sense."""
    try:
        found = _decode_services(body)
    except DAMAGED:
        return None
    return found if _make_sense(found) and not _have_other_names(found, body) else None


def _make_sense(found: list[Service]) -> bool:
    """Each check is of all services at once: there may be ten thousand."""
    ids = [one.written_id for one in found]
    kinds = set(map(type, ids))
    counts = {one.written_min for one in found} | {one.written_max for one in found}
    return (
        len(set(ids)) == len(ids)
        and (kinds <= {int} or (kinds == {str} and all(identity(one) == one for one in ids)))
        and all(map(str.strip, [one.written_name for one in found]))
        and _are_rates([one.written_rate for one in found])
        and all(len(one) < SHORT and one.isdecimal() for one in map(str, counts))
    )


def _are_rates(texts: list[str]) -> bool:
    joined = "\n".join([*texts, ""])
    whole = _rates.fullmatch(joined) is not None and joined.count("\n") == len(texts)
    return whole and max(map(len, texts), default=0) < SHORT


def _have_other_names(found: list[Service], body: bytes) -> bool:
    """Whether what a service lacks may stand under one of the other names that panels have for it."""
    return (None in [one.written_description for one in found] and b'"description"' in body) or (
        None in [one.written_dripfeed for one in found] and b'"drip_feed"' in body
    )
