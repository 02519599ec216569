"""The operator decides how much of an order's price comes back."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.operator import FromOperator
from storage.conversations import Conversation
from usecases.errors import BadAnswer
from usecases.paying.decide_refunds import DecideRefunds
from usecases.people.access import Person
from views import failures
from views.operating import refunds
from views.operating.callbacks import GiveBackAll, LeaveMoney, NameRefund, OpenRefund, TakeBackMoney


async def open_refund(
    _: CallbackQuery, callback_data: OpenRefund, chat: Chat, decide_refunds: DecideRefunds
) -> None:
    await chat.show(refunds.question(await decide_refunds.question(callback_data.order)))


async def give_back_all(
    _: CallbackQuery, callback_data: GiveBackAll, chat: Chat, person: Person, decide_refunds: DecideRefunds
) -> None:
    it = await decide_refunds.open_question(callback_data.order)
    given = await decide_refunds.give_back(callback_data.order, it.left, person.id)
    await chat.show(refunds.given(it, given))


async def leave_money(
    _: CallbackQuery, callback_data: LeaveMoney, chat: Chat, person: Person, decide_refunds: DecideRefunds
) -> None:
    it = await decide_refunds.open_question(callback_data.order)
    await decide_refunds.give_back(callback_data.order, 0, person.id)
    await chat.show(refunds.given(it, 0))


async def take_back(
    _: CallbackQuery, callback_data: TakeBackMoney, chat: Chat, person: Person, decide_refunds: DecideRefunds
) -> None:
    it = await decide_refunds.open_question(callback_data.order)
    await chat.show(refunds.taken(it, await decide_refunds.take_back(callback_data.order, person.id)))


async def name_refund(
    _: CallbackQuery, callback_data: NameRefund, chat: Chat, decide_refunds: DecideRefunds
) -> None:
    await _ask(callback_data.order, chat, decide_refunds)


async def _ask(order_id: int, chat: Chat, decide_refunds: DecideRefunds, reason: str | None = None) -> None:
    screen = refunds.ask_amount(await decide_refunds.open_question(order_id), reason)
    await chat.show(screen, awaits=Expected.REFUND, order=order_id)


async def type_refund(
    message: Message, chat: Chat, person: Person, conversation: Conversation, decide_refunds: DecideRefunds
) -> None:
    order_id = int(conversation.data["order"])
    it = await decide_refunds.open_question(order_id)
    try:
        given = await decide_refunds.give_back_typed(order_id, message.text or "", person.id)
    except BadAnswer as fact:
        await _ask(order_id, chat, decide_refunds, failures.words(fact))
    else:
        await chat.show(refunds.given(it, given))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.filter(FromOperator())
    router.callback_query.register(open_refund, OpenRefund.filter())
    router.callback_query.register(give_back_all, GiveBackAll.filter())
    router.callback_query.register(leave_money, LeaveMoney.filter())
    router.callback_query.register(take_back, TakeBackMoney.filter())
    router.callback_query.register(name_refund, NameRefund.filter())
    return router


def text_routes() -> Router:
    """Routes of texts with the amount that comes back."""
    router = Router(name=f"{__name__}.text")
    router.message.filter(FromOperator())
    router.message.register(type_refund, Expecting(Expected.REFUND), HasText())
    return router
