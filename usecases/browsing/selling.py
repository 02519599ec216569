"""Makes a shop's price lists from the panel's services: one for everybody, one for each group.

They are made anew when services, rules, groups or the exchange rate have changed, never at a tap.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from panel.service_types import ServiceType
from storage import shop_settings
from storage.database import Database
from storage.services import CatalogueService
from usecases.browsing.overlay import Overlay
from usecases.browsing.shelves import Shelves
from usecases.pricing.price_book import PriceBook, read_book
from usecases.pricing.terms import ShopTerms


@dataclass(frozen=True)
class OnSale:
    """What is on sale, made at one moment. `costs` has the panel's rates, and is nothing for customers.

    `by_group` has the selling rates; None is the list for everybody else. `words` has all services, hidden
    ones too, with the operators' own values of `overlay`, each at its place in `costs`: it is searched.
    """

    costs: Shelves = field(default_factory=lambda: Shelves(()))
    by_group: Mapping[int | None, Shelves] = field(default_factory=dict)
    book: PriceBook | None = None
    overlay: Overlay = field(default_factory=Overlay)
    words: Shelves = field(default_factory=lambda: Shelves(()))

    def shelves(self, group_id: int | None) -> Shelves:
        return self.by_group.get(group_id) or self.by_group.get(None) or NOTHING


NOTHING = Shelves(())


class Selling:
    def __init__(self, *, db: Database, terms: ShopTerms) -> None:
        self.terms = terms
        self._db = db

    async def is_made(self, on_sale: OnSale, panel_currency: str | None) -> bool:
        """Whether no price has changed since these lists were made."""
        book = on_sale.book
        if book is None or book.panel_currency != panel_currency:
            return False
        return book.version == await shop_settings.version(self._db)

    async def make(self, costs: Shelves, overlay: Overlay, panel_key_id: int, currency: str | None) -> OnSale:
        """Make the lists at the prices of now, in a thread. `currency` is the panel's."""
        book = await read_book(self._db, self.terms, panel_key_id, currency)
        return await asyncio.to_thread(on_sale_by, book, costs, overlay)


def on_sale_at_cost(costs: Shelves, overlay: Overlay) -> OnSale:
    """Make the list of private mode, where everybody sees the panel's rates. It takes long."""
    offered = costs
    if overlay.values:
        offered = Shelves(overlay.offered(costs.services), costs.rate_per_piece_since)
    return OnSale(costs, {None: offered}, None, overlay, overlay.words(costs))


def on_sale_by(book: PriceBook, costs: Shelves, overlay: Overlay) -> OnSale:
    """Make the lists of all groups. It takes long.

    Rules are about the panel's categories: an own category changes no price.
    """

    def list_of(group_id: int | None) -> Shelves:
        return Shelves(overlay.offered(sold(book, costs, group_id)), costs.rate_per_piece_since)

    by_group: dict[int | None, Shelves] = {None: list_of(None)}
    special = {key.group_id for key in book.rules}
    for group in book.groups.values():
        if group.discount != "0" or group.id in special:
            by_group[group.id] = list_of(group.id)
    return OnSale(costs, by_group, book, overlay, overlay.words(costs))


def sold(book: PriceBook, costs: Shelves, group_id: int | None) -> list[CatalogueService]:
    """Return the services that a group can buy, at selling rates. Subscriptions are not sold."""
    return [
        replace(service, rate=rate)
        for service in costs.services
        if service.type != ServiceType.SUBSCRIPTIONS
        and (rate := book.selling_rate(service, group_id)) is not None
    ]
