"""What an operator reads first: whether everything runs, and a shop's money of today."""

from collections.abc import Callable
from dataclasses import dataclass

from storage import (
    bots,
    conditions,
    order_progress,
    outbox,
    panel_keys,
    stuck_orders,
    sweep_rounds,
    topups,
)
from storage.database import Database
from usecases.clock import DAY, MINUTE, SECOND, Clock
from usecases.operating.report_sales import ReportSales, Sales
from usecases.operating.watch_panel import PANEL_DOWN

LATE_SWEEP = 5 * MINUTE
LATE_MESSAGE = 2 * MINUTE
OLD_BACKUP = 2 * DAY
FEW_BYTES = 1_000_000_000
KEPT_FOR = 30 * SECOND
"""The money of today is not added up more often, whoever looks."""


@dataclass(frozen=True, slots=True)
class Host:
    """What the files tell: `backup_at` in epoch ms, `free` bytes of the disk. None without such files."""

    backup_at: int | None = None
    free: int | None = None
    makes_backups: bool = False


@dataclass(frozen=True, slots=True)
class Desk:
    """Times in epoch ms. `unsent` messages wait for reachable people, the oldest since `unsent_since`.

    `today` is a shop's sales since midnight (UTC), None where there are none; `stars` were paid since
    then. `stuck` orders have not changed for long. `…_up_since` tell since when they
    have answered; None for a panel that is down, and where it is not known.
    """

    now: int
    swept_at: int | None
    queued: int
    unsent: int
    unsent_since: int | None
    host: Host = Host()
    today: Sales | None = None
    stars: int = 0
    stuck: int = 0
    panel_up_since: int | None = None
    telegram_up_since: int | None = None

    @property
    def is_swept_late(self) -> bool:
        return self.swept_at is not None and self.now - self.swept_at > LATE_SWEEP

    @property
    def is_unsent_late(self) -> bool:
        return self.unsent_since is not None and self.now - self.unsent_since > LATE_MESSAGE

    @property
    def is_backup_old(self) -> bool:
        return self.host.makes_backups and self.now - (self.host.backup_at or 0) > OLD_BACKUP

    @property
    def is_disk_full(self) -> bool:
        return self.host.free is not None and self.host.free < FEW_BYTES


@dataclass(frozen=True, slots=True)
class MoneyOfToday:
    """What a shop sold on the day of `at` (epoch ms) until then, and the Stars that were paid."""

    at: int
    sales: Sales | None
    stars: int


NO_MONEY = MoneyOfToday(-1, None, 0)


class ViewDesk:
    """`look_at_host` reads the files, by some system calls. `report_sales` is None without a shop."""

    def __init__(
        self,
        *,
        db: Database,
        panel_key_id: int,
        look_at_host: Callable[[], Host],
        report_sales: ReportSales | None,
        clock: Clock,
    ) -> None:
        self._db = db
        self._panel_key_id = panel_key_id
        self._look_at_host = look_at_host
        self._report_sales = report_sales
        self._clock = clock
        self._last = NO_MONEY

    async def __call__(self, *, with_money: bool) -> Desk:
        """Return the facts. `with_money`: also what a shop sold today."""
        now = self._clock()
        unsent, unsent_since = await outbox.waiting(self._db, now)
        money = await self._money_of_today(now) if with_money else NO_MONEY
        return Desk(
            now=now,
            swept_at=await sweep_rounds.last(self._db, self._panel_key_id),
            queued=await order_progress.queued(self._db, self._panel_key_id),
            unsent=unsent,
            unsent_since=unsent_since,
            host=self._look_at_host(),
            today=money.sales,
            stars=money.stars,
            stuck=await stuck_orders.count(self._db, self._panel_key_id),
            panel_up_since=await self._panel_up_since(),
            telegram_up_since=await bots.telegram_up_since(self._db),
        )

    async def _panel_up_since(self) -> int | None:
        if await conditions.stands(self._db, PANEL_DOWN):
            return None
        return (await panel_keys.get(self._db, self._panel_key_id)).up_since

    async def _money_of_today(self, now: int) -> MoneyOfToday:
        """Add up today's orders and payments, unless that was done moments ago."""
        if self._report_sales is None:
            return NO_MONEY
        midnight, last = now - now % DAY, self._last
        if not (last.at >= midnight and 0 <= now - last.at < KEPT_FOR):
            sold = await self._report_sales.since(midnight)
            self._last = MoneyOfToday(now, sold, await topups.stars_since(self._db, midnight))
        return self._last
