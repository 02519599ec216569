"""Fetches the panel's services into the catalogue. If that fails, the old list stays."""

import asyncio
import logging
from collections.abc import Iterable, Sequence
from dataclasses import replace

from panel import Listing, Panel, PanelError
from panel import Service as PanelService
from storage import holds, own_values, panel_keys, service_changes, services
from storage.database import Database, Queries
from storage.holds import MovedRate
from storage.panel_keys import PanelKey
from storage.service_changes import ServiceChange
from storage.services import CatalogueService, Standing
from usecases.alerting.alert_operators import AlertOperators
from usecases.alerting.tell_left_out import TellLeftOut
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.list_changes import ListChanges, list_changes
from usecases.browsing.shelves import Shelves
from usecases.clock import Clock
from usecases.pricing.rates_per_piece import priced

log = logging.getLogger(__name__)

MOST_SERVICES = 50_000
"""A longer list is taken for an error: the largest panels list some 10,000."""
TOO_MANY = "services_too_many"
RATES_MOVED = "rates_moved"
"""An alert about a single event, in a shop. Its detail is how many rates moved."""

RATES_JUMPED = "rates_jumped"
"""Likewise in private mode, where nothing is held."""

NO_CHANGES = ListChanges((), (), ())


class RefreshCatalogue:
    def __init__(
        self,
        *,
        db: Database,
        panel: Panel,
        catalogue: Catalogue,
        alert: AlertOperators,
        clock: Clock,
        hides_new: bool = False,
    ) -> None:
        """`hides_new`: a service that the panel lists for the first time stays hidden until it is shown."""
        self._db = db
        self._panel = panel
        self._catalogue = catalogue
        self._alert = alert
        self._left_out = TellLeftOut(db=db, alert=alert)
        self._clock = clock
        self._hides_new = hides_new
        self._fingerprint: bytes | None = None  # of the panel's last accepted answer

    async def restore(self) -> None:
        """Serve the stored list. At start it is there even if the panel is down."""
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        kept = await services.of_panel_key(self._db, key.id)
        self._fingerprint = None
        self._catalogue.panel_currency = key.currency
        await self._catalogue.read_own_values(self._db, key)
        self._catalogue.put_up(await self._shelves(kept, key), key.services_at)
        await self._catalogue.follow()

    async def reprice(self) -> None:
        """Serve the stored list at new prices, after the operator's decision about the rates."""
        await self.restore()
        await self._catalogue.prepare_search()

    async def keep_up(self) -> None:
        """Serve the list that another process fetched, if it is newer."""
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        self._catalogue.panel_currency = key.currency
        known = self._catalogue.refreshed_at, self._catalogue.panel_shelves.rate_per_piece_since
        if (key.services_at, key.rate_per_piece_since) != known:
            await self.restore()
        await self._catalogue.read_own_values(self._db, key)
        await self._catalogue.follow()
        await self._catalogue.prepare_search()

    async def follow_rates(self) -> None:
        """Serve what operators changed in another process: decisions about rates, prices, own values.

        Serve them again if a refresh that ran at the same time restored the old prices.
        """
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        if key.rate_per_piece_since != self._catalogue.panel_shelves.rate_per_piece_since:
            await self.reprice()
        await self._catalogue.read_own_values(self._db, key)
        await self._catalogue.follow()
        await self._catalogue.prepare_search()

    async def __call__(self) -> None:
        """Fetch, store and serve the panel's list. An empty list is ignored.

        An answer with the same bytes as the last one only confirms it. All slow work runs in threads.
        """
        await self._catalogue.prepare_search()
        try:
            await self._take_in(await self._panel.listing(unless=self._fingerprint))
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
        self._fingerprint = listing.fingerprint
        await self._left_out(listing)
        await self._catalogue.prepare_search()

    async def _keep(self, listed: list[CatalogueService]) -> Shelves:
        """Store the changes. They are compared with the database, because other processes write it too."""
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        come = {one.id: (position, one) for position, one in enumerate(listed)}
        gone, changed = [], []
        async for page in services.pages(self._db, key.id):
            for position, kept in page:
                if kept.id not in come:
                    gone.append(kept)
                elif come[kept.id] == (position, kept):
                    del come[kept.id]
                else:
                    changed.append(kept)
        if gone or come:
            await self._change(key, gone, list(come.values()), changed)
        elif await asyncio.to_thread(_priced, listed, key) == list(self._catalogue.panel_shelves.services):
            return self._catalogue.panel_shelves
        return await self._shelves(listed, key)

    async def _change(
        self,
        key: PanelKey,
        gone: list[CatalogueService],
        come: list[Standing],
        changed: list[CatalogueService],
    ) -> None:
        """Write the list, and what changed in it since the last one, in one transaction.

        `changed` has those of `come` that are not new, as they are stored until now.
        """
        found = NO_CHANGES
        if key.services_at is not None:  # else it is the first list, and nothing in it is news
            removed = await service_changes.removed(self._db, key.id)
            found = await asyncio.to_thread(list_changes, gone, changed, [one for _, one in come], removed)
        recipients = await self._alert.recipients() if found.moves else []
        async with self._db.transaction() as transaction:
            await services.change(transaction, key.id, [one.id for one in gone], come)
            await self._note(transaction, key.id, found)
            if found.moves:
                await self._tell_moves(transaction, key.id, found.moves, recipients)

    async def _note(self, transaction: Queries, panel_key_id: int, found: ListChanges) -> None:
        """Keep the changes for the digest. Moves of rates are told at once, so no digest tells them."""
        now = self._clock()
        await service_changes.add(transaction, panel_key_id, found.others, now, None)
        await service_changes.add(transaction, panel_key_id, found.moves, now, now)
        if self._hides_new and found.new:
            await own_values.hide_new(transaction, panel_key_id, list(found.new), now)
            await own_values.begin_version(transaction, panel_key_id)

    async def _tell_moves(
        self,
        transaction: Queries,
        panel_key_id: int,
        moves: Sequence[ServiceChange],
        recipients: list[int],
    ) -> None:
        """Tell the operators of the rates that moved far. A shop holds their services."""
        name = RATES_JUMPED
        if self._catalogue.is_shop:
            moved = [MovedRate(one.service_id, one.service_name, one.was, one.now) for one in moves]
            await holds.begin_moves(transaction, panel_key_id, moved, self._clock())
            name = RATES_MOVED
        await self._alert.mention_within(transaction, recipients, name, str(len(moves)))

    async def _shelves(self, kept: list[CatalogueService], key: PanelKey) -> Shelves:
        """Build shelves at the prices of today. The database has the rates as the panel lists them."""
        return await asyncio.to_thread(lambda: Shelves(_priced(kept, key), key.rate_per_piece_since))

    async def _confirm(self, shelves: Shelves) -> None:
        now = self._clock()
        await panel_keys.services_were_refreshed(self._db, self._catalogue.panel_key_id, now)
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        await self._catalogue.read_own_values(self._db, key)
        self._catalogue.put_up(shelves, now)
        await self._catalogue.follow()


def offered(listed: Iterable[PanelService], known: Iterable[CatalogueService] = ()) -> list[CatalogueService]:
    """Return the services of known types. Others cannot be ordered. An equal one of `known` is used again."""
    same = {one: one for one in known}
    kept = (_kept(service) for service in listed if service.type is not None)
    return [same.get(one, one) for one in kept]


def _priced(kept: list[CatalogueService], key: PanelKey) -> list[CatalogueService]:
    return priced(kept, per_piece=key.rate_per_piece_since is not None)


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
