"""Which jobs the leader runs, and how often."""

import time
from collections.abc import Awaitable, Callable

from bot.backups import BackUpDaily
from bot.leader.leader import WakeUps
from bot.leader.scheduler import Jobs
from bot.observer import Observer
from bot.settings import Settings
from usecases.alerting.end_conditions import EndConditions
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.operating.return_from_backup import ReturnFromBackup
from usecases.operating.watch_panel import WatchPanel
from usecases.operating.watch_prices import WatchPrices
from usecases.paying.decide_refunds import DecideRefunds
from usecases.submitting.gather_evidence import GatherEvidence
from usecases.tracking.find_slow_orders import FindSlowOrders
from usecases.tracking.hold_services import HoldServices
from usecases.tracking.look_again import LookAgain
from usecases.tracking.sweep_orders import SweepOrders
from usecases.tracking.sweep_refills import SweepRefills
from usecases.wakeup import WakeUp

LONGEST_SWEEP_BEAT = 5.0  # seconds
LONGEST_WATCH_BEAT = 30.0
EVIDENCE_BEAT = 5.0
ADOPT_BEAT = 3.0  # seconds between two looks for updates that an ended process has kept
SERVES_BEAT = 60.0  # seconds between two records that this program serves the bot
CONDITIONS_BEAT = 3_600.0  # seconds between two checks whether conditions are over
CALLS_PER_SECOND_LOOK = 10  # of so many calls that the panel allows, one may be about orders that have ended
BACKUP_BEAT = 3_600.0  # seconds between two checks whether the newest copy is a day old


class Schedule:
    def __init__(
        self,
        *,
        settings: Settings,
        panel_key_id: int,
        wakeups: WakeUps,
        refresh_catalogue: RefreshCatalogue,
        watch_panel: WatchPanel,
        watch_prices: WatchPrices,
        sweep_orders: SweepOrders,
        sweep_refills: SweepRefills,
        find_slow_orders: FindSlowOrders,
        hold_services: HoldServices,
        return_from_backup: ReturnFromBackup,
        gather_evidence: GatherEvidence,
        end_conditions: EndConditions,
        look_again: LookAgain,
        decide_refunds: DecideRefunds,
        wake_balance_check: WakeUp,
        back_up: BackUpDaily | None,
        adopt: Callable[[], Awaitable[None]],
        serves: Callable[[], Awaitable[None]],
        observer: Observer,
    ) -> None:
        self._settings = settings
        self._panel_key_id = panel_key_id
        self._wakeups = wakeups
        self._refresh_catalogue = refresh_catalogue
        self._watch_panel = watch_panel
        self._watch_prices = watch_prices
        self._sweep_orders = sweep_orders
        self._sweep_refills = sweep_refills
        self._find_slow_orders = find_slow_orders
        self._hold_services = hold_services
        self._return_from_backup = return_from_backup
        self._gather_evidence = gather_evidence
        self._end_conditions = end_conditions
        self._look_again = look_again
        self._decide_refunds = decide_refunds
        self._wake_balance_check = wake_balance_check
        self._back_up = back_up
        self._adopt = adopt
        self._serves = serves
        self._observer = observer

    def jobs(self) -> Jobs:
        """Return the jobs of one term. Each of them wakes the sender: it may have written to the outbox."""
        settings, done = self._settings, self._wakeups.sender
        interval = settings.status_interval
        jobs = Jobs()
        jobs.every(settings.catalogue_interval, self._catalogue, "catalogue", done=done)
        jobs.every(
            min(interval, LONGEST_WATCH_BEAT),
            self._watch,
            "watch",
            done=done,
            wake=self._wake_balance_check,
        )
        jobs.every(
            min(interval, LONGEST_SWEEP_BEAT), self._sweep, "sweep", done=done, wake=self._wakeups.sweep
        )
        jobs.every(min(interval, EVIDENCE_BEAT), self._gather_evidence, "evidence", done=done)
        jobs.every(CONDITIONS_BEAT, self._end_conditions, "conditions", done=done)
        jobs.every(self._second_look_beat(), self._second_looks, "second looks", done=done)
        jobs.every(CONDITIONS_BEAT, self._decide_refunds.say_again, "refund questions", done=done)
        jobs.every(SERVES_BEAT, self._serves, "serves", done=done)
        jobs.every(ADOPT_BEAT, self._adopt, "adopt", done=done)
        if self._back_up is not None:
            jobs.every(BACKUP_BEAT, self._back_up, "backup", done=done)
        return jobs

    def _second_look_beat(self) -> float:
        """Return the seconds between two calls about ended orders: a tenth of the calls that are allowed."""
        return max(60 * CALLS_PER_SECOND_LOOK / self._settings.panel_calls_per_minute, 1.0)

    async def _second_looks(self) -> None:
        if not await self._watch_panel.key_is_refused():
            await self._look_again()

    async def _catalogue(self) -> None:
        if not await self._watch_panel.key_is_refused():
            await self._refresh_catalogue()
            await self._watch_prices()

    async def _watch(self) -> None:
        await self._watch_panel()
        await self._watch_prices()

    async def _sweep(self) -> None:
        if await self._watch_panel.key_is_refused():
            return
        begun = time.perf_counter()
        is_done = await self._sweep_orders(self._panel_key_id)
        await self._sweep_refills(self._panel_key_id)
        await self._hold_services.by_balance(self._panel_key_id)
        await self._find_slow_orders(self._panel_key_id)
        await self._return_from_backup()
        self._observer.swept(time.perf_counter() - begun, is_done=is_done)
