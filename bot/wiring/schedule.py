"""Which jobs the leader runs, and how often."""

from bot.backups import BackUpDaily, Backups
from bot.incoming.intake import Intake
from bot.incoming.precedence import Precedence
from bot.leader.introduce import Introduce
from bot.leader.panel_jobs import PanelJobs
from bot.leader.scheduler import Job
from bot.outgoing.group_poster import GroupPoster
from bot.telegram.stars import StarsByBot
from bot.wiring.shared import Shared
from bot.wiring.use_cases import UseCases
from usecases.alerting.end_conditions import EndConditions
from usecases.alerting.tell_service_changes import TellServiceChanges
from usecases.operating.compare_balance import CompareBalance
from usecases.paying.audit_books import AuditBooks
from usecases.paying.expire_invoices import ExpireInvoices
from usecases.paying.reconcile_stars import ReconcileStars
from usecases.paying.send_stars_back import SendStarsBack
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
ADOPT_BEAT = 3.0
SERVES_BEAT = 60.0
BALANCE_BEAT = 60.0
HOURLY = 3_600.0
STATEMENT_BEAT = 300.0
RETURNS_BEAT = 5.0
INVOICES_BEAT = 15.0
GROUP_BEAT = 3.1  # the operators' group takes 20 messages a minute
CALLS_PER_SECOND_LOOK = 10  # of so many calls that the panel allows, one may be about orders that have ended


def jobs_of_leader(
    shared: Shared,
    use_cases: UseCases,
    intake: Intake,
    precedence: Precedence,
    group_poster: GroupPoster | None,
    wake_balance_check: WakeUp,
) -> list[Job]:
    settings, db, alert, clock = shared.settings, shared.db, shared.alert, shared.clock
    backups = shared.backups if settings.backup_keep else None
    return [
        *_about_panel(shared, use_cases, intake, wake_balance_check),
        *(_of_shop(shared, use_cases) if shared.is_shop else _of_private_mode(shared, use_cases)),
        Job("refund questions", HOURLY, use_cases.money.decide_refunds.say_again),
        Job("conditions", HOURLY, EndConditions(db=db, alert=alert)),
        Job("old cases", HOURLY, ForgetCases(db=db, clock=clock)),
        Job("introduction", HOURLY, Introduce(db=db, bot=shared.bot, is_shop=shared.is_shop)),
        Job("serves", SERVES_BEAT, precedence.serves),
        Job("adopt", ADOPT_BEAT, intake.adopt),
        *([Job("operator group", GROUP_BEAT, group_poster)] if group_poster else []),
        *([Job("backup", HOURLY, _back_up(backups, shared, use_cases))] if backups else []),
    ]


def _back_up(backups: Backups, shared: Shared, use_cases: UseCases) -> BackUpDaily:
    send = use_cases.operating.send_backups
    return BackUpDaily(backups=backups, send=send, alert=shared.alert, clock=shared.clock)


def _about_panel(
    shared: Shared, use_cases: UseCases, intake: Intake, wake_balance_check: WakeUp
) -> list[Job]:
    settings, db, panel, panel_key_id = shared.settings, shared.db, shared.panel, shared.panel_key_id
    access, alert, clock = shared.access, shared.alert, shared.clock
    operating, interval = use_cases.operating, settings.status_interval
    panel_jobs = PanelJobs(
        panel_key_id=panel_key_id,
        refresh_catalogue=use_cases.services.refresh_catalogue,
        watch_panel=operating.watch_panel,
        watch_prices=use_cases.shop.watch_prices,
        sweep_orders=SweepOrders(
            db=db,
            panel=panel,
            alert=alert,
            clock=clock,
            interval=interval,
            people=lambda: intake.open,
            key_refused=wake_balance_check.set,
        ),
        sweep_refills=SweepRefills(db=db, panel=panel, alert=alert, clock=clock, interval=interval),
        hold_services=HoldServices(db=db, alert=alert, clock=clock),
        find_slow_orders=FindSlowOrders(db=db, alert=alert, clock=clock),
        return_from_backup=operating.return_from_backup,
        look_again=LookAgain(
            db=db,
            panel=panel,
            panel_key_id=panel_key_id,
            alert=alert,
            wake_sender=shared.wakeups.sender,
            clock=clock,
        ),
        observer=shared.observer,
    )
    gather_evidence = GatherEvidence(
        db=db, panel=panel, panel_key_id=panel_key_id, access=access, clock=clock
    )
    tell_changes = TellServiceChanges(db=db, panel_key_id=panel_key_id, alert=alert, clock=clock)
    compare_balance = CompareBalance(
        db=db, catalogue=shared.catalogue, watch_panel=operating.watch_panel, alert=alert, clock=clock
    )
    second_look_beat = max(60 * CALLS_PER_SECOND_LOOK / settings.panel_calls_per_minute, 1.0)
    return [
        Job("catalogue", settings.catalogue_interval, panel_jobs.refresh),
        Job("watch", min(interval, LONGEST_WATCH_BEAT), panel_jobs.watch, wake_balance_check),
        Job("sweep", min(interval, LONGEST_SWEEP_BEAT), panel_jobs.sweep, shared.wakeups.sweep),
        Job("evidence", min(interval, EVIDENCE_BEAT), gather_evidence),
        Job("second looks", second_look_beat, panel_jobs.second_looks),
        Job("panel balance", BALANCE_BEAT, compare_balance),
        Job("service changes", HOURLY, tell_changes),
    ]


def _of_shop(shared: Shared, use_cases: UseCases) -> list[Job]:
    db, alert, clock, money = shared.db, shared.alert, shared.clock, use_cases.money
    stars = StarsByBot(shared.bot)
    reconcile_stars = ReconcileStars(
        db=db, stars=stars, take_payments=money.take_payments, alert=alert, clock=clock
    )
    send_stars_back = SendStarsBack(
        db=db, stars=stars, read_statement=reconcile_stars.read, alert=alert, clock=clock
    )

    async def read_statement() -> None:
        """Read the statement, and place the orders whose payments it had."""
        await reconcile_stars()
        await money.order_paid_drafts()

    return [
        Job("audit", HOURLY, AuditBooks(db=db, alert=alert)),
        Job("statement", STATEMENT_BEAT, read_statement, shared.wakeups.statement),
        Job("star returns", RETURNS_BEAT, send_stars_back, shared.wakeups.returns),
        Job("invoices", INVOICES_BEAT, ExpireInvoices(db=db, clock=clock)),
        Job("star balance", HOURLY, reconcile_stars.compare),
    ]


def _of_private_mode(shared: Shared, use_cases: UseCases) -> list[Job]:
    forget_strangers = ForgetStrangers(
        db=shared.db,
        access=shared.access,
        forget_people=use_cases.people.forget_people,
        clock=shared.clock,
    )
    return [Job("strangers", HOURLY, forget_strangers)]
