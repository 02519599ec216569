"""A sweep with its database, a scripted panel, and a clock that a test moves."""

from dataclasses import dataclass
from typing import Any

from panel import Panel
from storage import order_progress
from storage.database import Database
from tests.panel.conftest import Script
from tests.usecases.records import reserve
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import DAY
from usecases.people.access import Access
from usecases.tracking.sweep_orders import SweepOrders

NOON = 40 * DAY
SAME: dict[str, Any] = {
    "status": "In progress",
    "charge": "0.90",
    "start_count": "5",
    "remains": "10",
    "currency": "USD",
}


@dataclass
class World:
    """What a sweep goes through."""

    db: Database
    script: Script
    client: Panel
    now: int = NOON
    people: int = 0
    at_once: int = 1

    _sweeper: SweepOrders | None = None

    def restart(self) -> None:
        """What stands in memory only is gone."""
        self._sweeper = None

    def sweeper(self) -> SweepOrders:
        self._sweeper = self._sweeper or self._new_sweeper()
        return self._sweeper

    def _new_sweeper(self) -> SweepOrders:
        access = Access(db=self.db, admin_ids=[9], allowed_ids=[], clock=self.clock)
        alert = AlertOperators(db=self.db, access=access, clock=self.clock)
        return SweepOrders(
            db=self.db,
            panel=self.client,
            alert=alert,
            clock=self.clock,
            interval=60,
            people=lambda: self.people,
            at_once=self.at_once,
        )

    def clock(self) -> int:
        return self.now

    async def sweep(self, later: int = 0) -> list[str]:
        """The orders that were asked for, as the panel numbers them."""
        self.now += later
        before = len(self.script.sent)
        await self.sweeper()(1)
        asked = (sent.get("orders", sent.get("order", "")) for sent in self.script.sent[before:])
        return [one for ids in asked for one in ids.split(",")]

    async def open(self, number: int, age: int) -> None:
        """An order that is under way, known to the panel by its number, and was asked for before."""
        await reserve(self.db, number)
        await order_progress.begin_submitting(self.db, number)
        await order_progress.place(self.db, number, str(number), self.now - age, 1)
        await self.db.execute(
            """
            UPDATE orders SET status = 'in_progress', status_word = 'In progress', charge = 900000, start_count = 5,
                remains = 10, next_check_at = NULL, checked_at = 7
            WHERE id = $1
            """,
            number,
        )

    async def written(self) -> list[Any]:
        """Everything that stands in the records of orders, and what is owed to people."""
        return [
            *await self.db.fetch_all("SELECT * FROM orders ORDER BY id"),
            *await self.db.fetch_all("SELECT * FROM outbox ORDER BY id"),
        ]
