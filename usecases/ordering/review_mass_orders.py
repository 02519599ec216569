"""Reads a list of orders and keeps it, with prices, until the person confirms it."""

import datetime as dt
from collections.abc import Sequence

from msgspec.structs import replace

from storage import accounts, holds, mass_orders, orders, panel_keys
from storage.database import Database
from storage.holds import Stop
from storage.mass_orders import MassLine, MassOrder, MassStatus
from usecases.browsing.catalogue import Catalogue
from usecases.clock import DAY, SECOND, Clock
from usecases.errors import DraftGone, OrderingClosed, ServiceHeld
from usecases.ordering.draft_prices import DraftPrices
from usecases.ordering.mass_lines import (
    ForSale,
    Understand,
    fingerprint_of_list,
    read_lines,
    renewed,
    target_of,
)
from usecases.ordering.mass_review import MassChoice, MassReview
from usecases.ordering.mass_text import looks_like_mass_order, mass_rows

SAME_WITHIN = DAY
"""The same list again is noticed for so long (ms). A list that is not confirmed is kept for as long."""


class ReviewMassOrders:
    def __init__(self, *, db: Database, catalogue: Catalogue, prices: DraftPrices, clock: Clock) -> None:
        self._db = db
        self._catalogue = catalogue
        self._prices = prices
        self._clock = clock

    def recognises(self, text: str) -> bool:
        """Whether a typed text is a list of orders."""
        known = self._catalogue.on_sale.costs.by_id
        return looks_like_mass_order(text, lambda one: one in known)

    async def read(self, user_id: int, text: str, understand: Understand) -> MassReview:
        """Read a list and price it.

        Raises BadAnswer if there are no lines or too many, ServiceHeld, or OrderingClosed while there are no
        prices.
        """
        sold = await self.for_sale(user_id)
        rows = mass_rows(text, sold.knows)
        lines = await self._with_open_orders(user_id, read_lines(rows, sold, understand))
        now = self._clock()
        await mass_orders.drop_before(self._db.relaxed, user_id, now - SAME_WITHIN)
        made = await mass_orders.add(
            self._db.relaxed,
            user_id,
            self._catalogue.panel_key_id,
            lines,
            sold.prices.currency or "",
            fingerprint_of_list(rows),
            now,
        )
        return await self._review(made)

    async def _with_open_orders(self, user_id: int, lines: list[MassLine]) -> list[MassLine]:
        """Note at each line which unfinished order there is for its target. One query for all."""
        targets = sorted({target_of(line) for line in lines if not line.reason})
        found = await orders.open_on_targets(self._db, user_id, targets)
        return [
            line if line.reason else replace(line, open_order=found.get(target_of(line))) for line in lines
        ]

    async def for_sale(self, user_id: int) -> ForSale:
        """Return what the person can order. Raises OrderingClosed, or ServiceHeld if the panel is held."""
        key_id = self._catalogue.panel_key_id
        key = await panel_keys.get(self._db, key_id)
        prices = await self._prices.of_today(user_id, key)
        if self._prices.currency(key) is None:
            raise OrderingClosed
        stop, held = await holds.stopped(self._db, key_id)
        if stop is Stop.PANEL:
            raise ServiceHeld
        return ForSale(
            prices=prices,
            listed=self._catalogue.on_sale.costs,
            held=frozenset(held),
            is_shop=self._catalogue.is_shop,
            today=dt.datetime.fromtimestamp(self._clock() / SECOND, dt.UTC).date(),
        )

    async def current(self, mass_order_id: int, user_id: int, choice: MassChoice | None = None) -> MassReview:
        """Return the review of a mass order as everything is now. Raises as `look_again` does."""
        return await self.look_again(await mass_orders.get(self._db, mass_order_id, user_id), choice)

    async def look_again(self, it: MassOrder | None, choice: MassChoice | None = None) -> MassReview:
        """Compare a mass order with what is sold now and with the open orders, and keep what has changed.

        Raises DraftGone if it was confirmed or dropped or is older than a day, OrderingClosed or ServiceHeld.
        """
        it = self._ready(it)
        sold = await self.for_sale(it.user_id)
        if (it.panel_key_id, it.currency) != (self._catalogue.panel_key_id, sold.prices.currency):
            raise DraftGone
        before = it.all_lines
        now = await self._with_open_orders(it.user_id, [renewed(line, sold) for line in before])
        return await self._review(it if now == before else await self._keep(it, now), choice)

    async def as_shown(self, mass_order_id: int, user_id: int) -> MassOrder:
        """Return a mass order as it was last reviewed; raises DraftGone."""
        return self._ready(await mass_orders.get(self._db, mass_order_id, user_id))

    def _ready(self, it: MassOrder | None) -> MassOrder:
        if it is None or it.status is not MassStatus.READY or it.created_at < self._clock() - SAME_WITHIN:
            raise DraftGone
        return it

    async def _review(self, it: MassOrder, choice: MassChoice | None = None) -> MassReview:
        now = self._clock()
        wallet = await accounts.of_user(self._db, it.user_id) if self._catalogue.is_shop else None
        again = await mass_orders.placed_like(self._db, it.user_id, it.fingerprint, now - SAME_WITHIN)
        return MassReview(it, wallet, again, now, choice or MassChoice())

    async def _keep(self, it: MassOrder, lines: Sequence[MassLine]) -> MassOrder:
        kept = await mass_orders.change_lines(self._db, it, list(lines))
        if kept is None:
            raise DraftGone
        return kept

    async def drop(self, mass_order_id: int, user_id: int) -> None:
        """Raises DraftGone."""
        if not await mass_orders.drop(self._db, mass_order_id, user_id):
            raise DraftGone
