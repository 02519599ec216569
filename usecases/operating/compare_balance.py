"""Compares the change of the panel account's balance with what our orders should have cost, once a day.

A panel that cancels without paying back, that forgets runs or that charges for single units shows here. A
difference proves nothing about the panel: orders that were placed outside the bot and top-ups make one too.
"""

from msgspec.structs import replace

from storage import balance_comparisons, conditions, panel_keys
from storage.balance_comparisons import BalanceComparison, Costs
from storage.database import Database
from storage.panel_keys import PanelKey
from usecases.alerting.alert_operators import AlertOperators
from usecases.browsing.catalogue import Catalogue
from usecases.clock import DAY, Clock
from usecases.operating.watch_panel import BALANCE_FRESH_MS, WatchPanel
from usecases.pricing.units import CENT, MICRO

BALANCE_DIFFERS = "balance_differs"
"""The condition that the balance fell by more than the orders explain. Its detail is the difference."""

ROUNDED_BY, ALARMING_BY = 100, 20
"""A difference of less than a hundredth may be rounding. One of more than a twentieth alerts."""

LEAST_ROUNDED, LEAST_ALARMING = 2 * CENT, MICRO


def is_explained(it: BalanceComparison) -> bool:
    """Whether the orders explain the change of the balance: amounts are rounded, and some costs unclear."""
    moved = max(abs(it.changed or 0), abs(it.expected or 0))
    return abs(it.difference) <= max(LEAST_ROUNDED, moved // ROUNDED_BY) + it.unclear


def is_alarming(it: BalanceComparison) -> bool:
    """Whether so much less is left than the orders explain that the operators are told."""
    return -it.difference > max(LEAST_ALARMING, abs(it.expected or 0) // ALARMING_BY) + it.unclear


class CompareBalance:
    """Only the leader runs it, because it sees all orders that are on their way."""

    def __init__(
        self,
        *,
        db: Database,
        catalogue: Catalogue,
        watch_panel: WatchPanel,
        alert: AlertOperators,
        clock: Clock,
    ) -> None:
        self._db = db
        self._catalogue = catalogue
        self._watch_panel = watch_panel
        self._alert = alert
        self._clock = clock

    async def __call__(self) -> None:
        """Compare if no comparison was made on this day (UTC).

        While the balance cannot be read or an order is on its way, it is left to the next run. The next
        comparison covers the days without one.
        """
        begun = self._clock()
        before = await balance_comparisons.last(self._db, self._catalogue.panel_key_id)
        if before is not None and begun // DAY <= before.day:
            return
        await self._watch_panel.refresh()
        key = await panel_keys.get(self._db, self._catalogue.panel_key_id)
        if key.balance_at is None or key.balance_at < begun - BALANCE_FRESH_MS:
            return
        costs = await self._costs(key, before.read_at if before else begun)
        if not await balance_comparisons.is_sending(self._db, key.id, key.balance_at):
            await self._keep(_compared(before, key, costs))

    async def _costs(self, key: PanelKey, since: int) -> Costs:
        return await balance_comparisons.costs(self._db, key.id, key.currency or "", since)

    async def _keep(self, it: BalanceComparison) -> None:
        """Keep the comparison and alert in one transaction. The amounts are in no log."""
        operators = await self._alert.recipients()
        async with self._db.transaction() as transaction:
            is_kept = await balance_comparisons.keep(transaction, it)
            if is_kept and is_alarming(it):
                detail = f"{it.difference} {it.currency}"
                if await conditions.begin(transaction, BALANCE_DIFFERS, self._clock(), detail):
                    await self._alert.mention_within(transaction, operators, BALANCE_DIFFERS, detail)
        if is_kept and it.since is not None and is_explained(it):
            await self._alert.end(BALANCE_DIFFERS)


def _compared(before: BalanceComparison | None, key: PanelKey, costs: Costs) -> BalanceComparison:
    """Compare with the reading before, if it is older and was in the same currency."""
    balance, read_at, currency = key.balance or 0, key.balance_at or 0, key.currency or ""
    first = BalanceComparison(
        panel_key_id=key.id,
        day=read_at // DAY,
        read_at=read_at,
        balance=balance,
        currency=currency,
        costs=costs.costs,
        since=None,
        expected=None,
        changed=None,
        unclear=0,
    )
    if before is None or before.currency != currency or before.read_at >= read_at:
        return first
    return replace(
        first,
        since=before.read_at,
        expected=before.costs - costs.costs,
        changed=balance - before.balance,
        unclear=costs.unclear,
    )
