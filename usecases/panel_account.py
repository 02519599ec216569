"""The account on the panel that PANEL_API_URL names, and what is open on others."""

from yarl import URL

from storage import orders, panel_keys
from storage.database import Database
from storage.panel_keys import PanelKey
from usecases.alert_operators import AlertOperators

OTHER_PANEL = "other_panel"


async def panel_account(db: Database, url: str) -> PanelKey:
    """The operator's account on this panel, under whatever spelling of its URL it was used last.

    Another address is another panel: its orders have other numbers, and the key is not meant for it.
    """
    known = await panel_keys.of_operators(db)
    if all(key.url != url for key in known):
        for key in known:
            if _plain(key.url) == _plain(url):
                await panel_keys.is_spelled(db, key.id, url)
                break
    return await panel_keys.of_operator(db, url)


def _plain(url: str) -> tuple[str | int | None, ...]:
    """Without what makes no difference: capital letters of the host, the usual port, a slash at the end."""
    it = URL(url)
    return it.scheme, it.host, it.port, it.path.rstrip("/"), it.query_string


class TellOfOtherPanels:
    """After PANEL_API_URL was changed: open orders of the panel before are asked for by nobody."""

    def __init__(self, *, db: Database, alert: AlertOperators, panel_key_id: int) -> None:
        self._db = db
        self._alert = alert
        self._panel_key_id = panel_key_id

    async def __call__(self) -> None:
        others = [key for key in await panel_keys.of_operators(self._db) if key.id != self._panel_key_id]
        left = {key.url: await orders.count_open(self._db, key.id) for key in others}
        told = ", ".join(f"{url} ({count})" for url, count in left.items() if count)
        if told:
            await self._alert.begin(OTHER_PANEL, told)
        else:
            await self._alert.end(OTHER_PANEL)
