"""What the operator of a shop sets in the chat: names, defaults and limits, all in one place.

Amounts are micro-units of the wallet currency.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from storage import shop_settings
from storage.database import Queries
from storage.shop_settings import ShopSetting
from usecases.pricing.units import MICRO


class ShopValue(StrEnum):
    """The name of a value in `shop_settings`."""

    STAR_PRICE = "star_price"
    """The price of one Star in the wallet currency, an exact decimal."""
    TOPUP_MOST = "topup_most"
    """The most that one top-up may be."""
    TOPUP_MOST_DAY = "topup_most_day"
    """The most that a person may top up in a day."""
    TOPUP_MOST_FIRST_DAY = "topup_most_first_day"
    """The most that a person may top up within a day of their first top-up."""
    CREDIT_MOST = "credit_most"
    """The most that an operator may credit or debit at once."""
    CREDIT_MOST_DAY = "credit_most_day"
    """The most that an operator may credit, and the most that they may debit, in a day."""


LIMITS = (
    ShopValue.TOPUP_MOST,
    ShopValue.TOPUP_MOST_DAY,
    ShopValue.TOPUP_MOST_FIRST_DAY,
    ShopValue.CREDIT_MOST,
    ShopValue.CREDIT_MOST_DAY,
)

DEFAULT_LIMITS: Mapping[ShopValue, int] = {
    ShopValue.TOPUP_MOST: 100 * MICRO,
    ShopValue.TOPUP_MOST_DAY: 300 * MICRO,
    ShopValue.TOPUP_MOST_FIRST_DAY: 50 * MICRO,
    ShopValue.CREDIT_MOST: 100 * MICRO,
    ShopValue.CREDIT_MOST_DAY: 500 * MICRO,
}

DEFAULT_STAR_PRICES: Mapping[str, Decimal] = {"USD": Decimal("0.0117")}
"""By wallet currency. In another currency there is none until the operator sets it."""

EXCHANGE_RATE = "exchange_rate"
PRICES_CONFIRMED = "prices_confirmed"


@dataclass(frozen=True, slots=True)
class ShopValues:
    """`star_price` is the price of one Star (exact decimal), None while it is not set.

    The limits are in micro-units. All are in the wallet currency.
    """

    star_price: Decimal | None
    topup_most: int
    topup_most_day: int
    topup_most_first_day: int
    credit_most: int
    credit_most_day: int


async def shop_values(db: Queries, wallet_currency: str) -> ShopValues:
    """Return what the operator has set, or the defaults."""
    return values_of(await shop_settings.current(db), wallet_currency)


def values_of(settings: Mapping[str, ShopSetting], wallet_currency: str) -> ShopValues:
    star = settings.get(ShopValue.STAR_PRICE)
    limits = {
        name: int(found.value) if (found := settings.get(name)) else DEFAULT_LIMITS[name] for name in LIMITS
    }
    return ShopValues(
        star_price=Decimal(star.value) if star else DEFAULT_STAR_PRICES.get(wallet_currency),
        topup_most=limits[ShopValue.TOPUP_MOST],
        topup_most_day=limits[ShopValue.TOPUP_MOST_DAY],
        topup_most_first_day=limits[ShopValue.TOPUP_MOST_FIRST_DAY],
        credit_most=limits[ShopValue.CREDIT_MOST],
        credit_most_day=limits[ShopValue.CREDIT_MOST_DAY],
    )


def exchange_name(panel_currency: str, wallet_currency: str) -> str:
    """Return the name of the exchange rate from the panel's currency to the wallet's: one for each pair."""
    return f"{EXCHANGE_RATE}:{panel_currency.upper()}:{wallet_currency.upper()}"


def confirmed_name(panel_key_id: int, panel_currency: str) -> str:
    """Return the name under which an operator confirmed the prices of a panel account in its currency."""
    return f"{PRICES_CONFIRMED}:{panel_key_id}:{panel_currency.upper()}"
