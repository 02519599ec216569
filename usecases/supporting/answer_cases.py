"""An operator answers a case."""

from dataclasses import dataclass

from storage import cases, outbox, users
from storage.cases import Case
from storage.database import Database
from storage.events import Event
from storage.users import User
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import Clock
from usecases.errors import CaseClosed, CaseGone
from usecases.people.roles import Action
from usecases.supporting.written import Written, keep, known
from usecases.wakeup import WakeUp


@dataclass(frozen=True, slots=True)
class Answered:
    """`is_away`: the person has blocked the bot, and gets the answer when they come back."""

    case: Case
    customer: User

    @property
    def is_away(self) -> bool:
        return self.customer.blocked_at is not None


class AnswerCases:
    """An answer, its message to the person and those to the other operators are one transaction."""

    def __init__(self, *, db: Database, alert: AlertOperators, wake_sender: WakeUp, clock: Clock) -> None:
        self._db = db
        self._alert = alert
        self._wake_sender = wake_sender
        self._clock = clock

    async def __call__(self, case_id: int, operator_id: int, written: Written) -> Answered:
        """Answer an open case. Raises CaseGone if the person was forgotten, or CaseClosed.

        An answer that was taken before is not refused when it comes again.
        """
        case = await cases.get(self._db, case_id)
        customer = await users.get(self._db, case.user_id) if case else None
        if case is None or customer is None or customer.telegram_id is None:
            raise CaseGone
        if await known(self._db, operator_id, written):
            return Answered(case, customer)
        others = [one for one in await self._alert.operators(Action.ANSWER) if one != operator_id]
        now = self._clock()
        async with self._db.transaction() as transaction:
            if not await cases.lock_open(transaction, case_id):
                raise CaseClosed(case_id, case.order_id)
            message = await keep(transaction, case_id, operator_id, written, now, is_answer=True)
            if message is not None:
                await outbox.add(transaction, case.user_id, Event.CASE_ANSWER, message.id, now)
                for operator in others:
                    await outbox.add(transaction, operator, Event.CASE_MESSAGE, message.id, now)
        self._wake_sender.set()
        return Answered(case, customer)
