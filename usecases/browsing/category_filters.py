"""Filters of a category: the cheapest first, only with refill, only what can be canceled."""

from collections.abc import Callable, Collection, Sequence
from decimal import Decimal
from enum import StrEnum

from panel.service_types import RULES, Billing, ServiceType
from storage.services import CatalogueService


class CategoryFilter(StrEnum):
    """The values stand in buttons."""

    CHEAPEST = "p"
    REFILL = "r"
    CANCEL = "c"


PASSES: dict[CategoryFilter, Callable[[CatalogueService], bool]] = {
    CategoryFilter.REFILL: lambda service: service.refill,
    CategoryFilter.CANCEL: lambda service: service.cancel,
}


def useful_filters(services: Sequence[CatalogueService]) -> tuple[CategoryFilter, ...]:
    """Return the filters that would change this list."""
    found = [CategoryFilter.CHEAPEST] if len({one.rate for one in services}) > 1 else []
    found += [one for one, passes in PASSES.items() if len({passes(service) for service in services}) > 1]
    return tuple(found)


def filtered(
    services: Sequence[CatalogueService], filters: Collection[CategoryFilter]
) -> tuple[CatalogueService, ...]:
    """Return the services that pass all filters, in the panel's order or the cheapest first."""
    found = [
        service
        for service in services
        if all(passes(service) for one, passes in PASSES.items() if one in filters)
    ]
    if CategoryFilter.CHEAPEST in filters:
        found.sort(key=_by_price)
    return tuple(found)


def _by_price(service: CatalogueService) -> tuple[bool, bool, Decimal]:
    """Packages come after what is priced per 1,000, and unknown prices at the end."""
    is_package = RULES[ServiceType(service.type)].billing is Billing.PACKAGE
    return not service.has_price, is_package, Decimal(service.rate)
