"""Operators hide services, pin them, and give them names, descriptions, notes and categories of their own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage import audit_trail, own_values, panel_keys, service_changes
from storage.audit_trail import Act
from storage.database import Database
from storage.own_values import OwnMark, OwnValue, OwnValues
from storage.service_changes import ServiceChange
from storage.services import CatalogueService
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.past_orders import Quality, quality_of
from usecases.browsing.search_services import is_exact
from usecases.clock import Clock

LONGEST_VALUES: Mapping[OwnValue, int] = {
    OwnValue.NAME: 120,
    OwnValue.DESCRIPTION: 1_000,
    OwnValue.NOTE: 200,
    OwnValue.CATEGORY: 60,
}
MOST_CHANGES_LISTED = 200


@dataclass(frozen=True, slots=True)
class DeskService:
    """A service as the panel lists it, at its rate in `currency`, with what operators show instead."""

    service: CatalogueService
    own: OwnValues
    currency: str | None


@dataclass(frozen=True, slots=True)
class DeskServiceCard:
    it: DeskService
    quality: Quality


class ChangeServices:
    """A change is shown at once in this process, and within seconds in the others. Orders obey it at once."""

    def __init__(self, *, db: Database, catalogue: Catalogue, clock: Clock) -> None:
        self._db = db
        self._catalogue = catalogue
        self._clock = clock

    def find(self, words: str) -> list[DeskService]:
        """Find services as customers do, hidden ones too."""
        index = self._catalogue.index_of_costs()
        found = index.find_exactly(words) if is_exact(words) else index.find(words)
        return [self._on_desk(one) for one in found]

    async def with_own_values(self) -> list[DeskService]:
        """Return the services that are not shown as the panel lists them, by their ids."""
        await self._follow()
        listed, own = self._catalogue.panel_shelves.by_id, self._catalogue.overlay.values.values()
        found = (one.service_id for one in own if not one.are_the_panels)
        return [self._on_desk(listed[one]) for one in found if one in listed]

    def _on_desk(self, service: CatalogueService) -> DeskService:
        own = self._catalogue.overlay.values.get(service.id, OwnValues(service.id))
        return DeskService(service, own, self._catalogue.panel_currency)

    async def card(self, ref: str) -> DeskServiceCard:
        """Raises ServiceGone if the panel does not list the service."""
        await self._follow()
        service = self._service(ref)
        return DeskServiceCard(self._on_desk(service), await quality_of(self._db, service.id, self._clock()))

    async def mark(self, ref: str, mark: OwnMark, operator_id: int, *, on: bool) -> None:
        """Hide or show a service, pin it or not. Raises ServiceGone."""
        await self._put(self._service(ref).id, mark, int(on), operator_id)

    async def put(self, ref: str, value: OwnValue, text: str | None, operator_id: int) -> None:
        """Show a text instead of the panel's; None shows the panel's again. Raises ServiceGone."""
        await self._put(self._service(ref).id, value, text, operator_id)

    async def _put(
        self, service_id: str, column: OwnValue | OwnMark, value: str | int | None, operator_id: int
    ) -> None:
        key_id, now = self._catalogue.panel_key_id, self._clock()
        async with self._db.transaction() as transaction:
            await own_values.begin_version(transaction, key_id)
            await own_values.put(transaction, key_id, service_id, column, value, operator_id, now)
            await audit_trail.add(
                transaction, now, operator_id, Act.SERVICE_CHANGED, after=_noted(service_id, column, value)
            )
        await self._follow()

    async def reset(self, ref: str, operator_id: int) -> None:
        """Show a service as the panel lists it. Raises ServiceGone."""
        service, key_id = self._service(ref), self._catalogue.panel_key_id
        async with self._db.transaction() as transaction:
            await own_values.begin_version(transaction, key_id)
            await own_values.remove(transaction, key_id, service.id)
            await audit_trail.add(
                transaction, self._clock(), operator_id, Act.SERVICE_CHANGED, before=service.id
            )
        await self._follow()

    async def changes(self) -> Sequence[ServiceChange]:
        """Return the last changes of the panel's list, the newest first."""
        return await service_changes.newest(self._db, self._catalogue.panel_key_id, MOST_CHANGES_LISTED)

    def _service(self, ref: str) -> CatalogueService:
        return self._catalogue.panel_shelves.service(ref)

    async def _follow(self) -> None:
        """Show what the database has, whoever changed it."""
        await self._catalogue.read_own_values(self._db, await self._key())
        await self._catalogue.follow()
        await self._catalogue.prepare_search()

    async def _key(self) -> panel_keys.PanelKey:
        return await panel_keys.get(self._db, self._catalogue.panel_key_id)


def _noted(service_id: str, column: OwnValue | OwnMark, value: str | int | None) -> str:
    """Say for the audit trail what was changed. A text itself is not kept there."""
    match value:
        case None:
            return f"{service_id} -{column}"
        case int():
            return f"{service_id} {'+' if value else '-'}{column}"
    return f"{service_id} +{column}"
