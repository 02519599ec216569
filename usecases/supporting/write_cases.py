"""A person writes to support: this opens a case, or adds to an open one."""

from storage import case_messages, cases, orders, outbox
from storage.cases import Case, CaseReason
from storage.database import Database, Queries
from storage.events import Event
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import DAY, Clock
from usecases.errors import CaseClosed, CaseGone, OrderGone, TooManyCases, TooManyMessages
from usecases.people.roles import Action
from usecases.supporting.written import Written, keep, known
from usecases.wakeup import WakeUp

MOST_OPEN_CASES = 3  # of one person
MOST_MESSAGES = 20  # of one person within a day


class WriteCases:
    """A message and its relay to the operators are one transaction. A message is taken once."""

    def __init__(self, *, db: Database, alert: AlertOperators, wake_sender: WakeUp, clock: Clock) -> None:
        self._db = db
        self._alert = alert
        self._wake_sender = wake_sender
        self._clock = clock

    async def about(self, order_id: int | None, reason: CaseReason, user_id: int, written: Written) -> Case:
        """Write about an order of theirs, or about no order. An open case about it gets the message.

        Raises OrderGone, TooManyCases or TooManyMessages.
        """
        if taken := await known(self._db, user_id, written):
            return await self._case(taken.case_id, user_id)
        if order_id is not None and await orders.of_user(self._db, order_id, user_id) is None:
            raise OrderGone
        await self._check_day(user_id)
        operators = await self._alert.recipients(Action.ANSWER)
        async with self._db.transaction() as transaction:
            case = await _open(transaction, user_id, order_id, reason, self._clock())
            await self._add(transaction, case, written, operators)
        self._wake_sender.set()
        return case

    async def more(self, case_id: int, user_id: int, written: Written) -> Case:
        """Add to an open case of theirs. Raises CaseGone, CaseClosed or TooManyMessages."""
        case = await self._case(case_id, user_id)
        if await known(self._db, user_id, written):
            return case
        await self._check_day(user_id)
        operators = await self._alert.recipients(Action.ANSWER)
        async with self._db.transaction() as transaction:
            if not await cases.lock_open(transaction, case_id):
                raise CaseClosed(case_id, case.order_id)
            await self._add(transaction, case, written, operators)
        self._wake_sender.set()
        return case

    async def _case(self, case_id: int, user_id: int) -> Case:
        case = await cases.get(self._db, case_id)
        if case is None or case.user_id != user_id:
            raise CaseGone
        return case

    async def _check_day(self, user_id: int) -> None:
        now = self._clock()
        written = await case_messages.times_since(self._db, user_id, now - DAY)
        if len(written) >= MOST_MESSAGES:
            raise TooManyMessages(MOST_MESSAGES, written[-MOST_MESSAGES] + DAY - now)

    async def _add(self, db: Queries, case: Case, written: Written, operators: list[int]) -> None:
        now = self._clock()
        message = await keep(db, case.id, case.user_id, written, now)
        if message is not None:
            for operator in operators:
                await outbox.add(db, operator, Event.CASE_MESSAGE, message.id, now)


async def _open(db: Queries, user_id: int, order_id: int | None, reason: CaseReason, now: int) -> Case:
    """Return the open case about the same, or a new one. An operator may close the former at this moment."""
    found = await cases.open_about(db, user_id, order_id)
    if found is not None and await cases.lock_open(db, found.id):
        return found
    if len(await cases.open_of(db, user_id)) >= MOST_OPEN_CASES:
        raise TooManyCases(MOST_OPEN_CASES)
    opened = await cases.add(db, user_id, order_id, reason, now)
    if opened is None:  # another process opened it at this moment
        raise CaseGone
    return opened
