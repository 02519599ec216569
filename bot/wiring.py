"""Builds all parts of the program and passes each its dependencies."""

from dataclasses import dataclass
from typing import Any

from aiogram import Bot, Dispatcher

from bot.backups import BackUpDaily, Backups
from bot.incoming.attempts import Attempts
from bot.incoming.intake import Intake
from bot.incoming.notices import Notices
from bot.incoming.precedence import Precedence
from bot.leader.leader import Leader, WakeUps
from bot.leader.schedule import Schedule
from bot.leader.startup import SET_ASIDE, LeaderStartup
from bot.leader.submitter import Submitter
from bot.monitoring.database_watch import DatabaseWatch
from bot.observer import Observer
from bot.outgoing.compose import Messages
from bot.outgoing.sender import Sender
from bot.settings import Settings
from bot.telegram.rate_limits import RateLimits
from handlers import errors, routing
from handlers.middlewares.access import AccessMiddleware
from handlers.middlewares.buttons import ButtonRouter
from panel import Panel
from storage.database import Database
from storage.engines.open import is_file
from storage.panel_keys import PanelKey
from usecases.alerting.alert_operators import AlertOperators
from usecases.alerting.end_conditions import EndConditions
from usecases.alerting.tell_other_panels import TellOfOtherPanels
from usecases.alerting.tell_refusals import TellRefusals
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.browsing.search_services import SearchServices
from usecases.browsing.selling import Selling
from usecases.browsing.view_service import ViewService
from usecases.clock import SECOND, Clock
from usecases.operating.adopt_orders import AdoptOrders
from usecases.operating.change_prices import ChangePrices
from usecases.operating.confirm_prices import ConfirmPrices
from usecases.operating.decide_holds import DecideHolds
from usecases.operating.end_orders import EndOrders
from usecases.operating.manage_groups import ManageGroups
from usecases.operating.notice_time_travel import NoticeTimeTravel
from usecases.operating.report_sales import ReportSales
from usecases.operating.return_from_backup import ReturnFromBackup
from usecases.operating.set_shop_values import SetShopValues
from usecases.operating.view_account import ViewAccount
from usecases.operating.view_shop import ViewShop
from usecases.operating.watch_panel import WatchPanel
from usecases.operating.watch_prices import WatchPrices
from usecases.ordering.draft_orders import DraftOrders
from usecases.ordering.place_order import PlaceOrder
from usecases.paying.decide_refunds import DecideRefunds
from usecases.paying.move_by_hand import MoveByHand
from usecases.paying.view_money import ViewMoney
from usecases.paying.view_wallet import ViewWallet
from usecases.people.access import Access
from usecases.people.answer_knocks import AnswerKnocks
from usecases.people.choose_settings import ChooseSettings
from usecases.people.forget_people import ForgetPeople
from usecases.people.invite_people import InvitePeople
from usecases.people.remove_people import RemovePeople
from usecases.people.view_people import ViewPeople
from usecases.pricing.terms import ShopTerms
from usecases.pricing.units import MICRO
from usecases.submitting.close_former_panels import CloseFormerPanels
from usecases.submitting.decide import Decide
from usecases.submitting.gather_evidence import GatherEvidence
from usecases.submitting.submit_cancel import SubmitCancel
from usecases.submitting.submit_order import SubmitOrder
from usecases.submitting.submit_refill import SubmitRefill
from usecases.tracking.ask_about_order import AskAboutOrder
from usecases.tracking.dismiss_orders import DismissOrders
from usecases.tracking.find_orders import FindOrders
from usecases.tracking.find_people import FindPeople
from usecases.tracking.find_slow_orders import FindSlowOrders
from usecases.tracking.hold_services import HoldServices
from usecases.tracking.look_again import LookAgain
from usecases.tracking.sweep_orders import SweepOrders
from usecases.tracking.sweep_refills import SweepRefills
from usecases.tracking.view_orders import ViewOrders
from usecases.wakeup import WakeUp


@dataclass(frozen=True, slots=True)
class Program:
    """All parts of one running bot."""

    db: Database
    access: Access
    intake: Intake
    leader: Leader
    refresh_catalogue: RefreshCatalogue
    observer: Observer
    database_watch: DatabaseWatch


