"""An operator changes prices: rules, a group's discount, the exchange rate. Each change is shown before."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from decimal import Decimal

from msgspec.structs import replace

from storage import audit_trail, customer_groups, panel_keys, price_rules, shop_settings, users
from storage.audit_trail import Act
from storage.database import Database, Queries
from storage.price_rules import RuleLevel
from storage.shop_settings import PricesVersion
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.shelves import category_ref, ref_of
from usecases.clock import DAY, Clock
from usecases.errors import AlreadyDecided, PricesChanged
from usecases.operating.plan_prices import (
    Changes,
    PriceChange,
    PricePlan,
    PriceWish,
    changes_of,
    compared,
    plain,
    planned_book,
)
from usecases.pricing.price_book import PriceBook, read_book
from usecases.pricing.shop_values import exchange_name

UNDO_WITHIN = DAY


@dataclass(frozen=True, slots=True)
class LastEdit:
    """The edit that can be undone: who made it ("" if that is not known), and when (epoch ms)."""

    id: int
    by: str
    at: int


@dataclass(frozen=True, slots=True)
class PriceRules:
    """The rules in force, the names of the services by id, and the edit that can be undone."""

    book: PriceBook
    names: dict[str, str]
    last: LastEdit | None


class ChangePrices:
    """A plan is saved only if nothing has changed since it was shown (`PricesVersion`)."""

    def __init__(
        self, *, db: Database, catalogue: Catalogue, watch_prices: Callable[[], Awaitable[None]], clock: Clock
    ) -> None:
        self._db = db
        self._catalogue = catalogue
        self._watch_prices = watch_prices
        self._clock = clock

    async def rules(self) -> PriceRules:
        book = await self._book()
        names = {one.id: one.name for one in self._catalogue.panel_shelves.services}
        edit = await self._edit_to_undo(self._db)
        by = await users.get(self._db, edit.made_by) if edit else None
        last = LastEdit(edit.id, by.name if by else "", edit.made_at) if edit else None
        return PriceRules(book, names, last)

    async def rules_about(self, wish: PriceWish) -> PriceRules:
        """As `rules`. Raises AlreadyDecided if the wish's group has ended, or no rate is needed."""
        rules = await self.rules()
        _refuse_void(rules.book, wish)
        return rules

    async def subject(self, level: RuleLevel, ref: str) -> str:
        """Return the category's name or the service's id behind a button, also if only a rule has it.

        Raises AlreadyDecided if there is none.
        """
        shelves = self._catalogue.panel_shelves
        if level is RuleLevel.ALL:
            return ""
        if level is RuleLevel.CATEGORY and ref in shelves.by_category:
            return shelves.by_category[ref].name
        if level is RuleLevel.SERVICE and ref in shelves.by_ref:
            return shelves.by_ref[ref].id
        named = category_ref if level is RuleLevel.CATEGORY else ref_of
        for key in (await self._book()).rules:
            if key.level is level and named(key.subject) == ref:
                return key.subject
        raise AlreadyDecided

    async def plan(self, wish: PriceWish) -> PricePlan:
        """Work out what a wish does. Raises AlreadyDecided if it is void, or if there is nothing to undo."""
        book = await self._book()
        _refuse_void(book, wish)
        changes = await self._changes(self._db, book, wish)
        planned = planned_book(book, wish, changes, self._clock())
        costs = self._catalogue.panel_shelves
        group_id = changes.discount.id if changes.discount else wish.key.group_id
        samples, affected = await asyncio.to_thread(compared, book, planned, costs, group_id)
        return PricePlan(wish, book, samples, affected)

    async def save(
        self, wish: PriceWish, version: PricesVersion, panel_currency: str | None, operator_id: int
    ) -> None:
        """Save what was shown at `version`, for a panel account in this currency.

        Raises PricesChanged if anything changed since.
        """
        now = self._clock()
        async with self._db.transaction() as transaction:
            key = await panel_keys.lock(transaction, self._catalogue.panel_key_id)
            if await shop_settings.version(transaction) != version or key.currency != panel_currency:
                raise PricesChanged
            terms = self._catalogue.terms
            book = await read_book(transaction, terms, key.id, key.currency)
            if wish.change is PriceChange.EXCHANGE:
                name = exchange_name(key.currency or "", terms.wallet_currency)
                before = await shop_settings.get(transaction, name)
                await shop_settings.add(transaction, name, plain(wish.value or Decimal(0)), operator_id, now)
                await audit_trail.add(
                    transaction, now, operator_id, Act.EXCHANGE_RATE,
                    before=before.value if before else "", after=plain(wish.value or Decimal(0)),
                )  # fmt: skip
            else:
                await self._edit(transaction, book, wish, operator_id)
        await self._catalogue.follow()
        await self._watch_prices()

    async def _edit(self, transaction: Queries, book: PriceBook, wish: PriceWish, operator_id: int) -> None:
        key_id, now = self._catalogue.panel_key_id, self._clock()
        undone = await self._edit_to_undo(transaction) if wish.change is PriceChange.UNDO else None
        changes = await self._changes(transaction, book, wish)
        before = (
            (changes.discount.id, book.groups[changes.discount.id].discount) if changes.discount else None
        )
        undoes = undone.id if undone else None
        edit_id = await price_rules.begin_edit(transaction, operator_id, now, undoes, before)
        if changes.discount is not None:
            await customer_groups.set_discount(transaction, changes.discount.id, changes.discount.discount)
        await price_rules.end(transaction, key_id, changes.ended, edit_id)
        await price_rules.begin(transaction, key_id, changes.begun, edit_id)
        told = f"{wish.change} {plain(wish.value)}" if wish.value is not None else wish.change
        await audit_trail.add(
            transaction, now, operator_id, Act.PRICES_CHANGED, edit_id,
            before=before[1] if before else "", after=told,
        )  # fmt: skip

    async def _changes(self, db: Queries, book: PriceBook, wish: PriceWish) -> Changes:
        if wish.change is PriceChange.UNDO:
            return await self._undone(db, book)
        return changes_of(book, wish)

    async def _undone(self, db: Queries, book: PriceBook) -> Changes:
        """Return the change that takes the last edit back. Raises AlreadyDecided if there is none."""
        edit = await self._edit_to_undo(db)
        if edit is None:
            raise AlreadyDecided
        if edit.group_id is not None:
            group = book.groups.get(edit.group_id)
            if group is None:  # it has ended
                raise AlreadyDecided
            return Changes(discount=replace(group, discount=edit.discount_before or "0"))
        key_id = self._catalogue.panel_key_id
        begun = await price_rules.begun_by(db, key_id, edit.id)
        ended = await price_rules.ended_by(db, key_id, edit.id)
        before = {rule.key: rule for rule in ended}
        after = {rule.key: rule for rule in begun}
        if any(book.rules.get(key) != after.get(key) for key in before.keys() | after.keys()):
            raise AlreadyDecided  # another rule stands there by now
        return Changes(tuple(after), tuple(ended))

    async def _edit_to_undo(self, db: Queries) -> price_rules.PriceEdit | None:
        since = self._clock() - UNDO_WITHIN
        return await price_rules.edit_to_undo(db, self._catalogue.panel_key_id, since)

    async def _book(self) -> PriceBook:
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        return await read_book(self._db, self._catalogue.terms, key.id, key.currency)


def _refuse_void(book: PriceBook, wish: PriceWish) -> None:
    is_of_ended_group = wish.key.group_id is not None and wish.key.group_id not in book.groups
    is_idle_rate = wish.change is PriceChange.EXCHANGE and not book.needs_exchange
    if is_of_ended_group or is_idle_rate:
        raise AlreadyDecided
