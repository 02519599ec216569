"""Collects the facts that a service's card shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from storage import holds, orders
from storage.database import Database
from storage.services import CatalogueService
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.search_services import SearchServices
from usecases.browsing.shelves import Category
from usecases.browsing.usual_duration import usual_duration

MAX_ALTERNATIVES = 5  # services offered instead of one that is gone


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """`usual_duration` in milliseconds, the median of the bot's own orders; None while there are too few.

    `is_held`: it cannot be ordered, because the operator decided so or has not decided yet.
    """

    service: CatalogueService
    category: Category
    currency: str | None
    usual_duration: int | None
    is_held: bool = False


@dataclass(frozen=True, slots=True)
class GoneService:
    """A service that is not offered: its name, None if unknown, and the services most like it."""

    name: str | None
    nearest: Sequence[CatalogueService]
    currency: str | None


class ViewService:
    def __init__(self, *, db: Database, catalogue: Catalogue) -> None:
        self._db = db
        self._catalogue = catalogue
        self._search = SearchServices(catalogue)

    async def gone(self, ref: str | None, group_id: int | None = None) -> GoneService:
        """Describe a service that is not offered, by its last known name. The group sees its own rates."""
        name = self._catalogue.gone.get(ref or "")
        if name is None and ref:
            name = await orders.name_of_service(self._db, self._catalogue.panel_key_id, ref)
        nearest = self._search(name, group_id)[:MAX_ALTERNATIVES] if name else ()
        return GoneService(name, nearest, self._catalogue.currency)

    async def __call__(self, ref: str, group_id: int | None = None) -> ServiceCard:
        """Return the card with the rate of the group; raises ServiceGone."""
        prices = self._catalogue.price_list(group_id)
        service = prices.shelves.service(ref)
        return ServiceCard(
            service=service,
            category=prices.shelves.category_of(service),
            currency=prices.currency,
            usual_duration=await usual_duration(self._db, service.id),
            is_held=await holds.stop_of(self._db, self._catalogue.panel_key_id, service.id) is not None,
        )
