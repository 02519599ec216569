"""Alerts the operators when a condition begins and when it ends.

If there is no operator yet, the first one gets the alerts later.
"""

import logging
from collections.abc import Awaitable, Callable

from storage import conditions, outbox
from storage.database import Database, Queries
from storage.events import Event
from usecases.clock import Clock
from usecases.people.access import Access
from usecases.people.roles import Action

log = logging.getLogger(__name__)


class AlertOperators:
    def __init__(self, *, db: Database, access: Access, clock: Clock) -> None:
        self._db = db
        self._access = access
        self._clock = clock

    async def operators(self, who_may: Action = Action.GET_ALERTS) -> list[int]:
        """Return the ids of the operators whose role allows an action, by default those who get alerts."""
        return await self._access.operators(who_may=who_may)

    async def begin(self, condition: str, detail: str = "") -> bool:
        """Begin a condition and alert the operators; False if it stands already.

        `condition` is a key of `BEGAN` in the views; some have their subject behind a colon.
        """
        now = self._clock()
        operators = await self._access.recipients()
        async with self._db.transaction() as transaction:
            is_new = await conditions.begin(transaction, condition, now, detail)
            if is_new:
                await self._tell(transaction, operators, {"condition": condition, "detail": detail})
        if is_new:
            log.warning("the condition %s begins: %s", condition, detail)
        return is_new

    async def end(
        self, condition: str, by: str = "", also: Callable[[Queries], Awaitable[None]] | None = None
    ) -> None:
        """End a condition and tell the operators, if it stands.

        `by` is the cause, for a condition with several: a key of `END_SENTENCES` in the views. `also` is done
        in the same transaction.
        """
        if all(noted.name != condition for noted in await conditions.current(self._db)):
            return
        operators = await self._access.recipients()
        async with self._db.transaction() as transaction:
            since = await conditions.end(transaction, condition)
            if since is not None:
                lasted = self._clock() - since
                payload = {"condition": condition, "lasted": lasted, "by": by}
                await self._tell(transaction, operators, payload)
                if also is not None:
                    await also(transaction)
        if since is not None:
            log.info("the condition %s ends", condition)

    async def mention(self, condition: str, detail: str) -> None:
        """Send an alert about a single event. It begins no condition."""
        operators = await self._access.recipients()
        async with self._db.transaction() as transaction:
            await self.mention_within(transaction, operators, condition, detail)

    async def mention_within(
        self, transaction: Queries, recipients: list[int], condition: str, detail: str
    ) -> None:
        """As `mention`, in the transaction of the change. Read `recipients` before the transaction begins."""
        await self._tell(transaction, recipients, {"condition": condition, "detail": detail})

    async def recipients(self, who_may: Action = Action.GET_ALERTS) -> list[int]:
        """As `operators`. If there is none yet, the message waits for the first operator."""
        return await self._access.recipients(who_may=who_may)

    async def _tell(self, transaction: Queries, operators: list[int], payload: dict[str, object]) -> None:
        now = self._clock()
        for operator in operators:
            await outbox.add(transaction, operator, Event.ALERT, None, now, payload)
