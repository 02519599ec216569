"""What sends orders, refills and cancels; person 9 is the operator unless a test says otherwise."""

from panel import Panel
from storage.database import Database
from usecases.alerting.alert_operators import AlertOperators
from usecases.alerting.tell_refusals import TellRefusals
from usecases.clock import Clock
from usecases.people.access import Access
from usecases.submitting.submit_cancel import SubmitCancel
from usecases.submitting.submit_order import SubmitOrder
from usecases.submitting.submit_refill import SubmitRefill
from usecases.wakeup import WakeUp

OPERATOR = 9
Operators = tuple[int, ...]


def access_of(db: Database, clock: Clock, operators: Operators = (OPERATOR,)) -> Access:
    return Access(db=db, admin_ids=operators, allowed_ids=[], clock=clock)


def alerting(db: Database, clock: Clock, operators: Operators = (OPERATOR,)) -> AlertOperators:
    return AlertOperators(db=db, access=access_of(db, clock, operators), clock=clock)


def telling(
    db: Database, clock: Clock, operators: Operators = (OPERATOR,), wake_balance_check: WakeUp | None = None
) -> TellRefusals:
    return TellRefusals(
        access=access_of(db, clock, operators), wake_balance_check=wake_balance_check or WakeUp(), clock=clock
    )


def submit_order(
    db: Database,
    panel: Panel,
    clock: Clock,
    operators: Operators = (OPERATOR,),
    wake_balance_check: WakeUp | None = None,
) -> SubmitOrder:
    return SubmitOrder(
        db=db,
        panel=panel,
        alert=alerting(db, clock, operators),
        tell_refusals=telling(db, clock, operators, wake_balance_check),
        clock=clock,
    )


def submit_refill(
    db: Database, panel: Panel, clock: Clock, operators: Operators = (OPERATOR,)
) -> SubmitRefill:
    return SubmitRefill(
        db=db,
        panel=panel,
        access=access_of(db, clock, operators),
        alert=alerting(db, clock, operators),
        tell_refusals=telling(db, clock, operators),
        clock=clock,
    )


def submit_cancel(
    db: Database, panel: Panel, clock: Clock, operators: Operators = (OPERATOR,)
) -> SubmitCancel:
    return SubmitCancel(db=db, panel=panel, tell_refusals=telling(db, clock, operators), clock=clock)
