"""Which jobs the leader runs, and how often."""

import time
from collections.abc import Awaitable, Callable

from bot.backups import BackUpDaily
from bot.leader.introduce import Introduce
from bot.leader.leader import WakeUps
from bot.leader.scheduler import Jobs
from bot.leader.star_jobs import StarJobs
from bot.observer import Observer
from bot.outgoing.group_poster import GroupPoster
from bot.settings import Settings
from usecases.alerting.end_conditions import EndConditions
from usecases.alerting.tell_service_changes import TellServiceChanges
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.operating.compare_balance import CompareBalance
from usecases.operating.return_from_backup import ReturnFromBackup
from usecases.operating.watch_panel import WatchPanel
from usecases.operating.watch_prices import WatchPrices
from usecases.paying.audit_books import AuditBooks
from usecases.paying.decide_refunds import DecideRefunds
from usecases.people.forget_strangers import ForgetStrangers
from usecases.submitting.gather_evidence import GatherEvidence
from usecases.supporting.forget_cases import ForgetCases
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
CHANGES_BEAT = 3_600.0  # seconds between two looks whether yesterday's changes of services were told
CALLS_PER_SECOND_LOOK = 10  # of so many calls that the panel allows, one may be about orders that have ended
BALANCE_BEAT = 60.0  # seconds between two checks whether the balance was compared today
AUDIT_BEAT = 3_600.0  # seconds between two looks whether the books add up
INTRODUCE_BEAT = 3_600.0  # seconds between two looks whether Telegram has the bot's commands as they are now
GROUP_BEAT = 3.1  # seconds between two messages to the operators' group, which takes 20 a minute
CASES_BEAT = 3_600.0  # seconds between two looks for texts of cases that were closed long ago
STRANGERS_BEAT = 3_600.0  # seconds between two looks for strangers whose time is over
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
        compare_balance: CompareBalance,
        sweep_orders: SweepOrders,
        sweep_refills: SweepRefills,
        find_slow_orders: FindSlowOrders,
        hold_services: HoldServices,
        return_from_backup: ReturnFromBackup,
        gather_evidence: GatherEvidence,
        end_conditions: EndConditions,
        tell_service_changes: TellServiceChanges,
        look_again: LookAgain,
        decide_refunds: DecideRefunds,
        audit_books: AuditBooks | None,
        wake_balance_check: WakeUp,
        star_jobs: StarJobs | None,
        forget_strangers: ForgetStrangers | None,
        forget_cases: ForgetCases,
        group_poster: GroupPoster | None,
        introduce: Introduce,
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
        self._compare_balance = compare_balance
        self._sweep_orders = sweep_orders
        self._sweep_refills = sweep_refills
        self._find_slow_orders = find_slow_orders
        self._hold_services = hold_services
        self._return_from_backup = return_from_backup
        self._gather_evidence = gather_evidence
        self._end_conditions = end_conditions
        self._tell_service_changes = tell_service_changes
        self._look_again = look_again
        self._audit_books = audit_books
        self._decide_refunds = decide_refunds
        self._wake_balance_check = wake_balance_check
        self._star_jobs = star_jobs
        self._forget_strangers = forget_strangers
        self._forget_cases = forget_cases
        self._group_poster = group_poster
        self._introduce = introduce
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
        jobs.every(CHANGES_BEAT, self._tell_service_changes, "service changes", done=done)
        jobs.every(BALANCE_BEAT, self._compare_balance, "panel balance", done=done)
        jobs.every(self._second_look_beat(), self._second_looks, "second looks", done=done)
        jobs.every(CONDITIONS_BEAT, self._decide_refunds.say_again, "refund questions", done=done)
        if self._audit_books is not None:
            jobs.every(AUDIT_BEAT, self._audit_books, "audit", done=done)
        jobs.every(SERVES_BEAT, self._serves, "serves", done=done)
        jobs.every(ADOPT_BEAT, self._adopt, "adopt", done=done)
        if self._star_jobs is not None:
            self._star_jobs.add_to(jobs)
        if self._forget_strangers is not None:
            jobs.every(STRANGERS_BEAT, self._forget_strangers, "strangers", done=done)
        if self._group_poster is not None:
            jobs.every(GROUP_BEAT, self._group_poster, "operator group", done=done)
        jobs.every(CASES_BEAT, self._forget_cases, "old cases", done=done)
        jobs.every(INTRODUCE_BEAT, self._introduce, "introduction", done=done)
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
