"""Passes operators' waiting messages on when the operators or their roles change."""

from storage import strays
from storage.database import Queries
from storage.events import FOR_OPERATORS, FOR_SUPPORT
from usecases.people.access import Access
from usecases.people.roles import Action


async def pass_on_waiting(db: Queries, access: Access, now: int) -> int:
    """Give the messages to those whose role lets them act on them; return how many waited for others.

    Call it in the transaction of the change, or in one at the start.
    """
    alerted, answering = await access.recipients(db), await access.recipients(db, Action.ANSWER)
    passed_on = await strays.pass_on(db, alerted, FOR_OPERATORS, now)
    return passed_on + await strays.pass_on(db, answering, FOR_SUPPORT, now)
