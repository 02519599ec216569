"""After the database was restored from a backup it is in the past: it has to hear what happened since."""

from storage import conditions, order_progress
from storage.backup import PENDING
from storage.database import Database
from usecases.alert_operators import AlertOperators
from usecases.watch_panel import RESTORED


class ReturnFromBackup:
    """Ordering is closed until every open order was asked for; the operator is told both times."""

    def __init__(self, *, db: Database, alert: AlertOperators) -> None:
        self._db = db
        self._alert = alert

    async def announce(self) -> None:
        """At start, before anything else: close ordering if the database was restored."""
        for condition in await conditions.current(self._db):
            if condition.name == PENDING:
                await self._alert.begin(RESTORED, condition.detail)
                await conditions.end(self._db, PENDING)

    async def __call__(self) -> None:
        """After a sweep: open ordering again once all was asked for."""
        if not await order_progress.unasked(self._db):
            await self._alert.end(RESTORED)
