"""The prices of drafts: from which list they come, what they cost at the panel, and when there are none."""

from storage import customer_groups, drafts
from storage.database import Database
from storage.drafts import Draft
from storage.orders import Cost
from storage.panel_keys import PanelKey
from storage.services import CatalogueService
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.price_list import PriceList
from usecases.clock import Clock
from usecases.errors import DraftGone, OrderingClosed, ServiceGone, ServiceHeld
from usecases.pricing.quote import Quote, quote


class DraftPrices:
    def __init__(self, *, db: Database, catalogue: Catalogue, clock: Clock) -> None:
        self._db = db
        self._catalogue = catalogue
        self._clock = clock

    async def of_person(self, user_id: int) -> PriceList:
        """Return the price list of a person's group, as it is in memory.

        Raises OrderingClosed while a shop lacks the exchange rate that its prices need.
        """
        if not self._catalogue.is_shop:
            return self._catalogue.price_list()
        if self._catalogue.book is not None and self._catalogue.book.exchanged is None:
            raise OrderingClosed
        return self._catalogue.price_list(await customer_groups.of_person(self._db, user_id))

    async def of_today(self, user_id: int, key: PanelKey) -> PriceList:
        """Return a person's price list by the rules of now. Raises OrderingClosed or ServiceHeld."""
        await self._catalogue.read_own_values(self._db, key)  # a hidden service is not ordered from now on
        if self._catalogue.is_shop:
            self._catalogue.panel_currency = key.currency
        await self._catalogue.follow()
        if self._catalogue.is_shop:
            book = self._catalogue.book
            if book is None or not (book.is_confirmed and book.has_fresh_rate(self._clock())):
                raise OrderingClosed
        self._refuse_old_prices(key)
        return await self.of_person(user_id)

    def currency(self, key: PanelKey) -> str | None:
        """Return the currency of prices; None while the panel's is not known."""
        return self._catalogue.currency if self._catalogue.is_shop else key.currency

    def _refuse_old_prices(self, key: PanelKey) -> None:
        """Raise ServiceHeld while the prices in memory are older than the operator's decision about rates."""
        if key.rate_per_piece_since != self._catalogue.rate_per_piece_since:
            raise ServiceHeld

    async def keep(self, draft: Draft, service: CatalogueService, price: Quote, key: PanelKey) -> Draft:
        """Keep the price of a finished draft. Raises DraftGone, or OrderingClosed without a currency."""
        currency = self.currency(key)
        if currency is None:  # the panel never told its balance, so the currency is unknown
            raise OrderingClosed
        quoted = await drafts.quote(
            self._db.relaxed,
            draft.id,
            draft.user_id,
            price.quantity,
            service.rate,
            price.price,
            currency,
            service.name,
            self._clock(),
        )
        if quoted is None:
            raise DraftGone
        return quoted

    async def sold(self, draft: Draft) -> CatalogueService:
        """Return the service at the rate that the person pays; raises ServiceGone."""
        if draft.panel_key_id != self._catalogue.panel_key_id:
            raise ServiceGone
        return (await self.of_person(draft.user_id)).shelves.service_with_id(draft.service_id)

    def service_of(self, draft: Draft) -> CatalogueService:
        """Return the service at the panel's rate, under its own name; raises ServiceGone.

        A shop does not show this rate.
        """
        if draft.panel_key_id != self._catalogue.panel_key_id:
            raise ServiceGone
        return self._catalogue.overlay.shown(self._catalogue.on_sale.costs.service_with_id(draft.service_id))

    def cost_of(self, draft: Draft) -> Cost:
        """Return what a ready draft costs at the panel, by the list from which its price was made.

        Call it after `renew`. In private mode it is the price. Raises ServiceGone.
        """
        service = self.service_of(draft)
        cost = quote(service, draft.answers)
        book = self._catalogue.book
        currency = book.panel_currency if book else self._catalogue.panel_currency
        return Cost(service.rate, cost.price, currency or "")
