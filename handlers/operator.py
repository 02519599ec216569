"""The operator sees the state of the bot, invites people and decides about unconfirmed orders."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.roles import May
from storage.conversations import Conversation
from usecases.clock import DAY
from usecases.errors import AlreadyDecided, NoSuchPanelOrder, PanelAsleep
from usecases.operating.view_account import ViewAccount
from usecases.operating.view_desk import ViewDesk
from usecases.paying.decide_refunds import DecideRefunds
from usecases.people.access import Person
from usecases.people.answer_knocks import AnswerKnocks
from usecases.people.invite_people import INVITE_LASTS, InvitePeople
from usecases.people.roles import Action
from usecases.submitting.decide import Decide
from usecases.supporting.view_cases import ViewCases
from views import failures
from views.operating import balance_comparisons, decisions, overview, refusals
from views.operating.callbacks import (
    DecideLater,
    DenyOrder,
    DenyRefill,
    InviteCustomer,
    NameOrder,
    NameRefill,
    OpenComparisons,
    OpenDecision,
    OpenHealth,
    OpenRefillDecision,
    OpenRefusals,
    OrderIs,
    OrderIsNot,
    RefillIsNot,
)


async def open_health(
    _: CallbackQuery | Message,
    chat: Chat,
    view_account: ViewAccount,
    decide: Decide,
    decide_refunds: DecideRefunds,
    answer_knocks: AnswerKnocks,
    view_desk: ViewDesk,
    person: Person,
    view_cases: ViewCases,
) -> None:
    orders, refills = await decide.waiting()
    money = await decide_refunds.waiting()
    strangers = await answer_knocks.count()
    with_money = person.may(Action.SEE_SALES)
    at_work = await view_desk(with_money=with_money)
    it, open_cases = await view_account.health(), await view_cases.count()
    screen = overview.health(
        it, orders, refills, strangers, money, at_work, open_cases, with_money=with_money
    )
    await chat.show(screen)


async def open_refusals(_: CallbackQuery, chat: Chat, view_account: ViewAccount) -> None:
    await chat.show(refusals.page(await view_account.refusals()))


async def open_comparisons(_: CallbackQuery, chat: Chat, view_account: ViewAccount) -> None:
    await chat.show(balance_comparisons.page(await view_account.comparisons()))


async def invite_customer(_: CallbackQuery, chat: Chat, person: Person, invite_people: InvitePeople) -> None:
    code = await invite_people.offer_customer(person.id)
    link = f"https://t.me/{await chat.bot_username()}?start=join_{code}"
    await chat.show(overview.invitation(link, INVITE_LASTS // DAY))


async def open_decision(_: CallbackQuery, callback_data: OpenDecision, chat: Chat, decide: Decide) -> None:
    await chat.show(decisions.decision(await decide.question(callback_data.order)))


async def name_order(_: CallbackQuery, callback_data: NameOrder, chat: Chat, decide: Decide) -> None:
    await _ask_for_order(callback_data.order, chat, decide)


async def _ask_for_order(order_id: int, chat: Chat, decide: Decide, reason: str | None = None) -> None:
    screen = decisions.name_order(await decide.question(order_id), reason)
    await chat.show(screen, awaits=Expected.PANEL_ORDER, order=order_id)


async def take_candidate(
    _: CallbackQuery, callback_data: OrderIs, chat: Chat, person: Person, decide: Decide
) -> None:
    found = decisions.candidates((await decide.question(callback_data.order)).submission)
    if callback_data.candidate >= len(found):
        raise AlreadyDecided
    order = await decide.order_exists(callback_data.order, found[callback_data.candidate], person.id)
    await chat.show(decisions.decided(order))


async def type_panel_order(
    message: Message, chat: Chat, person: Person, conversation: Conversation, decide: Decide
) -> None:
    order_id = int(conversation.data["order"])
    try:
        order = await decide.order_exists(order_id, (message.text or "").strip(), person.id)
    except (NoSuchPanelOrder, PanelAsleep) as fact:
        await _ask_for_order(order_id, chat, decide, failures.words(fact))
    else:
        await chat.show(decisions.decided(order))


async def ask_before_denying(_: CallbackQuery, callback_data: OrderIsNot, chat: Chat, decide: Decide) -> None:
    await chat.show(decisions.deny_order(await decide.open_question(callback_data.order)))


async def deny_order(
    _: CallbackQuery, callback_data: DenyOrder, chat: Chat, person: Person, decide: Decide
) -> None:
    await chat.show(decisions.decided(await decide.order_does_not_exist(callback_data.order, person.id)))


async def open_refill_decision(
    _: CallbackQuery, callback_data: OpenRefillDecision, chat: Chat, decide: Decide
) -> None:
    await chat.show(decisions.refill_decision(await decide.refill_question(callback_data.refill)))


async def name_refill(_: CallbackQuery, callback_data: NameRefill, chat: Chat, decide: Decide) -> None:
    await _ask_for_refill(callback_data.refill, chat, decide)


async def _ask_for_refill(refill_id: int, chat: Chat, decide: Decide, reason: str | None = None) -> None:
    screen = decisions.name_refill(await decide.refill_question(refill_id), reason)
    await chat.show(screen, awaits=Expected.PANEL_REFILL, refill=refill_id)


async def type_panel_refill(
    message: Message, chat: Chat, person: Person, conversation: Conversation, decide: Decide
) -> None:
    refill_id = int(conversation.data["refill"])
    try:
        await decide.refill_exists(refill_id, (message.text or "").strip(), person.id)
    except NoSuchPanelOrder as fact:
        await _ask_for_refill(refill_id, chat, decide, failures.words(fact))
    else:
        await chat.show(decisions.refill_decided())


async def ask_before_denying_refill(
    _: CallbackQuery, callback_data: RefillIsNot, chat: Chat, decide: Decide
) -> None:
    await chat.show(decisions.deny_refill(await decide.open_refill_question(callback_data.refill)))


async def deny_refill(
    _: CallbackQuery, callback_data: DenyRefill, chat: Chat, person: Person, decide: Decide
) -> None:
    await decide.refill_does_not_exist(callback_data.refill, person.id)
    await chat.show(decisions.refill_decided())


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(open_health, Command("admin"), May(Action.SEE))
    router.callback_query.register(open_health, OpenHealth.filter(), May(Action.SEE))
    router.callback_query.register(open_health, DecideLater.filter(), May(Action.SEE))
    router.callback_query.register(open_refusals, OpenRefusals.filter(), May(Action.SEE))
    router.callback_query.register(open_comparisons, OpenComparisons.filter(), May(Action.SEE_SALES))
    router.callback_query.register(invite_customer, InviteCustomer.filter(), May(Action.LET_IN))
    router.callback_query.register(open_decision, OpenDecision.filter(), May(Action.SEE_SALES))
    router.callback_query.register(name_order, NameOrder.filter(), May(Action.DECIDE_ORDERS))
    router.callback_query.register(take_candidate, OrderIs.filter(), May(Action.DECIDE_ORDERS))
    router.callback_query.register(ask_before_denying, OrderIsNot.filter(), May(Action.DECIDE_ORDERS))
    router.callback_query.register(deny_order, DenyOrder.filter(), May(Action.DECIDE_ORDERS))
    router.callback_query.register(open_refill_decision, OpenRefillDecision.filter(), May(Action.SEE_SALES))
    router.callback_query.register(name_refill, NameRefill.filter(), May(Action.DECIDE_ORDERS))
    router.callback_query.register(ask_before_denying_refill, RefillIsNot.filter(), May(Action.DECIDE_ORDERS))
    router.callback_query.register(deny_refill, DenyRefill.filter(), May(Action.DECIDE_ORDERS))
    return router


def text_routes() -> Router:
    """Routes of texts with the panel's number of an order or refill."""
    router = Router(name=f"{__name__}.text")
    router.message.register(
        type_panel_order, Expecting(Expected.PANEL_ORDER), May(Action.DECIDE_ORDERS), HasText()
    )
    router.message.register(
        type_panel_refill, Expecting(Expected.PANEL_REFILL), May(Action.DECIDE_ORDERS), HasText()
    )
    return router
