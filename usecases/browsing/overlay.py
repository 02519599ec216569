"""Lays operators' own values over the panel's services: when a list is made, never at a tap."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from msgspec.structs import replace

from storage import own_values
from storage.database import Queries
from storage.own_values import OwnValues
from storage.panel_keys import PanelKey
from storage.services import CatalogueService
from usecases.browsing.shelves import Shelves

NO_VALUES = OwnValues("")


@dataclass(frozen=True)
class Overlay:
    """The own values of all services at one version (`PanelKey.own_values_version`), by the service's id."""

    version: int = 0
    values: Mapping[str, OwnValues] = field(default_factory=dict)

    def of(self, service_id: str) -> OwnValues:
        return self.values.get(service_id, NO_VALUES)

    def is_hidden(self, service_id: str) -> bool:
        return self.of(service_id).hidden

    def shown(self, service: CatalogueService) -> CatalogueService:
        """Return a service with its own name, description and category."""
        own = self.values.get(service.id)
        if own is None or not (own.name or own.description or own.category):
            return service
        return replace(
            service,
            name=own.name or service.name,
            description=own.description or service.description,
            category=own.category or service.category,
        )

    def words(self, panel: Shelves) -> Shelves:
        """Return all services with their own values, hidden ones too, each at its place in `panel`."""
        if not self.values:
            return panel
        return Shelves([self.shown(one) for one in panel.services], panel.rate_per_piece_since)

    def offered(self, services: Sequence[CatalogueService]) -> list[CatalogueService]:
        """Return what customers may see. Within its category a pinned service comes first.

        Categories stay in the order of their first services.
        """
        if not self.values:
            return list(services)
        by_category: dict[str, list[CatalogueService]] = {}
        for one in map(self.shown, services):
            if not self.is_hidden(one.id):
                by_category.setdefault(one.category, []).append(one)
        for found in by_category.values():
            found.sort(key=lambda one: not self.of(one.id).pinned)
        return [one for found in by_category.values() for one in found]

    def has_words_of(self, other: "Overlay") -> bool:
        """Whether both show the same names, descriptions and categories."""
        return _texts(self) == _texts(other)


def _texts(overlay: Overlay) -> set[tuple[str | None, ...]]:
    return {
        (one.service_id, one.name, one.description, one.category)
        for one in overlay.values.values()
        if one.name or one.description or one.category
    }


async def read_overlay(db: Queries, key: PanelKey) -> Overlay:
    """Read the own values. Read `key` before: if they change in between, the next look reads them again."""
    found = await own_values.of_panel(db, key.id)
    return Overlay(key.own_values_version, {one.service_id: one for one in found})
