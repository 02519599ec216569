"""The services of a panel key, in memory."""

import asyncio
from dataclasses import replace

from storage.database import Queries
from storage.panel_keys import PanelKey
from storage.services import CatalogueService
from usecases.browsing.overlay import Overlay, read_overlay
from usecases.browsing.price_list import PriceList
from usecases.browsing.search_index import SearchIndex
from usecases.browsing.selling import OnSale, Selling, on_sale_at_cost
from usecases.browsing.shelves import Category, Shelves
from usecases.pricing.price_book import PriceBook
from usecases.pricing.terms import ShopTerms

MOST_GONE_KEPT = 1_000
"""A panel that removes more has another list: nobody looks for what is like each of them."""


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
        self.lately_gone: dict[str, CatalogueService] = {}
        """The services that the last refresh with any removed, at the panel's rates, by ref. Few at most."""
        self.overlay = Overlay()
        """The operators' own values as they were read last."""
        self._selling = selling
        self._making = asyncio.Lock()

    def put_up(self, shelves: Shelves, refreshed_at: int | None) -> None:
        """Switch to a new list at the panel's rates. Objects of the old one stay valid.

        In a shop, or with own values, `follow` has to make the lists for customers from it.
        """
        self.refreshed_at = refreshed_at
        gone = {
            ref: service for ref, service in self.panel_shelves.by_ref.items() if ref not in shelves.by_ref
        }
        self.gone |= {
            ref: self.overlay.shown(service).name
            for ref, service in gone.items()
            if not self.overlay.is_hidden(service.id)
        }
        if gone:
            self.lately_gone = gone if len(gone) <= MOST_GONE_KEPT else {}
        self.panel_shelves = shelves
        if self._selling is None and not self.overlay.values:
            self.on_sale = OnSale(shelves, {None: shelves}, None, self.overlay, shelves)

    async def follow(self) -> None:
        """Bring the lists for customers up to date with services, own values, and a shop's prices."""
        if await self._is_made():
            return
        async with self._making:
            while not await self._is_made():
                made = self._with_words_of_before(await self._make())
                if self.on_sale.words.index is not None:  # so that no search waits for the new one
                    await _build_index(made.words)
                self.on_sale = made

    async def _is_made(self) -> bool:
        if self.on_sale.costs is not self.panel_shelves or self.on_sale.overlay is not self.overlay:
            return False
        return self._selling is None or await self._selling.is_made(self.on_sale, self.panel_currency)

    async def _make(self) -> OnSale:
        if self._selling is None:
            return await asyncio.to_thread(on_sale_at_cost, self.panel_shelves, self.overlay)
        return await self._selling.make(
            self.panel_shelves, self.overlay, self.panel_key_id, self.panel_currency
        )

    def _with_words_of_before(self, made: OnSale) -> OnSale:
        """Use the words again, with their search index, if no service has another name or category."""
        before = self.on_sale
        if before.costs is made.costs and before.overlay.has_words_of(made.overlay):
            return replace(made, words=before.words)
        return made

    async def read_own_values(self, db: Queries, key: PanelKey) -> None:
        """Read the own values if they have changed. `key` was just read. Call `follow` afterwards."""
        if key.own_values_version != self.overlay.version:
            self.overlay = await read_overlay(db, key)

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
        shelves, words = self.shelves_of(group_id), self.on_sale.words
        if shelves.index is None and shelves is not words:
            shelves.index = self._index_of_words().over([shelves.by_id.get(one.id) for one in words.services])
        return shelves.index or self._index_of_words()

    def index_of_costs(self) -> SearchIndex:
        """Return the search index of all services at the panel's rates, for operators.

        It finds them by the names that customers see.
        """
        index, costs = self._index_of_words(), self.on_sale.costs
        return index if costs is self.on_sale.words else index.over(costs.services)

    def _index_of_words(self) -> SearchIndex:
        words = self.on_sale.words
        if words.index is None:
            words.index = SearchIndex(words.services)
        return words.index

    async def prepare_search(self) -> None:
        """Build the search index before somebody searches."""
        await _build_index(self.on_sale.words)

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


async def _build_index(words: Shelves) -> None:
    """Build it in a thread, because it takes long."""
    if words.index is None:
        words.index = await asyncio.to_thread(SearchIndex, words.services)
