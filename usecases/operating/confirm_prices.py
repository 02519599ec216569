"""An operator looks at three services' cost and price before a shop opens."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import msgspec

from storage import audit_trail, panel_keys, shop_settings
from storage.audit_trail import Act
from storage.database import Database
from usecases.browsing.catalogue import Catalogue
from usecases.clock import Clock
from usecases.errors import PricesChanged
from usecases.operating.plan_prices import Sample, spread
from usecases.pricing.price_book import PriceBook
from usecases.pricing.shop_values import confirmed_name

SAMPLES_TO_CONFIRM = 3


@dataclass(frozen=True, slots=True)
class PriceCheck:
    """`samples` have cost and price, the cheapest service first; `fingerprint` is of all shown."""

    book: PriceBook
    samples: tuple[Sample, ...]
    fingerprint: str


class ConfirmPrices:
    """The confirmation belongs to a panel account and its currency: another currency asks again."""

    def __init__(
        self, *, db: Database, catalogue: Catalogue, watch_prices: Callable[[], Awaitable[None]], clock: Clock
    ) -> None:
        self._db = db
        self._catalogue = catalogue
        self._watch_prices = watch_prices
        self._clock = clock

    async def check(self) -> PriceCheck | None:
        """Return what is to be confirmed; None while there is no catalogue or its currency is not known."""
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        self._catalogue.panel_currency = key.currency
        await self._catalogue.follow()
        book = self._catalogue.book
        if book is None or book.panel_currency is None:
            return None
        costs, prices = self._catalogue.on_sale.costs, self._catalogue.shelves
        sold = [one for one in costs.services if one.has_price and one.id in prices.by_id]
        samples = tuple(
            Sample(one.name, one.rate, None, prices.by_id[one.id].rate)
            for one in spread(sold, SAMPLES_TO_CONFIRM)
        )
        return PriceCheck(book, samples, _digest_of(book, samples))

    async def __call__(self, fingerprint: str, operator_id: int) -> None:
        """Confirm what was shown. Raises PricesChanged if it is no longer so, or if nothing can be sold."""
        found = await self.check()
        if found is None or found.fingerprint != fingerprint or not found.samples:
            raise PricesChanged
        name = confirmed_name(self._catalogue.panel_key_id, found.book.panel_currency or "")
        async with self._db.transaction() as transaction:
            await panel_keys.lock(transaction, self._catalogue.panel_key_id)
            await shop_settings.add(transaction, name, fingerprint, operator_id, self._clock())
            await audit_trail.add(transaction, self._clock(), operator_id, Act.PRICES_CONFIRMED)
        await self._watch_prices()


def _digest_of(book: PriceBook, samples: tuple[Sample, ...]) -> str:
    shown = (
        book.panel_currency,
        book.terms.wallet_currency,
        [(one.name, one.cost, one.after) for one in samples],
    )
    return hashlib.blake2s(msgspec.json.encode(shown), digest_size=4).hexdigest()
