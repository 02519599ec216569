"""Tells the operators of open orders at former panels. The bot does not ask those panels."""

from storage import conditions, orders, panel_keys, refills
from storage.database import Database
from usecases.alerting.alert_operators import AlertOperators

OTHER_PANEL = "other_panel"


class TellOfOtherPanels:
    """Each former panel with open orders or refills is a condition. It ends when none is open there."""

    def __init__(self, *, db: Database, alert: AlertOperators, panel_key_id: int) -> None:
        self._db = db
        self._alert = alert
        self._panel_key_id = panel_key_id

    async def __call__(self) -> None:
        known = await panel_keys.all_of_operator(self._db)
        others = [key for key in known if key.became is None and key.id != self._panel_key_id]
        left = {f"{OTHER_PANEL}:{key.url}": await self._count_open(key.id) for key in others}
        for noted in await conditions.current(self._db):
            if noted.name.startswith(f"{OTHER_PANEL}:") and not left.get(
                noted.name
            ):  # nothing is open, or the URL has another spelling now
                await self._alert.end(noted.name)
        for name, count in left.items():
            if count:
                await self._alert.begin(name, str(count))

    async def _count_open(self, panel_key_id: int) -> int:
        return await orders.count_open(self._db, panel_key_id) + await refills.count_open(
            self._db, panel_key_id
        )
