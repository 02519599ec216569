"""Watches the panel: its balance, whether it answers, whether it accepts the key."""

from dataclasses import replace

from panel import BalanceUnreadable, Meaning, Panel, PanelError, PanelRefused
from panel.models import Balance
from storage import conditions, panel_keys
from storage.database import Database, Queries
from usecases.alerting.alert_operators import AlertOperators
from usecases.alerting.tell_refusals import FUNDS_LOW, cost, covers
from usecases.browsing.catalogue import Catalogue
from usecases.clock import MINUTE, SECOND, Clock
from usecases.currencies import is_other_currency
from usecases.operating.low_balance import watch_limit
from usecases.paying.audit_books import BOOKS_WRONG
from usecases.paying.funds import FUNDS_SPOKEN_FOR
from usecases.paying.reconcile_stars import WALLETS_RESTORED

PANEL_DOWN = "panel_down"
KEY_REFUSED = "panel_key"
BALANCE_UNREADABLE = "balance_unreadable"
RESTORED = "restored"

PRICES_UNCONFIRMED = "prices_unconfirmed"
"""No operator has confirmed a shop's prices in the panel's currency."""

EXCHANGE_RATE_OLD = "exchange_rate_old"
"""A shop's exchange rate is needed, and is missing or too old. Its detail is the two currencies."""

CLOSING = frozenset(
    {PANEL_DOWN, KEY_REFUSED, RESTORED, PRICES_UNCONFIRMED, EXCHANGE_RATE_OLD, WALLETS_RESTORED, BOOKS_WRONG}
)
"""These conditions close ordering."""

CURRENCY_CHANGED = "currency_changed"
"""Its detail is the old currency and the new one."""

ROSE = "rose"
"""The cause of the end of a lack of funds: the balance rose."""

BALANCE_FRESH_MS = 3 * SECOND
FIRST_KEY_RETRY_MS, LAST_KEY_RETRY_MS = MINUTE, 15 * MINUTE
"""The backoff with a refused key: some panels block a client after 30 attempts in 15 minutes."""

TEMPORARY_FAILURES = frozenset({Meaning.RATE_LIMIT, Meaning.LATER, Meaning.TROUBLE})
"""Such refusals tell nothing about the balance."""


class WatchPanel:
    """Asks for the balance. The answer opens or closes ordering."""

    def __init__(
        self, *, db: Database, panel: Panel, catalogue: Catalogue, alert: AlertOperators, clock: Clock
    ) -> None:
        self._db = db
        self._panel = panel
        self._catalogue = catalogue
        self._alert = alert
        self._clock = clock
        self._pause = 0  # ms; 0: the key was not refused in this process
        self._refused_at = 0

    async def __call__(self) -> None:
        """Ask by the clock, with backoff while the panel refuses the key."""
        if not (await self.key_is_refused() and self._pauses()):
            await self._look()

    async def refresh(self) -> None:
        """Ask for a customer, unless the balance is at most 3 seconds old or the key is refused."""
        if not await self.key_is_refused():
            await self._look_unless_fresh()

    async def refresh_for_operator(self) -> None:
        """As `refresh`, but ask also with a refused key: the operator may have repaired it at the panel."""
        if await self.key_is_refused():
            await self._look()
        else:
            await self._look_unless_fresh()

    async def _look_unless_fresh(self) -> None:
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        if key.balance_at is None or self._clock() - key.balance_at > BALANCE_FRESH_MS:
            await self._look()

    async def key_is_refused(self) -> bool:
        """Whether the panel refuses the key. Then only this watch asks the panel by the clock."""
        return await conditions.stands(self._db, KEY_REFUSED)

    def _pauses(self) -> bool:
        return abs(self._clock() - self._refused_at) < self._pause  # a clock may be set back

    async def _look(self) -> None:
        asked_at = self._clock()
        try:
            balance = await self._panel.balance()
        except PanelRefused as error:
            await self._refused(error)
        except BalanceUnreadable as error:
            await self._alert.end(KEY_REFUSED)
            await self._unreadable(error.seen)
        except PanelError as error:
            await self._alert.begin(PANEL_DOWN, str(error))
        else:
            await self._answered(balance, asked_at)

    async def _refused(self, error: PanelRefused) -> None:
        """The panel answers, so it is up. It refuses the key or the balance."""
        await self._is_up()
        if error.meaning is Meaning.KEY:
            self._pause = min(max(2 * self._pause, FIRST_KEY_RETRY_MS), LAST_KEY_RETRY_MS)
            self._refused_at = self._clock()
            await self._alert.begin(KEY_REFUSED, error.text)
        elif error.meaning not in TEMPORARY_FAILURES:
            await self._unreadable(error.text)

    async def _is_up(self) -> None:
        """End the condition that it is down, and note since when it is up."""
        key_id, now = self._catalogue.panel_key_id, self._clock()
        await self._alert.end(PANEL_DOWN, also=lambda it: panel_keys.is_back(it, key_id, now))
        if (await panel_keys.get(self._db, key_id)).up_since is None:
            await panel_keys.is_back(self._db, key_id, now)

    async def _unreadable(self, seen: str) -> None:
        """The panel is up and takes orders. Only the balance is unknown."""
        await self._is_up()
        await self._alert.begin(BALANCE_UNREADABLE, seen)
        if self._catalogue.panel_currency is None:  # prices go without one
            await panel_keys.assume_currency(self._db, self._catalogue.panel_key_id, "")
            await self._tell_catalogue("")

    async def _answered(self, balance: Balance, asked_at: int) -> None:
        self._pause = 0
        before = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        if not balance.currency:  # panels leave it out now and then
            balance = replace(balance, currency=before.currency or "")
        is_other = is_other_currency(before.currency, balance.currency)
        if is_other:
            await self._note_currency(before.currency, balance, asked_at)
        else:
            await self._keep(self._db, balance, asked_at)
        await self._tell_catalogue(balance.currency)
        await self._is_up()
        for condition in (KEY_REFUSED, BALANCE_UNREADABLE):
            await self._alert.end(condition)
        await watch_limit(self._db, self._alert, balance.amount, balance.currency)
        if before.balance is not None and balance.amount > before.balance and not is_other:
            await self._risen(before.balance)

    async def _tell_catalogue(self, currency: str) -> None:
        self._catalogue.panel_currency = currency
        await self._catalogue.follow()

    async def _keep(self, db: Queries, balance: Balance, asked_at: int) -> None:
        """Keep it as of the time when it was asked for: an order placed meanwhile may not be in it."""
        await panel_keys.keep_balance(
            db, self._catalogue.panel_key_id, balance.amount, balance.currency, asked_at
        )

    async def _note_currency(self, before: str | None, balance: Balance, asked_at: int) -> None:
        recipients = await self._alert.recipients()
        async with self._db.transaction() as transaction:
            await self._keep(transaction, balance, asked_at)
            await self._alert.mention_within(
                transaction, recipients, CURRENCY_CHANGED, f"{before} → {balance.currency}"
            )

    async def _risen(self, before: int) -> None:
        """A higher balance ends a lack of funds, unless the old balance covered the refused order.

        In that case the panel's supplier lacked the funds.
        """
        await self._alert.end(FUNDS_SPOKEN_FOR)
        for noted in await conditions.current(self._db):
            if noted.name == FUNDS_LOW and not covers(before, cost(noted)):
                await self._alert.end(FUNDS_LOW, ROSE)
