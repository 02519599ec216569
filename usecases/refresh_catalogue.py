"""Brings the catalogue up to date with the panel; what cannot be fetched leaves the old one."""

import asyncio
import logging
from collections.abc import Iterable, Sequence

from panel import Panel, PanelError
from panel import Service as PanelService
from storage import panel_keys, services
from storage.database import Database
from storage.services import Service, Standing
from usecases.catalogue import Catalogue, Shelves
from usecases.clock import Clock
from usecases.search_index import SearchIndex

log = logging.getLogger(__name__)


class RefreshCatalogue:
    def __init__(self, *, db: Database, panel: Panel, catalogue: Catalogue, clock: Clock) -> None:
        self._db = db
        self._panel = panel
        self._catalogue = catalogue
        self._clock = clock

        self._digest: bytes | None = None  # of the panel's last answer that was kept

    async def restore(self) -> None:
        """At start: serve what was kept, whatever the panel does."""
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        kept = await services.of_panel_key(self._db, key.id)
        self._digest = None
        self._catalogue.put_up(await asyncio.to_thread(Shelves, kept), key.services_at)
        self._catalogue.currency = key.currency

    async def keep_up(self) -> None:
        """Serve what another process has fetched, if it has."""
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        self._catalogue.currency = key.currency
        if key.services_at != self._catalogue.refreshed_at:
            await self.restore()
        await self._prepare_search()

    async def __call__(self) -> None:
        """Fetch, keep and serve the panel's list; a list that is empty is not believed.

        An answer that is the last one byte for byte only confirms it. All that takes long is done in threads.
        """
        await self._prepare_search()
        try:
            listing = await self._panel.listing(unless=self._digest)
        except PanelError as error:
            log.info("the catalogue stays as it was: %s", error)
            return
        if listing is None:
            await self._confirm(self._catalogue.shelves)
            return
        listed = await asyncio.to_thread(offered, listing.services)
        if not listed and self._catalogue.services:
            log.warning("the panel lists no services; the catalogue stays as it was")
            return
        await self._confirm(await self._keep(listed))
        self._digest = listing.digest
        await self._prepare_search()

    async def _keep(self, listed: list[Service]) -> Shelves:
        """Held against the records, not against memory: another process may have written them meanwhile."""
        kept = await services.of_panel_key(self._db, self._catalogue.panel_key_id)
        gone, come = await asyncio.to_thread(_difference, kept, listed)
        if gone or come:
            await services.change(self._db, self._catalogue.panel_key_id, gone, come)
        elif kept == list(self._catalogue.services):
            return self._catalogue.shelves
        return await asyncio.to_thread(Shelves, listed)

    async def _confirm(self, shelves: Shelves) -> None:
        now = self._clock()
        await panel_keys.services_were_refreshed(self._db, self._catalogue.panel_key_id, now)
        self._catalogue.put_up(shelves, now)

    async def _prepare_search(self) -> None:
        shelves = self._catalogue.shelves
        if shelves.index is None:
            shelves.index = await asyncio.to_thread(SearchIndex, shelves.services)


def offered(listed: Iterable[PanelService]) -> list[Service]:
    """What can be ordered here: services of types that are known."""
    return [_kept(service) for service in listed if service.type is not None]


def _difference(before: Sequence[Service], after: Sequence[Service]) -> tuple[list[str], list[Standing]]:
    """The ids that are gone, and what has come or is another than it was."""
    known = {one.id: (position, one) for position, one in enumerate(before)}
    come = [(position, one) for position, one in enumerate(after) if known.get(one.id) != (position, one)]
    return list(known.keys() - {one.id for one in after}), come


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
