"""A service with what its card tells besides the panel's own words."""

import statistics
from dataclasses import dataclass

from storage import orders
from storage.database import Database
from storage.services import Service
from usecases.catalogue import Catalogue, Category

ENOUGH = 5  # completed orders from which a typical duration is told
LOOKED_AT = 100


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """`usual_duration` in milliseconds, the median of own orders; None while there are too few."""

    service: Service
    category: Category
    currency: str | None
    usual_duration: int | None


class ViewService:
    def __init__(self, *, db: Database, catalogue: Catalogue) -> None:
        self._db = db
        self._catalogue = catalogue

    async def __call__(self, ref: str) -> ServiceCard:
        """Raises ServiceGone."""
        service = self._catalogue.service(ref)
        durations = await orders.durations(self._db, service.id, LOOKED_AT)
        return ServiceCard(
            service=service,
            category=self._catalogue.category_of(service),
            currency=self._catalogue.currency,
            usual_duration=int(statistics.median(durations)) if len(durations) >= ENOUGH else None,
        )
