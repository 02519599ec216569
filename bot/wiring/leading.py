"""What one process does for all: its start, its jobs, and the calls that send orders to the panel."""

from bot.backups import BackUpDaily
from bot.incoming.intake import Intake
from bot.incoming.precedence import Precedence
from bot.leader.introduce import Introduce
from bot.leader.leader import Leader
from bot.leader.schedule import Schedule
from bot.leader.star_jobs import StarJobs
from bot.leader.startup import LeaderStartup
from bot.leader.submitter import Submitter
from bot.telegram.stars import StarsByBot
from bot.wiring.outgoing import Outgoing
from bot.wiring.shared import Shared
from bot.wiring.use_cases import UseCases
from usecases.alerting.end_conditions import EndConditions
from usecases.alerting.tell_refusals import TellRefusals
from usecases.alerting.tell_service_changes import TellServiceChanges
from usecases.operating.compare_balance import CompareBalance
from usecases.operating.notice_time_travel import NoticeTimeTravel
from usecases.paying.audit_books import AuditBooks
from usecases.paying.expire_invoices import ExpireInvoices
from usecases.paying.reconcile_stars import ReconcileStars
from usecases.paying.send_stars_back import SendStarsBack
from usecases.people.forget_strangers import ForgetStrangers
from usecases.submitting.gather_evidence import GatherEvidence
from usecases.submitting.submit_cancel import SubmitCancel
from usecases.submitting.submit_order import SubmitOrder
from usecases.submitting.submit_refill import SubmitRefill
from usecases.supporting.forget_cases import ForgetCases
from usecases.tracking.find_slow_orders import FindSlowOrders
from usecases.tracking.hold_services import HoldServices
from usecases.tracking.look_again import LookAgain
from usecases.tracking.sweep_orders import SweepOrders
from usecases.tracking.sweep_refills import SweepRefills
from usecases.wakeup import WakeUp


def make_leader(
    shared: Shared,
    use_cases: UseCases,
    outgoing: Outgoing,
    intake: Intake,
    precedence: Precedence,
) -> Leader:
    wake_balance_check = WakeUp()
    submitter = _submitter(shared, wake_balance_check)
    startup = LeaderStartup(
        db=shared.db,
        bot=shared.bot,
        precedence=precedence,
        submitter=submitter,
        notice_time_travel=NoticeTimeTravel(
            db=shared.db, alert=shared.alert, clock=shared.clock, is_shop=shared.is_shop
        ),
        return_from_backup=use_cases.operating.return_from_backup,
        tell_of_other_panels=use_cases.operating.tell_of_other_panels,
        invite_people=use_cases.people.invite_people,
        adopt=intake.adopt,
        observer=shared.observer,
    )
    schedule = _schedule(shared, use_cases, outgoing, intake, precedence, wake_balance_check)
    return Leader(
        cluster=shared.db.cluster,
        begin=startup,
        make_jobs=schedule.jobs,
        sender=outgoing.sender,
        submitter=submitter,
        broadcaster=outgoing.broadcaster,
        wakeups=shared.wakeups,
    )


def _submitter(shared: Shared, wake_balance_check: WakeUp) -> Submitter:
    db, panel, access, clock = shared.db, shared.panel, shared.access, shared.clock
    tell_refusals = TellRefusals(access=access, wake_balance_check=wake_balance_check, clock=clock)
    return Submitter(
        panel_key_id=shared.panel_key_id,
        submit_order=SubmitOrder(
            db=db, panel=panel, alert=shared.alert, tell_refusals=tell_refusals, clock=clock
        ),
        submit_refill=SubmitRefill(
            db=db,
            panel=panel,
            access=access,
            alert=shared.alert,
            tell_refusals=tell_refusals,
            clock=clock,
        ),
        submit_cancel=SubmitCancel(db=db, panel=panel, tell_refusals=tell_refusals, clock=clock),
        wake_sender=shared.wakeups.sender,
        clock=clock,
    )


def _schedule(
    shared: Shared,
    use_cases: UseCases,
    outgoing: Outgoing,
    intake: Intake,
    precedence: Precedence,
    wake_balance_check: WakeUp,
) -> Schedule:
    settings, wakeups, is_shop = shared.settings, shared.wakeups, shared.is_shop
    db, panel, panel_key_id = shared.db, shared.panel, shared.panel_key_id
    access, alert, clock = shared.access, shared.alert, shared.clock
    operating, interval = use_cases.operating, settings.status_interval
    backups = shared.backups if settings.backup_keep else None
    return Schedule(
        settings=settings,
        panel_key_id=panel_key_id,
        wakeups=wakeups,
        refresh_catalogue=use_cases.services.refresh_catalogue,
        watch_panel=operating.watch_panel,
        watch_prices=use_cases.shop.watch_prices,
        compare_balance=CompareBalance(
            db=db,
            catalogue=shared.catalogue,
            watch_panel=operating.watch_panel,
            alert=alert,
            clock=clock,
        ),
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
        find_slow_orders=FindSlowOrders(db=db, alert=alert, clock=clock),
        hold_services=HoldServices(db=db, alert=alert, clock=clock),
        return_from_backup=operating.return_from_backup,
        gather_evidence=GatherEvidence(
            db=db, panel=panel, panel_key_id=panel_key_id, access=access, clock=clock
        ),
        end_conditions=EndConditions(db=db, alert=alert),
        tell_service_changes=TellServiceChanges(db=db, panel_key_id=panel_key_id, alert=alert, clock=clock),
        look_again=LookAgain(
            db=db,
            panel=panel,
            panel_key_id=panel_key_id,
            alert=alert,
            wake_sender=wakeups.sender,
            clock=clock,
        ),
        decide_refunds=use_cases.money.decide_refunds,
        audit_books=AuditBooks(db=db, alert=alert) if is_shop else None,
        wake_balance_check=wake_balance_check,
        star_jobs=_star_jobs(shared, use_cases) if is_shop else None,
        forget_strangers=None
        if is_shop
        else ForgetStrangers(db=db, access=access, forget_people=use_cases.people.forget_people, clock=clock),
        forget_cases=ForgetCases(db=db, clock=clock),
        group_poster=outgoing.group_poster,
        introduce=Introduce(db=db, bot=shared.bot, is_shop=is_shop),
        back_up=None
        if backups is None
        else BackUpDaily(backups=backups, send=operating.send_backups, alert=alert, clock=clock),
        adopt=intake.adopt,
        serves=precedence.serves,
        observer=shared.observer,
    )


def _star_jobs(shared: Shared, use_cases: UseCases) -> StarJobs:
    db, alert, clock, money = shared.db, shared.alert, shared.clock, use_cases.money
    stars = StarsByBot(shared.bot)
    reconcile_stars = ReconcileStars(
        db=db, stars=stars, take_payments=money.take_payments, alert=alert, clock=clock
    )
    return StarJobs(
        wakeups=shared.wakeups,
        reconcile_stars=reconcile_stars,
        send_stars_back=SendStarsBack(
            db=db, stars=stars, read_statement=reconcile_stars.read, alert=alert, clock=clock
        ),
        expire_invoices=ExpireInvoices(db=db, clock=clock),
        order_paid_drafts=money.order_paid_drafts,
    )
