"""Fetches the panel's services into the catalogue. If that fails, the old list stays."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal

from panel import Listing, Panel, PanelError
from panel import Service as PanelService
from storage import holds, panel_keys, services
from storage.database import Database
from storage.holds import MovedRate
from storage.panel_keys import PanelKey
from storage.services import CatalogueService, Standing
from usecases.alerting.alert_operators import AlertOperators
from usecases.alerting.tell_left_out import TellLeftOut
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.search_index import SearchIndex
from usecases.browsing.shelves import Shelves
from usecases.clock import Clock
from usecases.pricing.rates_per_piece import priced

log = logging.getLogger(__name__)

MOST_SERVICES = 50_000
"""A longer list is taken for an error: the largest panels list some 10,000."""
TOO_MANY = "services_too_many"
RATES_MOVED = "rates_moved"
"""An alert about a single event. Its detail is how many rates moved."""

LARGE_MOVE = 5
"""A rate that moves by more than one part in so many holds its service."""


class RefreshCatalogue:
    def __init__(
        self,
        *,
        db: Database,
        panel: Panel,
        catalogue: Catalogue,
        alert: AlertOperators,
        clock: Clock,
    ) -> None:
        self._db = db
        self._panel = panel
        self._catalogue = catalogue
        self._alert = alert
        self._left_out = TellLeftOut(db=db, alert=alert)
        self._clock = clock
        self._digest: bytes | None = None  # of the panel's last accepted answer

    async def restore(self) -> None:
        """Serve the stored list. At start it is there even if the panel is down."""
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        kept = await services.of_panel_key(self._db, key.id)
        self._digest = None
        self._catalogue.panel_currency = key.currency
        self._catalogue.put_up(await self._shelves(kept, key), key.services_at)
        await self._catalogue.follow()

    async def reprice(self) -> None:
        """Serve the stored list at new prices, after the operator's decision about the rates."""
        await self.restore()
        await self._prepare_search()

    async def keep_up(self) -> None:
        """Serve the list that another process fetched, if it is newer."""
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        self._catalogue.panel_currency = key.currency
        known = self._catalogue.refreshed_at, self._catalogue.panel_shelves.rate_per_piece_since
        if (key.services_at, key.rate_per_piece_since) != known:
            await self.restore()
        await self._catalogue.follow()
        await self._prepare_search()

    async def follow_rates(self) -> None:
        """Serve new prices if an operator decided about rates or changed prices in another process.

        Serve them again if a refresh that ran at the same time restored the old prices.
        """
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        if key.rate_per_piece_since != self._catalogue.panel_shelves.rate_per_piece_since:
            await self.reprice()
        await self._catalogue.follow()

    async def __call__(self) -> None:
        """Fetch, store and serve the panel's list. An empty list is ignored.

        An answer with the same bytes as the last one only confirms it. All slow work runs in threads.
        """
        await self._prepare_search()
        try:
            await self._take_in(await self._panel.listing(unless=self._digest))
        except PanelError as error:
            log.info("the catalogue stays as it was: %s", error)

    async def _take_in(self, listing: Listing | None) -> None:
        if listing is None:
            await self._confirm(self._catalogue.panel_shelves)
            return
        if len(listing.services) > MOST_SERVICES:
            log.warning("the panel lists %d services; the catalogue stays as it was", len(listing.services))
            await self._alert.begin(TOO_MANY, str(len(listing.services)))
            return
        await self._alert.end(TOO_MANY)
        listed = await asyncio.to_thread(offered, listing.services, self._catalogue.panel_shelves.services)
        listing = replace(listing, services=())  # they take megabytes, and are not needed any more
        if not listed and self._catalogue.panel_shelves.services:
            log.warning("the panel lists no services; the catalogue stays as it was")
            return
        await self._confirm(await self._keep(listed))
        self._digest = listing.digest
        await self._left_out(listing)
        await self._prepare_search()

    async def _keep(self, listed: list[CatalogueService]) -> Shelves:
        """Store the changes. They are compared with the database, because other processes write it too."""
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        come = {one.id: (position, one) for position, one in enumerate(listed)}
        gone, changed = [], []
        async for page in services.pages(self._db, key.id):
            for position, kept in page:
                if kept.id not in come:
                    gone.append(kept.id)
                elif come[kept.id] == (position, kept):
                    del come[kept.id]
                else:
                    changed.append(kept)
        if gone or come:
            await self._change(key.id, gone, list(come.values()), changed)
        elif await asyncio.to_thread(_priced, listed, key) == list(self._catalogue.panel_shelves.services):
            return self._catalogue.panel_shelves
        return await self._shelves(listed, key)

    async def _change(
        self, panel_key_id: int, gone: list[str], come: list[Standing], changed: list[CatalogueService]
    ) -> None:
        """Write the changes. A shop holds the services whose rates moved, in the same transaction.

        `changed` has those of `come` that are not new, as they are stored until now.
        """
        moved = await asyncio.to_thread(moved_rates, changed, come) if self._catalogue.is_shop else []
        recipients = await self._alert.recipients() if moved else []
        async with self._db.transaction() as transaction:
            await services.change(transaction, panel_key_id, gone, come)
            if moved:
                await holds.begin_moves(transaction, panel_key_id, moved, self._clock())
                await self._alert.mention_within(transaction, recipients, RATES_MOVED, str(len(moved)))

    async def _shelves(self, kept: list[CatalogueService], key: PanelKey) -> Shelves:
        """Build shelves at the prices of today. The database has the rates as the panel lists them."""
        return await asyncio.to_thread(lambda: Shelves(_priced(kept, key), key.rate_per_piece_since))

    async def _confirm(self, shelves: Shelves) -> None:
        now = self._clock()
        await panel_keys.services_were_refreshed(self._db, self._catalogue.panel_key_id, now)
        self._catalogue.put_up(shelves, now)
        await self._catalogue.follow()

    async def _prepare_search(self) -> None:
        shelves = self._catalogue.panel_shelves
        if shelves.index is None:
            shelves.index = await asyncio.to_thread(SearchIndex, shelves.services)


def offered(listed: Iterable[PanelService], known: Iterable[CatalogueService] = ()) -> list[CatalogueService]:
    """Return the services of known types. Others cannot be ordered. An equal one of `known` is used again."""
    same = {one: one for one in known}
    kept = (_kept(service) for service in listed if service.type is not None)
    return [same.get(one, one) for one in kept]


def _priced(kept: list[CatalogueService], key: PanelKey) -> list[CatalogueService]:
    return priced(kept, per_piece=key.rate_per_piece_since is not None)


def moved_rates(before: Iterable[CatalogueService], come: Sequence[Standing]) -> list[MovedRate]:
    """Return the services whose rates moved by more than a fifth, also to 0. A rate from 0 on is new."""
    known = {one.id: Decimal(one.rate) for one in before}
    return [
        MovedRate(one.id, one.name, format(old, "f"), one.rate)
        for _, one in come
        if (old := known.get(one.id)) and abs(Decimal(one.rate) - old) * LARGE_MOVE > old
    ]


def _kept(service: PanelService) -> CatalogueService:
    assert service.type is not None  # noqa: S101 - only known types are offered
    return CatalogueService(
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
