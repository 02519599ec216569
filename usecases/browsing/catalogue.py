"""The services of a panel key, in memory."""

from storage.services import CatalogueService
from usecases.browsing.price_list import PriceList
from usecases.browsing.search_index import SearchIndex
from usecases.browsing.selling import OnSale, Selling
from usecases.browsing.shelves import Category, Shelves
from usecases.pricing.price_book import PriceBook
from usecases.pricing.terms import ShopTerms


class Catalogue:
    """The services of one panel key, and when the panel last confirmed them.

    In private mode people see the panel's rates. With `selling` they see the selling rates of their group,
    and the panel's rates are costs: only operators and orders see `panel_shelves`, `on_sale.costs` and
    `panel_currency`.

    `panel_currency` is None until the panel first told its balance. `refreshed_at` (epoch ms) is None until
    the panel first listed its services.
    """

    def __init__(self, panel_key_id: int, selling: Selling | None = None) -> None:
        self.panel_key_id = panel_key_id
        self.refreshed_at: int | None = None
        self.panel_currency: str | None = None
        self.panel_shelves = Shelves(())
        self.on_sale = OnSale()
        self.gone: dict[str, str] = {}
        """Names of the services that the panel removed since the start, by ref."""
        self._selling = selling

    def put_up(self, shelves: Shelves, refreshed_at: int | None) -> None:
        """Switch to a new list at the panel's rates. Objects of the old one stay valid.

        In a shop `follow` has to make the price lists from it.
        """
        self.refreshed_at = refreshed_at
        self.gone |= {
            ref: service.name
            for ref, service in self.panel_shelves.by_ref.items()
            if ref not in shelves.by_ref
        }
        self.panel_shelves = shelves
        if self._selling is None:
            self.on_sale = OnSale(shelves, {None: shelves})

    async def follow(self) -> None:
        """Bring a shop's price lists up to date with services, rules, groups and settings."""
        if self._selling is None or await self._is_made(self._selling):
            return
        async with self._selling.making:
            while not await self._is_made(self._selling):
                self.on_sale = await self._selling.make(
                    self.panel_shelves, self.panel_key_id, self.panel_currency
                )

    async def _is_made(self, selling: Selling) -> bool:
        return await selling.is_made(self.on_sale, self.panel_shelves, self.panel_currency)

    @property
    def is_shop(self) -> bool:
        return self._selling is not None

    @property
    def terms(self) -> ShopTerms:
        """The settings of the shop. Private mode has none."""
        if self._selling is None:
            raise AssertionError("private mode has no prices of its own")
        return self._selling.terms

    @property
    def book(self) -> PriceBook | None:
        """The rules of the present price lists; None in private mode, and before the first list."""
        return self.on_sale.book

    @property
    def currency(self) -> str | None:
        """The currency of the rates that people see; None until it is known."""
        if self._selling is None or self.panel_currency is None:
            return self.panel_currency
        return self._selling.terms.wallet_currency

    def price_list(self, group_id: int | None = None) -> PriceList:
        """Return the list that a group sees. In private mode all see the same."""
        step = self._selling.terms.price_step if self._selling else None
        return PriceList(self.shelves_of(group_id), self.currency, self.refreshed_at, step)

    def shelves_of(self, group_id: int | None) -> Shelves:
        return self.on_sale.shelves(group_id)

    def index_of(self, group_id: int | None) -> SearchIndex:
        """Return the search index of a group's list. All share one index of words."""
        shelves, costs = self.shelves_of(group_id), self.on_sale.costs
        if shelves.index is None and shelves is not costs:
            shelves.index = self.index_of_costs().over([shelves.by_id.get(one.id) for one in costs.services])
        return shelves.index or self.index_of_costs()

    def index_of_costs(self) -> SearchIndex:
        """Return the search index of all services at the panel's rates, for operators."""
        costs = self.on_sale.costs
        if costs.index is None:
            costs.index = SearchIndex(costs.services)
        return costs.index

    @property
    def shelves(self) -> Shelves:
        return self.shelves_of(None)

    @property
    def rate_per_piece_since(self) -> int | None:
        return self.shelves.rate_per_piece_since

    @property
    def services(self) -> tuple[CatalogueService, ...]:
        """The services as everybody without a group sees them."""
        return self.shelves.services

    @property
    def categories(self) -> tuple[Category, ...]:
        return self.shelves.categories
