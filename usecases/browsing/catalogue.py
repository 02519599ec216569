"""The services of a panel key, in memory."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from storage.services import CatalogueService
from usecases.browsing.search_index import SearchIndex
from usecases.errors import CategoryGone, ServiceGone

PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


def ref_of(service_id: str) -> str:
    """Return a service's name in buttons and deep links: its id if that fits, else a digest of the id.

    A button holds 64 bytes, a start payload 64 of [A-Za-z0-9_-]. A panel's id has any length and alphabet.
    """
    if PLAIN_ID.fullmatch(service_id) and not service_id.startswith("h-"):
        return service_id
    return f"h-{_digest(service_id)}"


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Category:
    id: str
    name: str
    services: tuple[CatalogueService, ...]


class Shelves:
    """An ordered list of services with its dictionaries. Make it in a thread, because it takes long.

    `rate_per_piece_since` is the operator's decision about the rates, on which the prices are based.
    """

    def __init__(self, services: Sequence[CatalogueService], rate_per_piece_since: int | None = None) -> None:
        self.services = tuple(services)
        self.rate_per_piece_since = rate_per_piece_since
        self.by_ref = {ref_of(service.id): service for service in services}
        grouped: dict[str, list[CatalogueService]] = {}
        for service in services:
            grouped.setdefault(service.category, []).append(service)
        self.categories = tuple(
            Category(_digest(name), name, tuple(members)) for name, members in grouped.items()
        )
        self.by_category = {category.id: category for category in self.categories}
        self.index: SearchIndex | None = None
        """None until it is built."""


class Catalogue:
    """The services of one panel key, their currency, and when the panel last confirmed them.

    `currency` is None until the panel first told its balance. `refreshed_at` (epoch ms) is None until the
    panel first listed its services.
    """

    def __init__(self, panel_key_id: int) -> None:
        self.panel_key_id = panel_key_id
        self.refreshed_at: int | None = None
        self.currency: str | None = None
        self.shelves = Shelves(())
        self.gone: dict[str, str] = {}
        """Names of the services that the panel removed since the start, by ref."""

    def put_up(self, shelves: Shelves, refreshed_at: int | None) -> None:
        """Switch to a new list. Services and categories of the old one stay valid objects."""
        self.refreshed_at = refreshed_at
        self.gone |= {
            ref: service.name for ref, service in self.shelves.by_ref.items() if ref not in shelves.by_ref
        }
        self.shelves = shelves

    @property
    def rate_per_piece_since(self) -> int | None:
        return self.shelves.rate_per_piece_since

    @property
    def services(self) -> tuple[CatalogueService, ...]:
        return self.shelves.services

    @property
    def categories(self) -> tuple[Category, ...]:
        return self.shelves.categories

    def service(self, ref: str) -> CatalogueService:
        """Return the service of a button or deep link; raises ServiceGone."""
        try:
            return self.shelves.by_ref[ref]
        except KeyError:
            raise ServiceGone(ref) from None

    def service_with_id(self, service_id: str) -> CatalogueService:
        return self.service(ref_of(service_id))

    def category(self, category_id: str) -> Category:
        """Raises CategoryGone."""
        try:
            return self.shelves.by_category[category_id]
        except KeyError:
            raise CategoryGone from None

    def category_of(self, service: CatalogueService) -> Category:
        return self.shelves.by_category[_digest(service.category)]
