"""What a Star is worth in a wallet, and how much may be topped up."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from storage.database import Queries
from usecases.numbers import MICRO_DIGITS
from usecases.pricing.shop_values import shop_values

FEWEST_STARS = 10
"""The least that one top-up may be."""

MOST_STARS_OF_INVOICE = 25_000
"""Telegram refuses larger invoices: https://github.com/tdlib/td, `StarManager`."""

UNIT = 10**MICRO_DIGITS


@dataclass(frozen=True, slots=True)
class StarTerms:
    """`price` of one Star in the wallet currency (exact decimal), None until the operator sets it.

    `most` (at once), `most_day` and `most_first_day` (within a day of the first top-up) in micro-units.
    """

    price: Decimal | None
    most: int = 100 * UNIT
    most_day: int = 300 * UNIT
    most_first_day: int = 50 * UNIT

    def worth(self, stars: int) -> int:
        """Return what so many Stars bring (micro-units, rounded down); 0 without a price."""
        exact = stars * (self.price or Decimal(0)) * UNIT
        return int(exact.to_integral_value(ROUND_FLOOR))

    def needed(self, amount: int) -> int:
        """Return the fewest Stars that bring this amount (micro-units), at least `FEWEST_STARS`."""
        if not self.price:
            return FEWEST_STARS
        exact = Decimal(amount) / (self.price * UNIT)
        return max(int(exact.to_integral_value(ROUND_CEILING)), FEWEST_STARS)

    @property
    def most_stars(self) -> int:
        """The most Stars of one top-up."""
        if not self.price:
            return MOST_STARS_OF_INVOICE
        allowed = Decimal(self.most) / (self.price * UNIT)
        return min(int(allowed.to_integral_value(ROUND_FLOOR)), MOST_STARS_OF_INVOICE)


ReadStarTerms = Callable[[], Awaitable[StarTerms]]


def terms_of_shop(db: Queries, currency: str) -> ReadStarTerms:
    """Return how to read the terms that the operators have set now, or the defaults."""

    async def read() -> StarTerms:
        values = await shop_values(db, currency)
        return StarTerms(
            values.star_price, values.topup_most, values.topup_most_day, values.topup_most_first_day
        )

    return read
