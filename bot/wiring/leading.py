"""What one process does for all: its start, its jobs, and the calls that send orders to the panel."""

from bot.incoming.intake import Intake
from bot.incoming.precedence import Precedence
from bot.leader.leader import Leader
from bot.leader.scheduler import Jobs
from bot.leader.startup import LeaderStartup
from bot.leader.submitter import Submitter
from bot.wiring.outgoing import Outgoing
from bot.wiring.schedule import jobs_of_leader
from bot.wiring.shared import Shared
from bot.wiring.use_cases import UseCases
from usecases.alerting.tell_refusals import TellRefusals
from usecases.operating.notice_time_travel import NoticeTimeTravel
from usecases.submitting.submit_cancel import SubmitCancel
from usecases.submitting.submit_order import SubmitOrder
from usecases.submitting.submit_refill import SubmitRefill
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
    jobs = jobs_of_leader(shared, use_cases, intake, precedence, outgoing.group_poster, wake_balance_check)
    return Leader(
        cluster=shared.db.cluster,
        begin=startup,
        make_jobs=lambda: Jobs(jobs, done=shared.wakeups.sender),
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
