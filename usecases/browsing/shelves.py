"""An ordered list of services with its dictionaries."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from storage.services import CatalogueService
from usecases.browsing.category_filters import CategoryFilter, useful_filters
from usecases.browsing.search_index import SearchIndex
from usecases.errors import CategoryGone, ServiceGone

PLAIN_ID = re.compile(r"[A-Za-z0-9_-]{1,32}")


def ref_of(service_id: str) -> str:
    """Return a service's name in buttons and deep links: its id if that fits, else a fingerprint of the id.

    A button holds 64 bytes, a start payload 64 of [A-Za-z0-9_-]. A panel's id has any length and alphabet.
    """
    if PLAIN_ID.fullmatch(service_id) and not service_id.startswith("h-"):
        return service_id
    return f"h-{_digest(service_id)}"


def category_ref(name: str) -> str:
    """Return a category's name in buttons."""
    return _digest(name)


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()


@dataclass(frozen=True, slots=True)
class Category:
    id: str
    name: str
    services: tuple[CatalogueService, ...]
    filters: tuple[CategoryFilter, ...] = ()
    """Those that would change the list."""


class Shelves:
    """Make it in a thread, because it takes long.

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
            Category(_digest(name), name, tuple(members), useful_filters(members))
            for name, members in grouped.items()
        )
        self.by_category = {category.id: category for category in self.categories}
        self.index: SearchIndex | None = None
        """None until it is built."""

    @cached_property
    def by_id(self) -> dict[str, CatalogueService]:
        return {service.id: service for service in self.services}

    def service(self, ref: str) -> CatalogueService:
        """Return the service of a button or deep link; raises ServiceGone."""
        try:
            return self.by_ref[ref]
        except KeyError:
            raise ServiceGone(ref) from None

    def service_with_id(self, service_id: str) -> CatalogueService:
        return self.service(ref_of(service_id))

    def category(self, category_id: str) -> Category:
        """Raises CategoryGone."""
        try:
            return self.by_category[category_id]
        except KeyError:
            raise CategoryGone from None

    def category_of(self, service: CatalogueService) -> Category:
        return self.by_category[_digest(service.category)]
