"""Brings the catalogue up to date with the panel; what cannot be fetched leaves the old one."""

import logging

from panel import Panel, PanelError
from panel import Service as PanelService
from storage import panel_keys, services
from storage.database import Database
from storage.services import Service
from usecases.catalogue import Catalogue
from usecases.clock import Clock

log = logging.getLogger(__name__)


class RefreshCatalogue:
    def __init__(self, *, db: Database, panel: Panel, catalogue: Catalogue, clock: Clock) -> None:
        self._db = db
        self._panel = panel
        self._catalogue = catalogue
        self._clock = clock

    async def restore(self) -> None:
        """At start: serve what was kept, whatever the panel does."""
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        kept = await services.of_panel_key(self._db, key.id)
        self._catalogue.replace(kept, key.services_at)

    async def keep_up(self) -> None:
        """Serve what another process has fetched, if it has."""
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        if key.services_at != self._catalogue.refreshed_at:
            await self.restore()

    async def __call__(self) -> None:
        """Fetch, keep and serve the panel's list; a list that is empty is not believed."""
        try:
            listed = await self._panel.services()
        except PanelError as error:
            log.info("the catalogue stays as it was: %s", error)
            return
        offered = [_kept(service) for service in listed if service.type is not None]
        if not offered and self._catalogue.services:
            log.warning("the panel lists no services; the catalogue stays as it was")
            return
        if tuple(offered) != self._catalogue.services:
            await services.replace(self._db, self._catalogue.panel_key_id, offered)
        now = self._clock()
        await panel_keys.services_were_refreshed(self._db, self._catalogue.panel_key_id, now)
        self._catalogue.replace(offered, now)


def _kept(service: PanelService) -> Service:
    assert service.type is not None  # noqa: S101 - only known types are offered
    return Service(
        id=service.id,
        name=service.name,
        type=service.type.value,
        category=service.category,
        rate=format(service.rate, "f"),
        min=service.min,
        max=service.max,
        description=service.description,
        refill=service.refill,
        cancel=service.cancel,
        dripfeed=service.dripfeed,
    )
