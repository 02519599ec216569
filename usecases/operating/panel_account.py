"""Finds the account for PANEL_API_URL."""

from urllib.parse import urlsplit

from storage import panel_keys
from storage.database import Database
from storage.panel_keys import PanelKey

USUAL_PORTS = {"https": 443, "http": 80}


async def panel_account(db: Database, url: str) -> PanelKey:
    """Return the operator's account on this panel, also if its URL was spelled differently before.

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
    """Return the account at this address, or the one that it became; None if there is none."""
    for key in reversed(await panel_keys.all_of_operator(db)):
        if _plain(key.url) == _plain(url):
            return await _today(db, key)
    return None


async def _today(db: Database, key: PanelKey) -> PanelKey:
    """Follow the moves of a panel to new addresses, as the operator recorded them."""
    while key.became is not None:
        key = await panel_keys.get(db, key.became)
    return key


def _plain(url: str) -> tuple[str | int | None, ...]:
    """Normalise a URL: the host in small letters, the default port, no slash at the end."""
    it = urlsplit(url)
    return it.scheme, it.hostname, it.port or USUAL_PORTS.get(it.scheme), it.path.rstrip("/"), it.query
