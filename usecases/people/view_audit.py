"""Shows owners and managers what operators did last."""

from dataclasses import dataclass

from storage import audit_trail
from storage.audit_trail import AuditEntry
from storage.database import Database

ACTS_SHOWN = 50
ACTS_PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class AuditPage:
    entries: list[AuditEntry]
    page: int
    pages: int


class ViewAudit:
    def __init__(self, *, db: Database) -> None:
        self._db = db

    async def __call__(self, page: int) -> AuditPage:
        """Return a page of the last `ACTS_SHOWN` acts, the newest first; pages count from 0."""
        count = await audit_trail.count_newest(self._db, ACTS_SHOWN)
        pages = max(1, -(-count // ACTS_PER_PAGE))
        page = min(page, pages - 1)
        return AuditPage(await audit_trail.newest(self._db, page * ACTS_PER_PAGE, ACTS_PER_PAGE), page, pages)
