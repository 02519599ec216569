"""After PANEL_API_URL was changed: open orders of the panel before are asked for by nobody."""

from storage import orders, panel_keys
from storage.database import Database
from usecases.alert_operators import AlertOperators

OTHER_PANEL = "other_panel"


class TellOfOtherPanels:
    """Tells the operators of each panel but the present one on which orders are open, and when none is."""

    def __init__(self, *, db: Database, alert: AlertOperators, panel_key_id: int) -> None:
        self._db = db
        self._alert = alert
        self._panel_key_id = panel_key_id

    async def __call__(self) -> None:
        for key in await panel_keys.all_of_operator(self._db):
            is_other = key.id != self._panel_key_id
            if is_other and (count := await orders.count_open(self._db, key.id)):
                await self._alert.begin(f"{OTHER_PANEL}:{key.url}", str(count))
            else:
                await self._alert.end(f"{OTHER_PANEL}:{key.url}")
