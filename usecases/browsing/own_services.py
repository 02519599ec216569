"""A person's favourites, and the services that they ordered last."""

from collections.abc import Iterable
from dataclasses import dataclass

from storage import favourites, past_orders
from storage.database import Database
from storage.services import CatalogueService
from usecases.browsing.catalogue import Catalogue
from usecases.clock import Clock
from usecases.errors import TooManyFavourites
from usecases.people.access import Person

Services = tuple[CatalogueService, ...]


@dataclass(frozen=True, slots=True)
class OwnCounts:
    """How many services of each kind the panel lists now."""

    favourites: int = 0
    recent: int = 0


class OwnServices:
    """Services that the panel no longer lists are left out. A favourite that comes back is listed again."""

    def __init__(self, *, db: Database, catalogue: Catalogue, clock: Clock) -> None:
        self._db = db
        self._catalogue = catalogue
        self._clock = clock

    async def counts(self, person: Person) -> OwnCounts:
        return OwnCounts(len(await self.favourites(person)), len(await self.recent(person)))

    async def favourites(self, person: Person) -> Services:
        """Return the favourites, the one marked last first."""
        return self._listed(person, await favourites.of_user(self._db, person.id, self._panel_key_id))

    async def recent(self, person: Person) -> Services:
        """Return the services of the newest orders, the newest first."""
        return self._listed(
            person, await past_orders.services_of_user(self._db, person.id, self._panel_key_id)
        )

    async def is_favourite(self, person: Person, service: CatalogueService) -> bool:
        return service.id in await favourites.of_user(self._db, person.id, self._panel_key_id)

    async def mark(self, person: Person, ref: str) -> None:
        """Make a service a favourite. Raises ServiceGone, or TooManyFavourites."""
        service = self._catalogue.price_list(person.group_id).shelves.service(ref)
        added = await favourites.add(self._db, person.id, self._panel_key_id, service.id, self._clock())
        if not added and not await self.is_favourite(person, service):
            raise TooManyFavourites

    async def unmark(self, person: Person, ref: str) -> None:
        """Raises ServiceGone."""
        service = self._catalogue.price_list(person.group_id).shelves.service(ref)
        await favourites.remove(self._db, person.id, self._panel_key_id, service.id)

    @property
    def _panel_key_id(self) -> int:
        return self._catalogue.panel_key_id

    def _listed(self, person: Person, ids: Iterable[str]) -> Services:
        by_id = self._catalogue.price_list(person.group_id).shelves.by_id
        return tuple(by_id[one] for one in ids if one in by_id)
