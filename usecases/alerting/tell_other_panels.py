"""After PANEL_API_URL was changed: open orders of the panel before are asked for by nobody."""

from storage import conditions, orders, panel_keys, refills
from storage.database import Database
from usecases.alerting.alert_operators import AlertOperators

OTHER_PANEL = "other_panel"


class TellOfOtherPanels:
    """Tells of each panel but the present one on which orders or refills are open, and when none is."""

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
            ):  # or spelled otherwise now
                await self._alert.end(noted.name)
        for name, count in left.items():
            if count:
                await self._alert.begin(name, str(count))

    async def _count_open(self, panel_key_id: int) -> int:
        return await orders.count_open(self._db, panel_key_id) + await refills.count_open(
            self._db, panel_key_id
        )
