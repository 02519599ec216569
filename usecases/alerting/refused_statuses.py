"""Tells the operators that what the panel says of an order cannot be recorded: once for each order.

The database refuses a step that no order takes, or one whose money cannot move. The order stays as it was and
is asked for again, so nobody else could do anything about it.
"""

import logging
from collections.abc import Collection

from storage import conditions
from storage.database import Constraint, Database
from usecases.alerting.alert_operators import AlertOperators

log = logging.getLogger(__name__)

STATUS_REFUSED = "status_refused"
"""The condition; a colon and the order's number follow. Its detail is the panel's word and why."""


async def tell_refused(alert: AlertOperators, order_id: int, word: str, error: Constraint) -> None:
    """Begin the condition. The log gets the traceback, once."""
    if await alert.begin(f"{STATUS_REFUSED}:{order_id}", f"{word}: {error}"):
        log.error("order %d: what the panel says cannot be recorded", order_id, exc_info=error)


async def tell_recorded(db: Database, alert: AlertOperators, order_ids: Collection[int]) -> None:
    """End the conditions about orders of which the panel's word is recorded now."""
    if not order_ids:
        return
    for noted in await conditions.current(db):
        name, _, about = noted.name.partition(":")
        if name == STATUS_REFUSED and int(about) in order_ids:
            await alert.end(noted.name)
