"""Fast parsers for large answers in the usual shape.

Each function returns the same as its tolerant parser in statuses.py or services.py, or None for any other
shape: then the tolerant parser is used. tests/panel/test_usual_answers.py checks that the two agree.
"""

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache
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


_decode_list = msgspec.json.Decoder(list[msgspec.Raw]).decode
_decode_service = msgspec.json.Decoder(_Service, strict=False).decode
_rate = re.compile(r"[0-9]{1,12}+(?:\.[0-9]{1,48}+)?+")  # less than the largest amount
_decimal = lru_cache(maxsize=4_096)(Decimal)


def services(body: bytes) -> list[Service] | None:
    """As `services.listed`, for a plain list of services that all make sense.

    There may be ten thousand, so one is decoded at a time, and texts that are equal are kept once.
    """
    found: dict[str, Service] = {}
    texts: dict[str, str] = {}
    smallest = THOUSAND
    try:
        rows = _decode_list(body)
        for row in rows:
            it = _decode_service(row)
            if not _makes_sense(it):
                return None
            smallest = min(smallest, it.max)
            one = _service(it, texts)
            found[one.id] = one
    except DECODING_ERRORS:
        return None
    has_groups = smallest < THOUSAND and _maybe_a_group(body)
    return None if has_groups or len(found) < len(rows) else list(found.values())


def _service(it: _Service, texts: dict[str, str]) -> Service:
    description = either(it.desc, it.description) or ""
    return Service.of(
        service_id=str(it.service),
        name=it.name,
        type_name=texts.setdefault(it.type, it.type),
        category=texts.setdefault(it.category, it.category),
        rate=_decimal(it.rate),
        limits=(it.min, it.max),
        description=texts.setdefault(description, description),
        refill=it.refill,
        cancel=it.cancel,
        dripfeed=bool(either(it.dripfeed, it.drip_feed)),
    )


def _makes_sense(it: _Service) -> bool:
    return (
        (isinstance(it.service, int) or identity(it.service) == it.service)
        and not it.name.isspace()
        and _rate.fullmatch(it.rate) is not None
        and 0 < it.max >= it.min
    )
