"""Tells the operators once a day what the panel's list of services changed."""

import msgspec

from storage import service_changes
from storage.database import Database
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import DAY, Clock

SERVICES_CHANGED = "services_changed"
"""An alert about a day. Its detail has the number of changes by kind, as JSON."""

CHANGES_KEPT_FOR = 30 * DAY


class TellServiceChanges:
    """Call it by the clock. What was seen today is told tomorrow (UTC), in one message."""

    def __init__(self, *, db: Database, panel_key_id: int, alert: AlertOperators, clock: Clock) -> None:
        self._db = db
        self._panel_key_id = panel_key_id
        self._alert = alert
        self._clock = clock

    async def __call__(self) -> None:
        now = self._clock()
        today = now - now % DAY
        if await service_changes.untold(self._db, self._panel_key_id, today):
            await self._tell(today, now)
        await service_changes.drop_before(self._db, self._panel_key_id, now - CHANGES_KEPT_FOR)

    async def _tell(self, today: int, now: int) -> None:
        recipients = await self._alert.recipients()
        async with self._db.transaction() as transaction:
            counts = await service_changes.untold(transaction, self._panel_key_id, today)
            await service_changes.mark_told(transaction, self._panel_key_id, today, now)
            if told := {kind: count for kind, count in counts.items() if count}:
                detail = msgspec.json.encode(told, order="sorted").decode()
                await self._alert.mention_within(transaction, recipients, SERVICES_CHANGED, detail)
