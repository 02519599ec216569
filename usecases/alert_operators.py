"""Tells the operators of what is wrong: once when it begins, once when it is over."""

from storage import conditions, outbox
from storage.database import Database, Queries
from storage.outbox import Event
from usecases.access import Access
from usecases.clock import Clock


class AlertOperators:
    def __init__(self, *, db: Database, access: Access, clock: Clock) -> None:
        self._db = db
        self._access = access
        self._clock = clock

    async def begin(self, condition: str, detail: str = "") -> None:
        """`condition` is a key of views.alerts, with what it is about behind a colon."""
        now = self._clock()
        operators = await self._access.operators()
        async with self._db.transaction() as transaction:
            if await conditions.begin(transaction, condition, now, detail):
                await self._tell(transaction, operators, {"condition": condition, "detail": detail})

    async def end(self, condition: str) -> None:
        if all(noted.name != condition for noted in await conditions.current(self._db)):
            return
        operators = await self._access.operators()
        async with self._db.transaction() as transaction:
            since = await conditions.end(transaction, condition)
            if since is not None:
                lasted = self._clock() - since
                await self._tell(transaction, operators, {"condition": condition, "lasted": lasted})

    async def mention(self, condition: str, detail: str) -> None:
        """Tell of something that neither begins nor ends."""
        operators = await self._access.operators()
        async with self._db.transaction() as transaction:
            await self._tell(transaction, operators, {"condition": condition, "detail": detail})

    async def _tell(self, transaction: Queries, operators: list[int], payload: dict[str, object]) -> None:
        for operator in operators:
            await outbox.add(transaction, operator, Event.ALERT, None, self._clock(), payload)
