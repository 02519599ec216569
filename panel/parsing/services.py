"""Parses lists of services in all their known shapes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from panel.errors import PanelNotUnderstood
from panel.models import Service
from panel.parsing.answers import seen
from panel.parsing.containers import envelopes
from panel.parsing.failures import refuse
from panel.parsing.numbers import least, limit, parse_money
from panel.service_types import RULES, Billing, ServiceType
from panel.values import either, flag, identity, text

EMPTY = "Empty Data"  # some panels send it instead of an empty list

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Listed:
    """`senseless` entries are left out, and so are the services of an id that is listed `twice`."""

    services: list[Service]
    senseless: int
    twice: tuple[str, ...]
    rows: int


def entries_of(answer: object) -> list[Entry]:
    """Return the raw services of a list, of an object with a list, or of an object by id.

    Raises PanelRefused, PanelNotUnderstood.
    """
    levels = envelopes(answer)
    refuse(levels)
    listed = levels[-1]
    if isinstance(listed, dict) and EMPTY in listed.values():
        return []
    if isinstance(listed, dict) and all(isinstance(entry, dict) for entry in listed.values()):
        listed = [{"service": key, **entry} for key, entry in listed.items()]
    if not isinstance(listed, list):
        raise PanelNotUnderstood(seen(answer))
    return [entry for entry in listed if isinstance(entry, dict)]


def goes_on(answer: object) -> bool:
    """Whether a list announces further pages, which are read with `offset`."""
    marks = [
        level.get(name)
        for level in envelopes(answer)
        if isinstance(level, dict)
        for name in ("offset", "next_offset", "has_more")
    ]
    return any(mark not in (None, False, "") for mark in marks)


def service(entry: Entry) -> Service | None:
    """Parse one service; None if it makes no sense."""
    try:
        rate = parse_money(entry.get("rate"))
    except ValueError:
        return None
    service_id = identity(entry.get("service", entry.get("id")))
    name = text(entry.get("name"))
    limits = _limits(entry)
    if rate < 0 or service_id is None or not name or limits is None:
        return None
    return Service.of(
        service_id=service_id,
        name=name,
        type_name=text(entry.get("type")),
        category=text(entry.get("category")),
        rate=rate,
        limits=limits,
        description=text(either(entry.get("desc"), entry.get("description"))),
        refill=flag(entry.get("refill")),
        cancel=flag(entry.get("cancel")),
        dripfeed=flag(either(entry.get("dripfeed"), entry.get("drip_feed"))),
    )


def _limits(entry: Entry) -> tuple[int, int] | None:
    """Return the limits of a service; None if they cannot be read, or the maximum is below the minimum.

    A package needs none, because it has no quantity.
    """
    smallest, largest = least(entry.get("min")), limit(entry.get("max"))
    if _needs_no_limits(text(entry.get("type"))):
        return smallest or 1, largest or 1
    if smallest is None or largest is None or largest < max(smallest, 1):
        return None
    return smallest, largest


def _needs_no_limits(type_name: str) -> bool:
    known = ServiceType.named(type_name)
    return known is not None and RULES[known].billing is Billing.PACKAGE


def listed(answer: object) -> Listed:
    """Return the services of an answer. Equal rows are one service."""
    entries = entries_of(answer)
    found: dict[str, Service] = {}
    twice: dict[str, None] = {}
    senseless = 0
    for one in map(service, entries):
        if one is None:
            senseless += 1
        elif found.setdefault(one.id, one) != one:
            twice[one.id] = None
    sold = [one for one in found.values() if one.id not in twice]
    return Listed(sold, senseless, tuple(twice), len(entries))
