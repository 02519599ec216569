"""Builds all parts of the program and passes each its dependencies."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from aiogram import Bot, Dispatcher

from bot.backups import BackUpDaily, Backups
from bot.host import look_at_host
from bot.incoming.attempts import Attempts
from bot.incoming.checkouts import Checkouts
from bot.incoming.inline_queries import InlineQueries
from bot.incoming.intake import Intake
from bot.incoming.notices import Notices
from bot.incoming.precedence import Precedence
from bot.incoming.raw_updates import CHECKOUT, INLINE_QUERY
from bot.leader.introduce import Introduce
from bot.leader.leader import Leader, WakeUps
from bot.leader.schedule import Schedule
from bot.leader.star_jobs import StarJobs
from bot.leader.startup import SET_ASIDE, LeaderStartup
from bot.leader.submitter import Submitter
from bot.monitoring.database_watch import DatabaseWatch
from bot.observer import Observer
from bot.outgoing.broadcaster import Broadcaster
from bot.outgoing.compose import Messages
from bot.outgoing.group_poster import GroupPoster
from bot.outgoing.mass_order_messages import MassOrderMessages
from bot.outgoing.payment_messages import PaymentMessages
from bot.outgoing.quiet_messages import QuietMessages
from bot.outgoing.sender import Sender
from bot.outgoing.support_messages import SupportMessages
from bot.settings import Settings
from bot.telegram.rate_limits import RateLimits
from bot.telegram.stars import StarsByBot
from handlers import errors, routing
from handlers.middlewares.access import AccessMiddleware
from handlers.middlewares.buttons import ButtonRouter
from handlers.middlewares.operators_group import OperatorsGroup
from panel import Panel
from storage.database import Database
from storage.drafts import Draft
from storage.engines.open import is_file
from storage.orders import Cost
from storage.panel_keys import PanelKey
from usecases.alerting.alert_operators import AlertOperators
from usecases.alerting.end_conditions import EndConditions
from usecases.alerting.tell_other_panels import TellOfOtherPanels
from usecases.alerting.tell_refusals import TellRefusals
from usecases.alerting.tell_service_changes import TellServiceChanges
from usecases.broadcasting.choose_audience import ChooseAudience
from usecases.broadcasting.compose_broadcast import ComposeBroadcast
from usecases.broadcasting.start_broadcast import StartBroadcast
from usecases.broadcasting.steer_broadcast import SteerBroadcast
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.find_inline import FindInline
from usecases.browsing.own_services import OwnServices
from usecases.browsing.refresh_catalogue import RefreshCatalogue
from usecases.browsing.search_services import SearchServices
from usecases.browsing.selling import Selling
from usecases.browsing.view_service import ViewService
from usecases.clock import SECOND, Clock
from usecases.operating.adopt_orders import AdoptOrders
from usecases.operating.change_prices import ChangePrices
from usecases.operating.change_services import ChangeServices
from usecases.operating.compare_balance import CompareBalance
from usecases.operating.confirm_prices import ConfirmPrices
from usecases.operating.decide_holds import DecideHolds
from usecases.operating.end_orders import EndOrders
from usecases.operating.low_balance import SetLowBalance
from usecases.operating.manage_groups import ManageGroups
from usecases.operating.notice_time_travel import NoticeTimeTravel
from usecases.operating.report_sales import ReportSales
from usecases.operating.return_from_backup import ReturnFromBackup
from usecases.operating.set_shop_values import SetShopValues
from usecases.operating.view_account import ViewAccount
from usecases.operating.view_desk import ViewDesk
from usecases.operating.view_shop import ViewShop
from usecases.operating.view_stuck import ViewStuck
from usecases.operating.watch_panel import CLOSING, WatchPanel
from usecases.operating.watch_prices import WatchPrices
from usecases.operating.write_texts import WriteTexts
from usecases.ordering.draft_orders import DraftOrders
from usecases.ordering.order_paid_drafts import OrderPaidDrafts
from usecases.ordering.place_mass_order import PlaceMassOrder
from usecases.ordering.place_order import PlaceOrder
from usecases.ordering.review_mass_orders import ReviewMassOrders
from usecases.paying.ask_for_stars import AskForStars
from usecases.paying.audit_books import AuditBooks
from usecases.paying.check_payments import CheckPayments
from usecases.paying.confirm_wallets import ConfirmWallets
from usecases.paying.decide_refunds import DecideRefunds
from usecases.paying.expire_invoices import ExpireInvoices
from usecases.paying.invoice_payloads import InvoicePayloads
from usecases.paying.move_by_hand import MoveByHand
from usecases.paying.reconcile_stars import ReconcileStars
from usecases.paying.return_stars import ReturnStars
from usecases.paying.send_stars_back import SendStarsBack
from usecases.paying.star_terms import terms_of_shop
from usecases.paying.take_payments import TakePayments
from usecases.paying.view_money import ViewMoney
from usecases.paying.view_payments import ViewPayments
from usecases.paying.view_wallet import ViewWallet
from usecases.people.access import Access
from usecases.people.answer_knocks import AnswerKnocks
from usecases.people.block_people import BlockPeople
from usecases.people.choose_settings import ChooseSettings
from usecases.people.forget_people import ForgetPeople
from usecases.people.forget_strangers import ForgetStrangers
from usecases.people.give_roles import GiveRoles
from usecases.people.invite_people import InvitePeople
from usecases.people.note_refusals import NoteRefusals
from usecases.people.read_texts import ReadTexts
from usecases.people.remove_people import RemovePeople
from usecases.people.view_audit import ViewAudit
from usecases.people.view_people import ViewPeople
from usecases.people.view_person import ViewPerson
from usecases.people.write_to_people import WriteToPeople
from usecases.pricing.terms import ShopTerms
from usecases.pricing.units import MICRO
from usecases.submitting.close_former_panels import CloseFormerPanels
from usecases.submitting.decide import Decide
from usecases.submitting.gather_evidence import GatherEvidence
from usecases.submitting.submit_cancel import SubmitCancel
from usecases.submitting.submit_order import SubmitOrder
from usecases.submitting.submit_refill import SubmitRefill
from usecases.supporting.answer_cases import AnswerCases
from usecases.supporting.close_cases import CloseCases
from usecases.supporting.find_facts import FindFacts
from usecases.supporting.forget_cases import ForgetCases
from usecases.supporting.view_cases import ViewCases
from usecases.supporting.write_cases import WriteCases
from usecases.tracking.ask_about_order import AskAboutOrder
from usecases.tracking.dismiss_orders import DismissOrders
from usecases.tracking.export_person import ExportPerson
from usecases.tracking.find_orders import FindOrders
from usecases.tracking.find_people import FindPeople
from usecases.tracking.find_slow_orders import FindSlowOrders
from usecases.tracking.hold_services import HoldServices
from usecases.tracking.look_again import LookAgain
from usecases.tracking.order_history import ViewHistory
from usecases.tracking.sweep_orders import SweepOrders
from usecases.tracking.sweep_refills import SweepRefills
from usecases.tracking.view_mass_orders import ViewMassOrders
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
    currency, read_terms = settings.wallet_currency, terms_of_shop(db, settings.wallet_currency)
    keys = settings.secret_key.get_secret_value() if is_shop and settings.secret_key else None
    payloads = InvoicePayloads(keys, currency) if keys else None
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
    refresh_catalogue = RefreshCatalogue(
        db=db,
        panel=panel,
        catalogue=catalogue,
        alert=alert,
        clock=clock,
        hides_new=settings.new_services == "hidden",
    )
    watch_prices = WatchPrices(
        db=db, catalogue=catalogue, alert=alert, wake_sender=wakeups.sender, clock=clock
    )
    decide_holds = DecideHolds(db=db, panel_key_id=key.id, reprice=refresh_catalogue.reprice, clock=clock)
    end_orders = EndOrders(db=db, alert=alert, wake_sender=wakeups.sender, clock=clock)
    decide_refunds = DecideRefunds(db=db, alert=alert, wake_sender=wakeups.sender, clock=clock)
    own_services = OwnServices(db=db, catalogue=catalogue, clock=clock)
    view_money = ViewMoney(db=db, currency=settings.wallet_currency, clock=clock)
    tell_of_other_panels = TellOfOtherPanels(db=db, alert=alert, panel_key_id=key.id)
    return_from_backup = ReturnFromBackup(
        db=db, alert=alert, wake_sender=wakeups.sender, panel_key_id=key.id, clock=clock, is_shop=is_shop
    )
    view_mass_orders = ViewMassOrders(db=db, view_orders=view_orders, is_shop=is_shop)
    review_mass_orders = ReviewMassOrders(db=db, catalogue=catalogue, prices=draft_orders.prices, clock=clock)
    place_order = PlaceOrder(
        db=db,
        draft_orders=draft_orders,
        cost_of=_cost_of(draft_orders, is_shop=is_shop),
        alert=alert,
        wake_submitter=wakeups.submitter,
        wake_sender=wakeups.sender,
        clock=clock,
    )
    take_payments = TakePayments(
        db=db,
        payloads=payloads,
        currency=currency,
        read_terms=read_terms,
        alert=alert,
        wake_sender=wakeups.sender,
        clock=clock,
    )
    order_paid_drafts = OrderPaidDrafts(
        db=db, place_order=place_order, wake_sender=wakeups.sender, clock=clock
    )
    view_payments = ViewPayments(db=db, currency=currency, clock=clock)
    provided = {
        "contact": settings.contact,
        "read_texts": ReadTexts(db=db),
        "write_texts": WriteTexts(db=db, clock=clock),
        "ask_for_stars": AskForStars(
            db=db, payloads=payloads, currency=currency, read_terms=read_terms, clock=clock
        ),
        "take_payments": take_payments,
        "order_paid_drafts": order_paid_drafts,
        "view_payments": view_payments,
        "return_stars": ReturnStars(db=db, wake_returns=wakeups.returns, clock=clock),
        "confirm_wallets": ConfirmWallets(
            db=db, currency=currency, alert=alert, wake_sender=wakeups.sender, clock=clock
        ),
        "wake_statement": wakeups.statement,
        "catalogue": catalogue,
        "invite_people": invite_people,
        "answer_knocks": answer_knocks,
        "note_refusals": NoteRefusals(db=db, clock=clock),
        "give_roles": GiveRoles(db=db, access=access, wake_sender=wakeups.sender, clock=clock),
        "view_audit": ViewAudit(db=db),
        "block_people": BlockPeople(db=db, access=access, wake_sender=wakeups.sender, clock=clock),
        "write_to_people": WriteToPeople(db=db, wake_sender=wakeups.sender, clock=clock),
        "remove_people": RemovePeople(db=db, access=access, clock=clock),
        "view_people": ViewPeople(db=db, access=access),
        "view_person": ViewPerson(db=db, wallet_currency=currency if is_shop else None, clock=clock),
        "view_orders": view_orders,
        "draft_orders": draft_orders,
        "decide": decide,
        "decide_holds": decide_holds,
        "end_orders": end_orders,
        "decide_refunds": decide_refunds,
        "find_orders": FindOrders(db=db),
        "report_sales": ReportSales(db=db, wallet_currency=currency if is_shop else None),
        "view_stuck": ViewStuck(db=db, panel_key_id=key.id),
        "view_desk": ViewDesk(
            db=db,
            panel_key_id=key.id,
            look_at_host=look_at_host(settings),
            report_sales=ReportSales(db=db, wallet_currency=currency) if is_shop else None,
            clock=clock,
        ),
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
        "place_order": place_order,
        "review_mass_orders": review_mass_orders,
        "place_mass_order": PlaceMassOrder(
            db=db,
            reviews=review_mass_orders,
            prices=draft_orders.prices,
            cost_of=_cost_of(draft_orders, is_shop=is_shop),
            alert=alert,
            wake_submitter=wakeups.submitter,
            wake_sender=wakeups.sender,
            clock=clock,
        ),
        "view_mass_orders": view_mass_orders,
        "ask_about_order": AskAboutOrder(
            db=db,
            panel_key_id=key.id,
            wake_submitter=wakeups.submitter,
            wake_sweep=wakeups.sweep,
            wake_sender=wakeups.sender,
            clock=clock,
        ),
        "forget_people": ForgetPeople(db=db, access=access, clock=clock),
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
        "view_history": ViewHistory(db=db, is_shop=is_shop),
        "export_person": ExportPerson(
            db=db,
            panel_key_id=key.id,
            view_orders=view_orders,
            view_wallet=ViewWallet(db=db, currency=settings.wallet_currency),
            clock=clock,
            is_shop=is_shop,
        ),
        "view_cases": ViewCases(db=db),
        "find_facts": FindFacts(db=db, view_orders=view_orders),
        "write_cases": WriteCases(db=db, alert=alert, wake_sender=wakeups.sender, clock=clock),
        "answer_cases": AnswerCases(db=db, alert=alert, wake_sender=wakeups.sender, clock=clock),
        "close_cases": CloseCases(db=db, alert=alert, wake_sender=wakeups.sender, clock=clock),
        "own_services": own_services,
        "set_low_balance": SetLowBalance(
            db=db, panel_key_id=key.id, alert=alert, wake_sender=wakeups.sender, clock=clock
        ),
        "change_services": ChangeServices(db=db, catalogue=catalogue, clock=clock),
        "view_service": ViewService(db=db, catalogue=catalogue, own=own_services, clock=clock),
        "clock": clock,
        "choose_settings": ChooseSettings(db=db, access=access, clock=clock),
        **_broadcasting(db, catalogue, access, wakeups, clock, is_shop=is_shop),
    }
    wake_balance_check = WakeUp()
    tell_refusals = TellRefusals(access=access, wake_balance_check=wake_balance_check, clock=clock)
    access_middleware = AccessMiddleware(
        db=db,
        access=access,
        invite_people=invite_people,
        operators_group=_operators_group(settings, db, access, alert, wakeups.sender, clock),
        is_shop=is_shop,
    )
    submitter = Submitter(
        panel_key_id=key.id,
        submit_order=SubmitOrder(db=db, panel=panel, alert=alert, tell_refusals=tell_refusals, clock=clock),
        submit_refill=SubmitRefill(
            db=db, panel=panel, access=access, alert=alert, tell_refusals=tell_refusals, clock=clock
        ),
        submit_cancel=SubmitCancel(db=db, panel=panel, tell_refusals=tell_refusals, clock=clock),
        wake_sender=wakeups.sender,
        clock=clock,
    )
    messages = Messages(
        db=db,
        access=access,
        answer_knocks=answer_knocks,
        view_orders=view_orders,
        decide=decide,
        decide_holds=decide_holds,
        end_orders=end_orders,
        decide_refunds=decide_refunds,
        view_money=view_money,
        support_messages=SupportMessages(db=db, view_cases=ViewCases(db=db)),
        mass_order_messages=MassOrderMessages(db=db, view_mass_orders=view_mass_orders, clock=clock),
        payment_messages=PaymentMessages(db=db, view_payments=view_payments, draft_orders=draft_orders),
        clock=clock,
    )
    sender = Sender(
        bot=bot,
        db=db,
        messages=QuietMessages(
            db=db,
            messages=messages,
            access=access,
            clock=clock,
            is_shop=is_shop,
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
    check_payments = CheckPayments(
        db=db, access=access, payloads=payloads, read_terms=read_terms, closing=CLOSING, clock=clock
    )
    check_out = Checkouts(bot=bot, access=access, check=check_payments)
    answer_inline = InlineQueries(
        bot=bot, access=access, find=FindInline(catalogue=catalogue, own=own_services)
    )
    intake = Intake(
        handle=attempts,
        db=db,
        too_fast=notices.too_fast,
        answer_at_once={CHECKOUT: check_out.__call__, INLINE_QUERY: answer_inline.__call__},
        clock=clock,
    )
    stars = StarsByBot(bot)
    reconcile_stars = ReconcileStars(
        db=db, stars=stars, take_payments=take_payments, alert=alert, clock=clock
    )
    star_jobs = StarJobs(
        wakeups=wakeups,
        reconcile_stars=reconcile_stars,
        send_stars_back=SendStarsBack(
            db=db, stars=stars, read_statement=reconcile_stars.read, alert=alert, clock=clock
        ),
        expire_invoices=ExpireInvoices(db=db, clock=clock),
        order_paid_drafts=order_paid_drafts,
    )
    has_backups = settings.backup_keep and is_file(settings.database_url)
    schedule = Schedule(
        settings=settings,
        panel_key_id=key.id,
        wakeups=wakeups,
        refresh_catalogue=refresh_catalogue,
        watch_panel=watch_panel,
        watch_prices=watch_prices,
        compare_balance=CompareBalance(
            db=db, catalogue=catalogue, watch_panel=watch_panel, alert=alert, clock=clock
        ),
        sweep_orders=SweepOrders(
            db=db,
            panel=panel,
            alert=alert,
            clock=clock,
            interval=settings.status_interval,
            people=lambda: intake.open,
            key_refused=wake_balance_check.set,
        ),
        sweep_refills=SweepRefills(
            db=db, panel=panel, alert=alert, clock=clock, interval=settings.status_interval
        ),
        find_slow_orders=FindSlowOrders(db=db, alert=alert, clock=clock),
        hold_services=HoldServices(db=db, alert=alert, clock=clock),
        return_from_backup=return_from_backup,
        gather_evidence=GatherEvidence(db=db, panel=panel, panel_key_id=key.id, access=access, clock=clock),
        end_conditions=EndConditions(db=db, alert=alert),
        tell_service_changes=TellServiceChanges(db=db, panel_key_id=key.id, alert=alert, clock=clock),
        look_again=LookAgain(
            db=db,
            panel=panel,
            panel_key_id=key.id,
            alert=alert,
            wake_sender=wakeups.sender,
            clock=clock,
        ),
        decide_refunds=decide_refunds,
        audit_books=AuditBooks(db=db, alert=alert) if is_shop else None,
        wake_balance_check=wake_balance_check,
        star_jobs=star_jobs if is_shop else None,
        forget_strangers=None
        if is_shop
        else ForgetStrangers(
            db=db, access=access, forget_people=ForgetPeople(db=db, access=access, clock=clock), clock=clock
        ),
        forget_cases=ForgetCases(db=db, clock=clock),
        group_poster=None
        if settings.operator_chat_id is None
        else GroupPoster(
            db=db,
            bot=bot,
            chat_id=settings.operator_chat_id,
            messages=messages,
            access=access,
            rate_limits=rate_limits,
            alert=alert,
            clock=clock,
        ),
        introduce=Introduce(db=db, bot=bot, is_shop=is_shop),
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
        notice_time_travel=NoticeTimeTravel(db=db, alert=alert, clock=clock, is_shop=is_shop),
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
        broadcaster=Broadcaster(
            bot=bot,
            db=db,
            access=access,
            steer=SteerBroadcast(db=db, wake_broadcaster=wakeups.broadcaster, clock=clock),
            rate_limits=rate_limits,
            clock=clock,
        ),
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


def _cost_of(draft_orders: DraftOrders, *, is_shop: bool) -> Callable[[Draft], Cost | None]:
    """Return what tells the cost of a draft. In private mode the panel account alone pays."""
    return draft_orders.prices.cost_of if is_shop else lambda _: None


def _broadcasting(
    db: Database, catalogue: Catalogue, access: Access, wakeups: WakeUps, clock: Clock, *, is_shop: bool
) -> dict[str, Any]:
    """Return the use cases about broadcasts, by their names in handlers."""
    wake = wakeups.broadcaster
    return {
        "compose_broadcast": ComposeBroadcast(db=db, catalogue=catalogue, clock=clock),
        "choose_audience": ChooseAudience(
            db=db, catalogue=catalogue, access=access, clock=clock, is_shop=is_shop
        ),
        "start_broadcast": StartBroadcast(db=db, access=access, wake_broadcaster=wake, clock=clock),
        "steer_broadcast": SteerBroadcast(db=db, wake_broadcaster=wake, clock=clock),
    }


def _operators_group(
    settings: Settings,
    db: Database,
    access: Access,
    alert: AlertOperators,
    wake_sender: WakeUp,
    clock: Clock,
) -> OperatorsGroup | None:
    if settings.operator_chat_id is None:
        return None
    answer_cases = AnswerCases(db=db, alert=alert, wake_sender=wake_sender, clock=clock)
    return OperatorsGroup(db=db, access=access, answer_cases=answer_cases, chat_id=settings.operator_chat_id)


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
