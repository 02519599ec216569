"""Understands lists of services in all the shapes they were seen in."""

from collections.abc import Mapping
from typing import Any

from panel.answers import refuse, seen
from panel.errors import PanelNotUnderstood
from panel.models import Service
from panel.money import parse_money
from panel.values import count, either, flag, identity, text

EMPTY = "Empty Data"  # what some panels say instead of an empty list

Entry = Mapping[str, Any]


def entries_of(answer: object) -> list[Entry]:
    """The raw services of a list, or of an object that holds a list or is keyed by id.

    Raises PanelRefused, PanelNotUnderstood.
    """
    refuse(answer)
    listed = answer
    if isinstance(answer, dict):
        listed = next((answer[name] for name in ("services", "data") if name in answer), answer)
    if listed == EMPTY:
        return []
    if isinstance(listed, dict) and all(isinstance(entry, dict) for entry in listed.values()):
        listed = [{"service": key, **entry} for key, entry in listed.items()]
    if not isinstance(listed, list):
        raise PanelNotUnderstood(seen(answer))
    return [entry for entry in listed if isinstance(entry, dict)]


def goes_on(answer: object) -> bool:
    """Whether a list may have further pages, to be asked for with `offset`."""
    if not isinstance(answer, dict):
        return False
    return any(answer.get(name) not in (None, False, "") for name in ("offset", "next_offset", "has_more"))


def service(entry: Entry) -> Service | None:
    """One service, or None if it makes no sense: the others are still good."""
    try:
        rate = parse_money(entry.get("rate"))
    except ValueError:
        return None
    service_id = identity(entry.get("service", entry.get("id")))
    name = text(entry.get("name"))
    if rate < 0 or service_id is None or not name:
        return None
    return Service(
        written_id=service_id,
        written_name=name,
        written_type=text(entry.get("type")),
        written_category=text(entry.get("category")),
        written_rate=str(rate),
        written_min=count(entry.get("min")) or 1,
        written_max=count(entry.get("max")) or 1,
        written_description=text(either(entry.get("desc"), entry.get("description"))),
        refill=flag(entry.get("refill")),
        cancel=flag(entry.get("cancel")),
        written_dripfeed=flag(either(entry.get("dripfeed"), entry.get("drip_feed"))),
    )


def listed(answer: object) -> tuple[list[Service], int]:
    """The services of an answer, and how many of its entries make no sense."""
    entries = entries_of(answer)
    parsed = [one for one in map(service, entries) if one is not None]
    return parsed, len(entries) - len(parsed)
