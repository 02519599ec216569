"""Rates of a panel that lists them for one unit instead of 1,000."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec.structs import replace

from panel.service_types import RULES, Billing, ServiceType
from storage.services import CatalogueService
from usecases.pricing.units import PER


def priced(services: Sequence[CatalogueService], *, per_piece: bool) -> list[CatalogueService]:
    """Return the services with rates for 1,000 units.

    `per_piece`: the panel's rates are for one unit, so they are multiplied by 1,000. Packages do not change.
    """
    if not per_piece:
        return list(services)
    return [
        one
        if RULES[ServiceType(one.type)].billing is Billing.PACKAGE
        else replace(one, rate=_thousandfold(one))
        for one in services
    ]


def _thousandfold(service: CatalogueService) -> str:
    return format(Decimal(service.rate) * PER, "f")
