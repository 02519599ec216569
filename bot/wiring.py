"""Puts the program together: what each part needs, named once."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from aiogram import Bot, Dispatcher

from bot import errors
from bot.apologies import Apologies
from bot.attempts import Attempts
from bot.backups import BackUpDaily, Backups
from bot.beats import Beats
from bot.beginning import SET_ASIDE, Beginning
from bot.intake import Intake
from bot.leader import Bells, Leader
from bot.messages import Messages
from bot.observer import Observer
from bot.pace import Pace
from bot.sender import Sender
from bot.settings import Settings
from bot.submitter import Submitter
from handlers import routing
from handlers.gate import Gate
from handlers.taps import Taps
from panel import Panel
from storage.database import Database, is_file
from storage.panel_keys import PanelKey
from usecases.access import Access
from usecases.alert_operators import AlertOperators
from usecases.ask_about_order import AskAboutOrder
from usecases.catalogue import Catalogue
from usecases.choose_settings import ChooseSettings
from usecases.clock import Clock
from usecases.decide import Decide
from usecases.draft_orders import DraftOrders
from usecases.gather_evidence import GatherEvidence
from usecases.invite_people import InvitePeople
from usecases.place_order import PlaceOrder
from usecases.refresh_catalogue import RefreshCatalogue
from usecases.return_from_backup import ReturnFromBackup
from usecases.search_services import SearchServices
from usecases.submit_cancel import SubmitCancel
from usecases.submit_order import SubmitOrder
from usecases.submit_refill import SubmitRefill
from usecases.sweep_orders import SweepOrders
from usecases.sweep_refills import SweepRefills
from usecases.tell_of_other_panels import TellOfOtherPanels
from usecases.view_account import ViewAccount
from usecases.view_orders import ViewOrders
from usecases.view_service import ViewService
from usecases.watch_panel import WatchPanel


@dataclass(frozen=True, slots=True)
class Program:
    """All parts of one running bot."""

    db: Database
    intake: Intake
    leader: Leader
    refresh_catalogue: RefreshCatalogue


def wire(
    *,
    settings: Settings,
    key: PanelKey,
    db: Database,
    panel: Panel,
    bot: Bot,
    pace: Pace,
    clock: Clock,
    observer: Observer,
) -> Program:
    bells = Bells.of(db.replicas)
    catalogue = Catalogue(key.id)
    access = Access(db=db, admin_ids=settings.admin_ids, allowed_ids=settings.allowed_ids, clock=clock)
    alert = AlertOperators(db=db, access=access, clock=clock)
    invite_people = InvitePeople(db=db, access=access, clock=clock)
    view_orders = ViewOrders(db=db)
    draft_orders = DraftOrders(db=db, catalogue=catalogue, clock=clock)
    decide = Decide(db=db, panel=panel, sweep=bells.sweep, owed=bells.outbox, clock=clock)
    watch_panel = WatchPanel(db=db, panel=panel, catalogue=catalogue, alert=alert, clock=clock)
    refresh_catalogue = RefreshCatalogue(db=db, panel=panel, catalogue=catalogue, clock=clock)
    provided = {
        "catalogue": catalogue,
        "invite_people": invite_people,
        "view_orders": view_orders,
        "draft_orders": draft_orders,
        "decide": decide,
        "watch_panel": watch_panel,
        "place_order": PlaceOrder(
            db=db, draft_orders=draft_orders, work=bells.work, owed=bells.outbox, clock=clock
        ),
        "ask_about_order": AskAboutOrder(
            db=db, work=bells.work, sweep=bells.sweep, owed=bells.outbox, clock=clock
        ),
        "search_services": SearchServices(catalogue),
        "view_account": ViewAccount(db=db, catalogue=catalogue, clock=clock),
        "view_service": ViewService(db=db, catalogue=catalogue),
        "choose_settings": ChooseSettings(db=db, access=access),
    }
    gate = Gate(db=db, access=access, invite_people=invite_people)
    submitter = Submitter(
        panel_key_id=key.id,
        submit_order=SubmitOrder(db=db, panel=panel, alert=alert, clock=clock),
        submit_refill=SubmitRefill(db=db, panel=panel, access=access, alert=alert, clock=clock),
        submit_cancel=SubmitCancel(db=db, panel=panel, clock=clock),
        outbox=bells.outbox,
    )
    interval = settings.status_interval
    return_from_backup = ReturnFromBackup(db=db, alert=alert)
    sender = Sender(
        bot=bot,
        db=db,
        messages=Messages(db=db, access=access, view_orders=view_orders, decide=decide),
        pace=pace,
        clock=clock,
    )

    attempts = Attempts(
        bot=bot,
        dispatcher=_dispatcher(gate, provided),
        db=db,
        set_aside=partial(alert.begin, SET_ASIDE),
        clock=clock,
        observer=observer,
    )
    intake = Intake(handle=attempts, db=db, too_fast=Apologies(bot=bot, access=access).too_fast, clock=clock)
    has_backups = settings.backup_keep and is_file(settings.database_url)
    beats = Beats(
        settings=settings,
        panel_key_id=key.id,
        bells=bells,
        refresh_catalogue=refresh_catalogue,
        watch_panel=watch_panel,
        sweep_orders=SweepOrders(
            db=db, panel=panel, alert=alert, clock=clock, interval=interval, people=lambda: intake.open
        ),
        sweep_refills=SweepRefills(db=db, panel=panel, clock=clock, interval=interval),
        return_from_backup=return_from_backup,
        gather_evidence=GatherEvidence(db=db, panel=panel, panel_key_id=key.id, access=access, clock=clock),
        back_up=BackUpDaily(backups=Backups(settings), alert=alert, clock=clock) if has_backups else None,
        adopt=intake.adopt,
        observer=observer,
    )
    beginning = Beginning(
        db=db,
        bot=bot,
        submitter=submitter,
        return_from_backup=return_from_backup,
        tell_of_other_panels=TellOfOtherPanels(db=db, alert=alert, panel_key_id=key.id),
        invite_people=invite_people,
        adopt=intake.adopt,
        observer=observer,
    )
    leader = Leader(
        replicas=db.replicas,
        begin=beginning,
        make_jobs=beats.jobs,
        sender=sender,
        submitter=submitter,
        bells=bells,
    )
    return Program(db=db, intake=intake, leader=leader, refresh_catalogue=refresh_catalogue)


def _dispatcher(gate: Gate, provided: dict[str, Any]) -> Dispatcher:
    dispatcher = Dispatcher(disable_fsm=True, **provided)
    routers = routing.routers()
    dispatcher.update.outer_middleware(gate)
    dispatcher.update.outer_middleware(Taps(routers))
    dispatcher.include_routers(errors.routes(), *routers)
    return dispatcher
