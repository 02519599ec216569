"""Collects the facts that a service's card shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from storage import holds, orders
from storage.database import Database
from storage.services import CatalogueService
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.own_services import OwnServices
from usecases.browsing.past_orders import PastOrders, past_orders_of
from usecases.browsing.search_services import SearchServices
from usecases.browsing.shelves import Category
from usecases.clock import Clock
from usecases.people.access import Person

MAX_ALTERNATIVES = 3  # services offered instead of one that is gone
NEAR = Decimal("0.3")  # of the rate


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """`is_held`: it cannot be ordered, because the operator decided so or has not decided yet."""

    service: CatalogueService
    category: Category
    currency: str | None
    past: PastOrders
    is_held: bool = False
    is_favourite: bool = False
    note: str | None = None
    """A short line of the operators'."""


@dataclass(frozen=True, slots=True)
class GoneService:
    """A service that is not offered: its name, None if unknown, and the services most like it."""

    name: str | None
    nearest: Sequence[CatalogueService]
    currency: str | None


class ViewService:
    def __init__(self, *, db: Database, catalogue: Catalogue, own: OwnServices, clock: Clock) -> None:
        self._db = db
        self._catalogue = catalogue
        self._own = own
        self._clock = clock
        self._search = SearchServices(catalogue)

    async def gone(self, ref: str | None, group_id: int | None = None) -> GoneService:
        """Describe a service that is not offered, by its last known name. The group sees its own rates.

        A hidden one is named only if somebody has ordered it: others may never have been shown.
        """
        hidden = self._catalogue.on_sale.costs.by_ref.get(ref or "")
        known = hidden or self._catalogue.lately_gone.get(ref or "")
        name = self._catalogue.gone.get(ref or "")
        if name is None and ref:
            name = await orders.name_of_service(self._db, self._catalogue.panel_key_id, ref)
        near = self._near(known, group_id) if known else ()
        named = self._search(name, group_id) if name else ()
        nearest = {one.id: one for one in (*near, *named)}
        return GoneService(name, tuple(nearest.values())[:MAX_ALTERNATIVES], self._catalogue.currency)

    def _near(self, gone: CatalogueService, group_id: int | None) -> Iterator[CatalogueService]:
        """Yield services of the same category and type at about the same rate, the nearest first."""
        if not gone.has_price:
            return
        rate = Decimal(gone.rate)
        like = [
            (abs(Decimal(one.rate) - rate), one.id)
            for one in self._catalogue.panel_shelves.services
            if (one.category, one.type) == (gone.category, gone.type)
        ]
        offered = self._catalogue.shelves_of(group_id).by_id
        for distance, service_id in sorted(like):
            if distance <= NEAR * rate and service_id in offered:
                yield offered[service_id]

    async def __call__(self, ref: str, person: Person) -> ServiceCard:
        """Return the card with the rate of the person's group; raises ServiceGone."""
        prices = self._catalogue.price_list(person.group_id)
        service = prices.shelves.service(ref)
        return ServiceCard(
            service=service,
            category=prices.shelves.category_of(service),
            currency=prices.currency,
            past=await past_orders_of(self._db, service.id, self._clock()),
            is_held=await holds.stop_of(self._db, self._catalogue.panel_key_id, service.id) is not None,
            is_favourite=await self._own.is_favourite(person, service),
            note=self._catalogue.overlay.of(service.id).note,
        )
