"""Tells the operators when the panel account has less than they want it to have."""

from dataclasses import dataclass
from decimal import Decimal

from storage import audit_trail, conditions, panel_keys, shop_settings
from storage.audit_trail import Act
from storage.database import Database, Queries
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import Clock
from usecases.operating.plan_prices import Bounds, plain
from usecases.pricing.units import MICRO
from usecases.wakeup import WakeUp

BALANCE_LOW = "balance_low"
"""Its detail is the balance, the limit (both in micro-units) and the currency."""

LIMIT_BOUNDS = Bounds(Decimal("0.01"), Decimal(1_000_000_000), 2)


@dataclass(frozen=True, slots=True)
class LowBalance:
    """The limit (micro-units, 0: none) and the balance, None before the panel first told it."""

    limit: int
    balance: int | None
    currency: str


def _limit_name(currency: str) -> str:
    return f"low_balance:{currency.upper()}"


async def _limit(db: Queries, currency: str) -> int:
    found = await shop_settings.get(db, _limit_name(currency))
    return int(found.value) if found else 0


async def watch_limit(db: Database, alert: AlertOperators, balance: int, currency: str) -> None:
    """Begin the alert at a balance below the limit, and end it when the balance has reached the limit."""
    limit = await _limit(db, currency)
    if balance < limit:
        await alert.begin(BALANCE_LOW, f"{balance} {limit} {currency}".rstrip())
    elif limit:
        await alert.end(BALANCE_LOW)
    else:
        await conditions.end(db, BALANCE_LOW)


class SetLowBalance:
    """The limit is in the panel account's currency. In another currency there is none until it is set."""

    def __init__(
        self, *, db: Database, panel_key_id: int, alert: AlertOperators, wake_sender: WakeUp, clock: Clock
    ) -> None:
        self._db = db
        self._panel_key_id = panel_key_id
        self._alert = alert
        self._wake_sender = wake_sender
        self._clock = clock

    async def now(self) -> LowBalance:
        key = await panel_keys.get(self._db, self._panel_key_id)
        currency = key.currency or ""
        return LowBalance(await _limit(self._db, currency), key.balance, currency)

    async def __call__(self, limit: Decimal, operator_id: int) -> LowBalance:
        """Set the limit; 0 is none. It counts at once."""
        key = await panel_keys.get(self._db, self._panel_key_id)
        name, value, now = _limit_name(key.currency or ""), str(int(limit * MICRO)), self._clock()
        async with self._db.transaction() as transaction:
            before = Decimal(await _limit(transaction, key.currency or "")) / MICRO
            await shop_settings.add(transaction, name, value, operator_id, now)
            await audit_trail.add(
                transaction, now, operator_id, Act.LOW_BALANCE, before=plain(before), after=plain(limit)
            )
        if key.balance is not None:
            await conditions.end(self._db, BALANCE_LOW)  # it may stand for the former limit
            await watch_limit(self._db, self._alert, key.balance, key.currency or "")
            self._wake_sender.set()
        return await self.now()
