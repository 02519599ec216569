"""Looks every hour whether the books add up. If not, selling closes until they do. Nothing is repaired."""

import logging

from storage import audit, conditions
from storage.audit import Check, Difference
from storage.database import Database
from usecases.alerting.alert_operators import AlertOperators

log = logging.getLogger(__name__)

BOOKS_WRONG = "books_wrong"
"""The condition that the books do not add up. Its detail has the differences; see `parse`."""

NAMED = 5  # differences that an alert names


class AuditBooks:
    def __init__(self, *, db: Database, alert: AlertOperators) -> None:
        self._db = db
        self._alert = alert

    async def __call__(self) -> None:
        """Begin or end the condition that closes selling."""
        found = await audit.differences(self._db)
        if not found:
            await self._alert.end(BOOKS_WRONG)
            return
        for one in found:
            log.error(
                "the books: %s %d: %d expected, %d found", one.check, one.about, one.expected, one.found
            )
        detail = _as_text(found)
        if await conditions.stands(self._db, BOOKS_WRONG):
            await conditions.note(self._db, BOOKS_WRONG, detail)
        else:
            await self._alert.begin(BOOKS_WRONG, detail)


def _as_text(found: list[Difference]) -> str:
    return " ".join(f"{one.check}:{one.about}:{one.expected}:{one.found}" for one in found[:NAMED])


def parse(detail: str) -> list[Difference]:
    """Return the differences that the condition's detail names."""
    found = []
    for word in detail.split():
        check, about, expected, value = word.split(":")
        found.append(Difference(Check(check), int(about), int(expected), int(value)))
    return found
