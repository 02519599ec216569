"""Closes a shop while its prices cannot be trusted: nobody has looked at them, or an exchange rate is old."""

from storage import conditions
from storage.database import Database
from usecases.alerting.alert_operators import AlertOperators
from usecases.browsing.catalogue import Catalogue
from usecases.clock import Clock
from usecases.operating.watch_panel import EXCHANGE_RATE_OLD, PRICES_UNCONFIRMED
from usecases.wakeup import WakeUp


class WatchPrices:
    """Call it by the clock, and after each change of prices. In private mode it ends what a shop began."""

    def __init__(
        self, *, db: Database, catalogue: Catalogue, alert: AlertOperators, wake_sender: WakeUp, clock: Clock
    ) -> None:
        self._db = db
        self._catalogue = catalogue
        self._alert = alert
        self._wake_sender = wake_sender
        self._clock = clock

    async def __call__(self) -> None:
        if not self._catalogue.is_shop:
            for name in (PRICES_UNCONFIRMED, EXCHANGE_RATE_OLD):
                await conditions.end(self._db, name)
            return
        await self._catalogue.follow()
        book = self._catalogue.book
        if book is None or book.panel_currency is None or not self._catalogue.panel_shelves.services:
            return  # there is nothing to look at yet, and nothing can be ordered
        currencies = f"{book.panel_currency} → {book.terms.wallet_currency}"
        await self._hold(EXCHANGE_RATE_OLD, currencies, is_wrong=not book.has_fresh_rate(self._clock()))
        await self._hold(PRICES_UNCONFIRMED, "", is_wrong=not book.is_confirmed)

    async def _hold(self, name: str, detail: str, *, is_wrong: bool) -> None:
        if is_wrong:
            await self._alert.begin(name, detail)
        else:
            await self._alert.end(name)
        self._wake_sender.set()
