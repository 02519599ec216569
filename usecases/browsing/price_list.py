"""The services as one group of customers sees them, at the rates that they pay."""

from collections.abc import Mapping
from dataclasses import dataclass

from storage.services import CatalogueService
from usecases.browsing.shelves import Category, Shelves
from usecases.pricing.quote import Quote, quote, selling_quote


@dataclass(frozen=True, slots=True)
class PriceList:
    """`currency` is that of the rates, None until it is known.

    `refreshed_at` (epoch ms) is when the panel last confirmed the services, None before the first time.
    `step`: a shop rounds its prices up to it (micro-units); None in private mode.
    """

    shelves: Shelves
    currency: str | None
    refreshed_at: int | None
    step: int | None = None

    @property
    def services(self) -> tuple[CatalogueService, ...]:
        return self.shelves.services

    @property
    def categories(self) -> tuple[Category, ...]:
        return self.shelves.categories

    @property
    def has_nothing(self) -> bool:
        """Whether the panel has answered, and nothing that it lists is offered here."""
        return self.refreshed_at is not None and not self.services

    def quote(self, service: CatalogueService, answers: Mapping[str, str]) -> Quote:
        """Price a complete set of answers for a service of this list."""
        if self.step is None:
            return quote(service, answers)
        return selling_quote(service, answers, self.step)
