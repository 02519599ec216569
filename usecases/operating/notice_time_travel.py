"""Finds out at the start whether the database is an older copy, however it was restored."""

import logging

from storage import conditions, marks, past
from storage.database import Database, Outside
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import Clock
from usecases.operating.watch_panel import RESTORED
from usecases.paying.reconcile_stars import WALLETS_RESTORED

log = logging.getLogger(__name__)


class NoticeTimeTravel:
    """An older copy lacks recent events. Its waiting orders are in doubt, and ordering is closed.

    Ordering opens again when the panel was asked about all open orders.
    """

    def __init__(self, *, db: Database, alert: AlertOperators, clock: Clock, is_shop: bool = False) -> None:
        self._db = db
        self._alert = alert
        self._clock = clock
        self._is_shop = is_shop

    async def __call__(self) -> None:
        """Compare the database with its mark, and begin a new life. Raises DatabaseAway."""
        outside = await self._db.mark.read()
        life = await marks.life(self._db)
        if not await self._is_present(outside, life):
            log.warning("the database is older than what was sent to the panel since; ordering is closed")
            await self._put_in_doubt()
            outside = None
        before = outside or Outside(() if life is None else (life,))
        new = await self._db.mark.announce(before)
        async with self._db.transaction() as transaction:
            await marks.begin_life(transaction, new, self._clock())
        await self._db.mark.settle(new)

    async def _is_present(self, outside: Outside | None, life: str | None) -> bool:
        if outside is None or life is None:
            return outside is None and life is None  # the first start
        if life not in outside.lives:
            return False
        return outside.sent is None or await marks.was_sent(self._db, *outside.sent)

    async def _put_in_doubt(self) -> None:
        """Idempotent: each statement changes only rows that are not in doubt yet."""
        async with self._db.transaction() as transaction:
            last_known = await past.put_in_doubt(transaction, self._clock())
        await self._db.skip_numbers(past.NUMBERED, past.SPARED)
        await self._alert.begin(RESTORED, last_known)
        if self._is_shop:
            await conditions.end(self._db, WALLETS_RESTORED)  # one in the copy is about an earlier restore
            await self._alert.begin(WALLETS_RESTORED)
