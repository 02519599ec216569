"""After a restore from a backup, ordering stays closed until the database is up to date again."""

import logging

from storage import audit_trail, conditions, order_progress
from storage.audit_trail import Act
from storage.database import Database, Queries
from storage.engines.sqlite.backup import PENDING
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import Clock
from usecases.errors import AlreadyDecided
from usecases.operating.watch_panel import RESTORED
from usecases.paying.reconcile_stars import WALLETS_RESTORED
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

BY_HAND = "by_hand"
"""The cause of the end: an operator did not wait for the panel."""


class ReturnFromBackup:
    """Ordering is closed until the panel was asked about every open order. The operator is told both times.

    Orders of a former panel do not count, because that panel is not asked. In a shop (`is_shop`) selling also
    waits for an operator who confirms the wallets.
    """

    def __init__(
        self,
        *,
        db: Database,
        alert: AlertOperators,
        wake_sender: WakeUp,
        panel_key_id: int,
        clock: Clock,
        is_shop: bool = False,
    ) -> None:
        self._db = db
        self._alert = alert
        self._wake_sender = wake_sender
        self._panel_key_id = panel_key_id
        self._clock = clock
        self._is_shop = is_shop

    async def announce(self) -> None:
        """Close ordering if the database was restored. Call it first at the start."""
        for condition in await conditions.current(self._db):
            if condition.name == PENDING:
                await self._alert.begin(RESTORED, condition.detail)
                if self._is_shop:
                    await self._doubt_wallets()
                await conditions.end(self._db, PENDING)

    async def _doubt_wallets(self) -> None:
        """Close selling until the wallets are confirmed; anew, if another restore was not confirmed."""
        await conditions.end(self._db, WALLETS_RESTORED)
        await self._alert.begin(WALLETS_RESTORED)

    async def __call__(self) -> None:
        """After a sweep, open ordering again if every open order was asked for."""
        if not await order_progress.unasked(self._db, self._panel_key_id):
            await self._alert.end(RESTORED)

    async def unasked(self) -> int:
        """Count the open orders not asked for yet; raises AlreadyDecided if ordering is open again."""
        if not await conditions.stands(self._db, RESTORED):
            raise AlreadyDecided
        return await order_progress.unasked(self._db, self._panel_key_id)

    async def open_anyway(self, operator_id: int) -> None:
        """Open ordering by an operator's decision; raises AlreadyDecided if it is open again."""
        left = await self.unasked()
        log.warning(
            "operator %d opens ordering after a restore; %d open orders are still waited for",
            operator_id,
            left,
        )

        async def note(transaction: Queries) -> None:
            await audit_trail.add(
                transaction, self._clock(), operator_id, Act.ORDERING_OPENED, after=str(left)
            )

        await self._alert.end(RESTORED, BY_HAND, note)
        self._wake_sender.set()
