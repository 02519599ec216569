"""The account's balance, the spending of a person, and the health of the bot."""

import datetime as dt
from dataclasses import dataclass

from storage import (
    accounts,
    balance_comparisons,
    conditions,
    holds,
    own_orders,
    own_texts,
    panel_keys,
    refusals,
    sales,
)
from storage.accounts import Wallet
from storage.balance_comparisons import BalanceComparison
from storage.conditions import Condition
from storage.database import Database
from storage.own_orders import Filter
from storage.own_texts import TextKind
from storage.refusals import RefusedWrite
from usecases.browsing.catalogue import Catalogue
from usecases.clock import DAY, SECOND, Clock
from usecases.operating.watch_panel import BALANCE_UNREADABLE, CLOSING

SHOWN_REFUSALS = 10
SHOWN_DAYS = 7


@dataclass(frozen=True, slots=True)
class Account:
    """Money in micro-units; `balance_at` in epoch ms.

    `spent_today`, `spent_week` (7 days) and `spent_month` (30 days) are this person's, by currency.
    `is_unreadable`: the panel's last answer about the balance cannot be read.
    """

    balance: int | None
    currency: str | None
    balance_at: int | None
    spent_today: dict[str, int]
    spent_week: dict[str, int]
    spent_month: dict[str, int]
    is_unreadable: bool


@dataclass(frozen=True, slots=True)
class Overview:
    """The facts on the start screen; `balance` in micro-units.

    In a shop `balance` is None and `wallet` is the person's, in micro-units of `currency`.
    """

    balance: int | None
    currency: str | None
    open_orders: int
    is_closed: bool
    wallet: Wallet | None = None
    welcome: str | None = None
    """What operators wrote as the welcome, in Telegram's HTML."""


@dataclass(frozen=True, slots=True)
class HealthReport:
    conditions: list[Condition]
    balance: int | None
    currency: str | None
    services: int
    held: int
    """The number of holds that are not lifted."""
    has_decided_figures: bool
    """Whether a service is held, or the operator decided about the panel's rates or charges."""
    is_shop: bool = False
    compared: BalanceComparison | None = None
    """The last comparison of the balance with the orders."""


class ViewAccount:
    """`wallet_currency` is None where there are no wallets: everybody sees the panel account."""

    def __init__(
        self, *, db: Database, catalogue: Catalogue, clock: Clock, wallet_currency: str | None = None
    ) -> None:
        self._db = db
        self._catalogue = catalogue
        self._clock = clock
        self._wallet_currency = wallet_currency

    async def account(self, user_id: int) -> Account:
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        now = self._clock()
        midnight = dt.datetime.fromtimestamp(now / SECOND, dt.UTC).replace(
            hour=0, minute=0, second=0, microsecond=0
        )
        today = int(midnight.timestamp()) * SECOND
        is_shop = self._catalogue.is_shop  # the account is the operator's, and shown to operators only
        return Account(
            balance=None if is_shop else key.balance,
            currency=self._catalogue.currency if is_shop else key.currency,
            balance_at=None if is_shop else key.balance_at,
            spent_today=await sales.spent_since(self._db, user_id, today),
            spent_week=await sales.spent_since(self._db, user_id, now - 7 * DAY),
            spent_month=await sales.spent_since(self._db, user_id, now - 30 * DAY),
            is_unreadable=await conditions.stands(self._db, BALANCE_UNREADABLE),
        )

    async def overview(self, user_id: int, language: str) -> Overview:
        """Return the facts on the start screen, with the welcome for a language."""
        open_orders = await own_orders.count(self._db, user_id, Filter.OPEN)
        is_closed = await self.is_closed()
        own = await own_texts.nearest(self._db, TextKind.WELCOME, language)
        welcome = own.html if own else None
        if self._wallet_currency is not None:
            wallet = await accounts.of_user(self._db, user_id)
            return Overview(None, self._wallet_currency, open_orders, is_closed, wallet, welcome)
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        return Overview(key.balance, key.currency, open_orders, is_closed, welcome=welcome)

    async def is_closed(self) -> bool:
        return any(condition.name in CLOSING for condition in await conditions.current(self._db))

    async def health(self) -> HealthReport:
        """Return the conditions, the balance and the numbers of services, for the operator."""
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        held = await holds.count(self._db, key.id)
        compared = await balance_comparisons.newest(self._db, key.id, 1)
        return HealthReport(
            conditions=await conditions.current(self._db),
            balance=key.balance,
            currency=key.currency,
            services=len(self._catalogue.services),
            held=held,
            has_decided_figures=bool(held or key.rate_per_piece_since or key.charge_ignored_since),
            is_shop=self._catalogue.is_shop,
            compared=compared[0] if compared else None,
        )

    async def comparisons(self) -> list[BalanceComparison]:
        """Return the last comparisons of the balance with the orders, for the operator."""
        return await balance_comparisons.newest(self._db, self._catalogue.panel_key_id, SHOWN_DAYS)

    async def refusals(self) -> list[RefusedWrite]:
        """Return the panel's last refusals, for the operator."""
        return await refusals.last(self._db, SHOWN_REFUSALS)

    def now(self) -> int:
        return self._clock()