def wire(
    *,
    settings: Settings,
    key: PanelKey,
    db: Database,
    panel: Panel,
    bot: Bot,
    rate_limits: RateLimits,
    clock: Clock,
    observer: Observer,
    precedence: Precedence,
) -> Program:
    wakeups = WakeUps.of(db.cluster)
    is_shop = settings.mode == "reseller"
    catalogue = Catalogue(key.id, Selling(db=db, terms=_terms(settings)) if is_shop else None)
    access = Access(
        db=db,
        admin_ids=settings.admin_ids,
        allowed_ids=settings.allowed_ids,
        clock=clock,
        is_open=is_shop,
    )
    alert = AlertOperators(db=db, access=access, clock=clock)
    invite_people = InvitePeople(db=db, access=access, clock=clock)
    answer_knocks = AnswerKnocks(db=db, access=access, clock=clock)
    view_orders = ViewOrders(db=db, panel_key_id=key.id, clock=clock, is_shop=is_shop)
    draft_orders = DraftOrders(db=db, catalogue=catalogue, clock=clock)
    decide = Decide(
        db=db,
        panel=panel,
        panel_key_id=key.id,
        wake_sweep=wakeups.sweep,
        wake_sender=wakeups.sender,
        clock=clock,
    )
    watch_panel = WatchPanel(db=db, panel=panel, catalogue=catalogue, alert=alert, clock=clock)
    refresh_catalogue = RefreshCatalogue(db=db, panel=panel, catalogue=catalogue, alert=alert, clock=clock)
    watch_prices = WatchPrices(
        db=db, catalogue=catalogue, alert=alert, wake_sender=wakeups.sender, clock=clock
    )
    decide_holds = DecideHolds(db=db, panel_key_id=key.id, reprice=refresh_catalogue.reprice, clock=clock)
    end_orders = EndOrders(db=db, alert=alert, wake_sender=wakeups.sender, clock=clock)
    decide_refunds = DecideRefunds(db=db, alert=alert, wake_sender=wakeups.sender, clock=clock)
    view_money = ViewMoney(db=db, currency=settings.wallet_currency, clock=clock)
    tell_of_other_panels = TellOfOtherPanels(db=db, alert=alert, panel_key_id=key.id)
    return_from_backup = ReturnFromBackup(db=db, alert=alert, wake_sender=wakeups.sender, panel_key_id=key.id)
    provided = {
        "catalogue": catalogue,
        "invite_people": invite_people,
        "answer_knocks": answer_knocks,
        "remove_people": RemovePeople(db=db, access=access, clock=clock),
        "view_people": ViewPeople(db=db, access=access),
        "view_orders": view_orders,
        "draft_orders": draft_orders,
        "decide": decide,
        "decide_holds": decide_holds,
        "end_orders": end_orders,
        "decide_refunds": decide_refunds,
        "find_orders": FindOrders(db=db),
        "report_sales": ReportSales(db=db),
        "adopt_orders": AdoptOrders(
            db=db,
            panel=panel,
            panel_key_id=key.id,
            wake_sweep=wakeups.sweep,
            wake_sender=wakeups.sender,
            clock=clock,
        ),
        "close_former_panels": CloseFormerPanels(
            db=db, tell=tell_of_other_panels, wake_sender=wakeups.sender, panel_key_id=key.id, clock=clock
        ),
        "return_from_backup": return_from_backup,
        "watch_panel": watch_panel,
        "view_shop": ViewShop(db=db, catalogue=catalogue, clock=clock),
        "change_prices": ChangePrices(db=db, catalogue=catalogue, watch_prices=watch_prices, clock=clock),
        "confirm_prices": ConfirmPrices(db=db, catalogue=catalogue, watch_prices=watch_prices, clock=clock),
        "manage_groups": ManageGroups(db=db, catalogue=catalogue, clock=clock),
        "set_shop_values": SetShopValues(db=db, catalogue=catalogue, clock=clock),
        "place_order": PlaceOrder(
            db=db,
            draft_orders=draft_orders,
            cost_of=draft_orders.cost_of if is_shop else lambda _: None,
            alert=alert,
            wake_submitter=wakeups.submitter,
            wake_sender=wakeups.sender,
            clock=clock,
        ),
        "ask_about_order": AskAboutOrder(
            db=db,
            panel_key_id=key.id,
            wake_submitter=wakeups.submitter,
            wake_sweep=wakeups.sweep,
            wake_sender=wakeups.sender,
            clock=clock,
        ),
        "forget_people": ForgetPeople(db=db, access=access),
        "dismiss_orders": DismissOrders(db=db, wake_sender=wakeups.sender, clock=clock),
        "search_services": SearchServices(catalogue),
        "is_shop": is_shop,
        "view_account": ViewAccount(
            db=db,
            catalogue=catalogue,
            clock=clock,
            wallet_currency=settings.wallet_currency if is_shop else None,
        ),
        "find_people": FindPeople(db=db, find_orders=FindOrders(db=db)),
        "view_money": view_money,
        "move_by_hand": MoveByHand(
            db=db,
            currency=settings.wallet_currency,
            alert=alert,
            wake_sender=wakeups.sender,
            clock=clock,
        ),
        "view_wallet": ViewWallet(db=db, currency=settings.wallet_currency),
        "view_service": ViewService(db=db, catalogue=catalogue),
        "choose_settings": ChooseSettings(db=db, access=access),
    }
    wake_balance_check = WakeUp()
    tell_refusals = TellRefusals(access=access, wake_balance_check=wake_balance_check, clock=clock)
    access_middleware = AccessMiddleware(db=db, access=access, invite_people=invite_people)
    submitter = Submitter(
        panel_key_id=key.id,
        submit_order=SubmitOrder(db=db, panel=panel, alert=alert, tell_refusals=tell_refusals, clock=clock),
        submit_refill=SubmitRefill(
            db=db, panel=panel, access=access, alert=alert, tell_refusals=tell_refusals, clock=clock
        ),
        submit_cancel=SubmitCancel(db=db, panel=panel, tell_refusals=tell_refusals, clock=clock),
        wake_sender=wakeups.sender,
    )
    interval = settings.status_interval
    sender = Sender(
        bot=bot,
        db=db,
        messages=Messages(
            db=db,
            access=access,
            answer_knocks=answer_knocks,
            view_orders=view_orders,
            decide=decide,
            decide_holds=decide_holds,
            end_orders=end_orders,
            decide_refunds=decide_refunds,
            view_money=view_money,
        ),
        rate_limits=rate_limits,
        alert=alert,
        clock=clock,
    )

    notices = Notices(bot=bot, access=access, clock=clock)
    attempts = Attempts(
        bot=bot,
        dispatcher=_dispatcher(access_middleware, provided),
        db=db,
        tell_person=notices.broken,
        alert=lambda failure, detail: alert.begin(f"{SET_ASIDE}:{failure}", detail),
        clock=clock,
        observer=observer,
    )
    intake = Intake(handle=attempts, db=db, too_fast=notices.too_fast, clock=clock)
    has_backups = settings.backup_keep and is_file(settings.database_url)
    schedule = Schedule(
        settings=settings,
        panel_key_id=key.id,
        wakeups=wakeups,
        refresh_catalogue=refresh_catalogue,
        watch_panel=watch_panel,
        watch_prices=watch_prices,
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
        return_from_backup=return_from_backup,
        gather_evidence=GatherEvidence(db=db, panel=panel, panel_key_id=key.id, access=access, clock=clock),
        end_conditions=EndConditions(db=db, alert=alert),
        look_again=LookAgain(
            db=db,
            panel=panel,
            panel_key_id=key.id,
            alert=alert,
            wake_sender=wakeups.sender,
            clock=clock,
        ),
        decide_refunds=decide_refunds,
        wake_balance_check=wake_balance_check,
        back_up=BackUpDaily(backups=Backups(settings), alert=alert, clock=clock) if has_backups else None,
        adopt=intake.adopt,
        serves=precedence.serves,
        observer=observer,
    )
    startup = LeaderStartup(
        db=db,
        bot=bot,
        precedence=precedence,
        submitter=submitter,
        notice_time_travel=NoticeTimeTravel(db=db, alert=alert, clock=clock),
        return_from_backup=return_from_backup,
        tell_of_other_panels=tell_of_other_panels,
        invite_people=invite_people,
        adopt=intake.adopt,
        observer=observer,
    )
    leader = Leader(
        cluster=db.cluster,
        begin=startup,
        make_jobs=schedule.jobs,
        sender=sender,
        submitter=submitter,
        wakeups=wakeups,
    )
    database_watch = DatabaseWatch(
        db=db, bot=bot, access=access, speaks=lambda: leader.leads or db.cluster.alone, clock=clock
    )
    return Program(
        db=db,
        access=access,
        intake=intake,
        leader=leader,
        refresh_catalogue=refresh_catalogue,
        observer=observer,
        database_watch=database_watch,
    )


def _terms(settings: Settings) -> ShopTerms:
    return ShopTerms(
        wallet_currency=settings.wallet_currency,
        min_margin=settings.min_margin,
        price_step=int(settings.price_step * MICRO),
        rate_max_age=int(settings.rate_max_age * SECOND),
    )


def _dispatcher(access_middleware: AccessMiddleware, provided: dict[str, Any]) -> Dispatcher:
    dispatcher = Dispatcher(disable_fsm=True, **provided)
    routers = routing.routers()
    dispatcher.update.outer_middleware(access_middleware)
    dispatcher.update.outer_middleware(ButtonRouter(routers))
    dispatcher.include_routers(errors.routes(), *routers)
    return dispatcher
