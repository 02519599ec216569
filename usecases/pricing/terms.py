"""The settings of a shop that belong to its prices."""

from dataclasses import dataclass
from decimal import Decimal

from usecases.clock import DAY
from usecases.currencies import is_other_currency


@dataclass(frozen=True, slots=True)
class ShopTerms:
    """`min_margin` is in percent of the cost, `price_step` in micro-units, `rate_max_age` in milliseconds."""

    wallet_currency: str
    min_margin: Decimal = Decimal(5)
    price_step: int = 10_000
    rate_max_age: int = DAY

    def needs_exchange(self, panel_currency: str | None) -> bool:
        """Whether costs are in another currency than prices. A currency that is not named is the wallet's."""
        return is_other_currency(panel_currency, self.wallet_currency)
