"""Fast parsers for large answers in the usual shape.

Each function returns the same as its tolerant parser in statuses.py or services.py, or None for any other
shape: then the tolerant parser is used. tests/panel/test_usual_answers.py checks that the two agree.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
from operator import le
from types import MappingProxyType
from typing import Annotated

import msgspec

from panel.models import KnownStatus, OrderState, OrderStatus, Service
from panel.parsing.containers import CONTAINERS, LIST_KEYS
from panel.parsing.numbers import MAX_COUNT
from panel.parsing.states import EXPIRED, STATE_WORDS, is_word
from panel.values import either, identity, letters

MICRO_FLOAT = 1e6
EXACT = 1e6  # in the currency; a float below it is exact to much less than a micro-unit
DECODING_ERRORS = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError)
NO_STATUSES: Mapping[str, KnownStatus] = MappingProxyType({})


_Count = Annotated[int, msgspec.Meta(ge=-MAX_COUNT, le=MAX_COUNT)]


class _Status(msgspec.Struct, forbid_unknown_fields=True, gc=False):
    """Another field, such as an error, is left to the tolerant parser."""

    status: Annotated[str, msgspec.Meta(min_length=1)]
    charge: Annotated[float, msgspec.Meta(gt=-EXACT, lt=EXACT)] | None = None
    start_count: _Count | None = None
    remains: _Count | None = None
    currency: str | None = None


_ENVELOPES = frozenset((*CONTAINERS, *LIST_KEYS))
_decode_statuses = msgspec.json.Decoder(dict[str, _Status], strict=False).decode  # "157" is a number too


def statuses(
    body: bytes, asked: list[str], known: Mapping[str, KnownStatus] = NO_STATUSES
) -> dict[str, OrderStatus] | None:
    """As `statuses.statuses`, for an object by order id with plain statuses only.

    Statuses that equal those in `known` are left out.
    """
    try:
        told = _decode_statuses(body)
    except DECODING_ERRORS:
        return None
    wanted = set(asked)
    if not _ENVELOPES.isdisjoint(told) or wanted.isdisjoint(told) or _maybe_a_group(body):
        return None
    found = {}
    for one, it in told.items():
        if one not in wanted:
            continue
        if (
            (before := known.get(one)) is not None
            and it.status == before.status_word
            and it.remains == before.remains
            and it.start_count == before.start_count
            and it.charge
            == (None if before.charge is None else before.charge / MICRO_FLOAT)  # both are the nearest float
        ):
            continue
        charge = it.charge
        if charge is not None:
            charge = round(charge * MICRO_FLOAT)
            if charge / MICRO_FLOAT != it.charge:  # it has more digits than a micro-unit
                return None
        state, word = _state(it.status)
        if state is None:  # it may be an error, an envelope's word, or depend on `remains`
            return None
        found[one] = OrderStatus(state, word, charge, it.start_count, it.remains, _trimmed(it.currency))
    return found


@lru_cache(maxsize=256)
def _trimmed(text: str | None) -> str | None:
    return (text and text.strip()) or None


@lru_cache(maxsize=256)
def _state(word: str) -> tuple[OrderState | None, str]:
    says = letters(word)
    return STATE_WORDS.get(says) if is_word(word) and says != EXPIRED else None, word.strip()


THOUSAND = 1_000
_group = re.compile(rb'"(?:max|remains|start_count)"\s*:\s*"-?[1-9][0-9]{0,2}\.000"')


def _maybe_a_group(body: bytes) -> bool:
    """Whether an answer has a count such as "50.000", which the decoder takes for 50."""
    return b'.000"' in body and _group.search(body) is not None


class _Service(msgspec.Struct, gc=False):
    service: Annotated[int, msgspec.Meta(gt=0)] | str
    name: Annotated[str, msgspec.Meta(min_length=1)]
    type: str
    category: str
    rate: str
    min: Annotated[int, msgspec.Meta(ge=0, le=MAX_COUNT)]
    max: Annotated[int, msgspec.Meta(ge=0, le=MAX_COUNT)]
    desc: str | None = None
    description: str | None = None
    refill: bool = False
    cancel: bool = False
    dripfeed: bool | None = None
    drip_feed: bool | None = None


_decode_services = msgspec.json.Decoder(list[_Service], strict=False).decode
_rates = re.compile(r"(?:[0-9]{1,12}+(?:\.[0-9]{1,48}+)?+\n)*+")  # less than the largest amount


def services(body: bytes) -> list[Service] | None:
    """As `services.listed`, for a plain list of services that all make sense."""
    try:
        found = _decode_services(body)
    except DECODING_ERRORS:
        return None
    return list(map(_service, found)) if _make_sense(found) and _have_limits(found, body) else None


def _service(it: _Service) -> Service:
    return Service.of(
        service_id=str(it.service),
        name=it.name,
        type_name=it.type,
        category=it.category,
        rate=Decimal(it.rate),
        limits=(it.min, it.max),
        description=either(it.desc, it.description) or "",
        refill=it.refill,
        cancel=it.cancel,
        dripfeed=bool(either(it.dripfeed, it.drip_feed)),
    )


def _have_limits(found: list[_Service], body: bytes) -> bool:
    """Whether the limits are valid, and none may be "50.000", which is read as 50.

    The whole answer is searched for that, but only if a maximum is below 1,000.
    """
    most = [one.max for one in found]
    smallest = min(most, default=THOUSAND)
    in_order = smallest > 0 and all(map(le, [one.min for one in found], most))
    return in_order and not (smallest < THOUSAND and _maybe_a_group(body))


def _make_sense(found: list[_Service]) -> bool:
    """Whether all services are valid. Each check takes all at once, because there may be ten thousand."""
    ids = [one.service for one in found]
    kinds = set(map(type, ids))
    return (
        len(set(ids)) == len(ids)
        and (kinds <= {int} or (kinds == {str} and all(identity(one) == one for one in ids)))
        and not any(map(str.isspace, [one.name for one in found]))
        and _are_rates([one.rate for one in found])
    )


def _are_rates(texts: list[str]) -> bool:
    joined = "\n".join([*texts, ""])
    return _rates.fullmatch(joined) is not None and joined.count("\n") == len(texts)
