"""The account on the panel that PANEL_API_URL names."""

from urllib.parse import urlsplit

from storage import panel_keys
from storage.database import Database
from storage.panel_keys import PanelKey

USUAL_PORTS = {"https": 443, "http": 80}


async def panel_account(db: Database, url: str) -> PanelKey:
    """The operator's account on this panel, under whatever spelling of its URL it was used.

    Another address is another panel: its orders have other numbers, and the key is not meant for it.
    """
    known = await panel_keys.all_of_operator(db)
    if all(key.url != url for key in known):
        for key in reversed(known):
            if _plain(key.url) == _plain(url):
                await panel_keys.respell(db, key.id, url)
                break
    return await _today(db, await panel_keys.of_operator(db, url))


async def known_account(db: Database, url: str) -> PanelKey | None:
    """The account under this address, or the one that it became; None where there is none."""
    for key in reversed(await panel_keys.all_of_operator(db)):
        if _plain(key.url) == _plain(url):
            return await _today(db, key)
    return None


async def _today(db: Database, key: PanelKey) -> PanelKey:
    """Where the operator said that a panel is the same at a new address, its account is the new one."""
    while key.became is not None:
        key = await panel_keys.get(db, key.became)
    return key


def _plain(url: str) -> tuple[str | int | None, ...]:
    """Without what makes no difference: capital letters of the host, the usual port, a slash at the end."""
    it = urlsplit(url)
    return it.scheme, it.hostname, it.port or USUAL_PORTS.get(it.scheme), it.path.rstrip("/"), it.query
