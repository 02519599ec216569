"""A shop at a glance, for its operator."""

from dataclasses import dataclass

from storage import conditions, panel_keys
from storage.conditions import Condition
from storage.database import Database
from usecases.browsing.catalogue import Catalogue
from usecases.clock import Clock
from usecases.operating.watch_panel import CLOSING
from usecases.pricing.price_book import PriceBook, read_book


@dataclass(frozen=True, slots=True)
class ShopOverview:
    """`closing` are the conditions that keep the shop closed; `sold` and `listed` count services."""

    book: PriceBook
    closing: list[Condition]
    sold: int
    listed: int
    now: int


class ViewShop:
    def __init__(self, *, db: Database, catalogue: Catalogue, clock: Clock) -> None:
        self._db = db
        self._catalogue = catalogue
        self._clock = clock

    async def __call__(self) -> ShopOverview:
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        book = await read_book(self._db, self._catalogue.terms, key.id, key.currency)
        standing = await conditions.current(self._db)
        return ShopOverview(
            book=book,
            closing=[one for one in standing if one.name in CLOSING],
            sold=len(self._catalogue.services),
            listed=len(self._catalogue.panel_shelves.services),
            now=self._clock(),
        )
