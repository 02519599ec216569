"""The person or an operator closes a case."""

from storage import audit_trail, cases, outbox
from storage.audit_trail import Act
from storage.cases import Case
from storage.database import Database
from storage.events import Event
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import Clock
from usecases.errors import CaseGone
from usecases.people.roles import Action
from usecases.wakeup import WakeUp


class CloseCases:
    """Each returns False if the case was closed before; then nobody is told again."""

    def __init__(self, *, db: Database, alert: AlertOperators, wake_sender: WakeUp, clock: Clock) -> None:
        self._db = db
        self._alert = alert
        self._wake_sender = wake_sender
        self._clock = clock

    async def by_person(self, case_id: int, user_id: int) -> bool:
        """Close an own case; raises CaseGone."""
        case = await cases.get(self._db, case_id)
        if case is None or case.user_id != user_id:
            raise CaseGone
        return await self._close(case, user_id, [])

    async def by_operator(self, case_id: int, operator_id: int) -> bool:
        """Close any case, and tell the person; raises CaseGone."""
        case = await cases.get(self._db, case_id)
        if case is None:
            raise CaseGone
        return await self._close(case, operator_id, [case.user_id])

    async def _close(self, case: Case, by: int, people: list[int]) -> bool:
        now = self._clock()
        operators = [one for one in await self._alert.operators(Action.ANSWER) if one != by]
        async with self._db.transaction() as transaction:
            is_ours = await cases.close(transaction, case.id, by, now)
            if is_ours:
                if by != case.user_id:
                    await audit_trail.add(transaction, now, by, Act.CASE_CLOSED, case.id)
                for person in people:
                    await outbox.add(transaction, person, Event.CASE_CLOSED, case.id, now)
                for operator in operators:
                    await outbox.add(transaction, operator, Event.CASE_OVER, case.id, now)
        if is_ours:
            self._wake_sender.set()
        return is_ours
