"""Compares two lists of a panel: which services came, went or changed, and whose rate moved far."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from storage.service_changes import ChangeKind, ServiceChange
from storage.services import CatalogueService

LARGE_MOVE = 5
"""A rate that moves by more than one part in so many is told at once. A shop holds its service."""


@dataclass(frozen=True, slots=True)
class ListChanges:
    """`moves` are the rates that moved far, `others` all other changes.

    `new` are the ids of services that were never listed.
    """

    others: Sequence[ServiceChange]
    moves: Sequence[ServiceChange]
    new: Sequence[str]


def list_changes(
    gone: Iterable[CatalogueService],
    changed: Iterable[CatalogueService],
    come: Sequence[CatalogueService],
    removed: set[str],
) -> ListChanges:
    """Compare. `changed` has those of `come` that are not new, as they were.

    `removed` are services that the panel listed once and took away.
    """
    before = {one.id: one for one in changed}
    others = [ServiceChange(one.id, one.name, ChangeKind.GONE) for one in gone]
    moves: list[ServiceChange] = []
    new = [one for one in come if one.id not in before]
    others += [
        ServiceChange(one.id, one.name, ChangeKind.BACK if one.id in removed else ChangeKind.NEW)
        for one in new
    ]
    for one in come:
        if was := before.get(one.id):
            for change in _differences(was, one):
                (moves if _is_far(change) else others).append(change)
    return ListChanges(others, moves, [one.id for one in new if one.id not in removed])


def _differences(was: CatalogueService, now: CatalogueService) -> Iterable[ServiceChange]:
    values = {
        ChangeKind.NAME: (was.name, now.name),
        ChangeKind.TYPE: (was.type, now.type),
        ChangeKind.RATE: (was.rate, now.rate),
        ChangeKind.LIMITS: (f"{was.min}–{was.max}", f"{now.min}–{now.max}"),
    }
    for kind, (old, new) in values.items():
        is_same = Decimal(old) == Decimal(new) if kind is ChangeKind.RATE else old == new
        if not is_same:
            yield ServiceChange(now.id, now.name, kind, old, new)


def _is_far(change: ServiceChange) -> bool:
    """Whether a rate moved by more than a fifth, also to 0. A rate from 0 on is new."""
    if change.kind is not ChangeKind.RATE:
        return False
    old = Decimal(change.was)
    return bool(old) and abs(Decimal(change.now) - old) * LARGE_MOVE > old
