"""Notes in the audit trail that an operator tried what their role does not allow."""

from storage import audit_trail
from storage.audit_trail import Act
from storage.database import Database
from usecases.clock import HOUR, Clock
from usecases.people.roles import Action


class NoteRefusals:
    """The same attempt of the same person is noted once an hour, so that nobody can fill the trail."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def __call__(self, user_id: int, action: Action) -> None:
        now = self._clock()
        async with self._db.transaction() as transaction:
            if not await audit_trail.was_refused(transaction, user_id, action, now - HOUR):
                await audit_trail.add(transaction, now, user_id, Act.FORBIDDEN, after=action)
