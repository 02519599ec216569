"""The operator decides how much of an order's price comes back."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.roles import May
from storage.conversations import Conversation
from usecases.errors import BadAnswer
from usecases.paying.decide_refunds import DecideRefunds
from usecases.people.access import Person
from usecases.people.roles import Action
from views import failures, typed
from views.operating import refunds
from views.operating.money_callbacks import GiveBack, LeaveMoney, NameRefund, OpenRefund, TakeBackMoney


async def open_refund(
    _: CallbackQuery, callback_data: OpenRefund, chat: Chat, decide_refunds: DecideRefunds
) -> None:
    await chat.show(refunds.question(await decide_refunds.question(callback_data.order)))


async def give_back(
    _: CallbackQuery, callback_data: GiveBack, chat: Chat, person: Person, decide_refunds: DecideRefunds
) -> None:
    """Give back what the button says. If the rules say another amount by now, show the question again."""
    it = await decide_refunds.open_question(callback_data.question)
    if callback_data.amount != it.proposed:
        return await chat.show(refunds.question(it))
    given = await decide_refunds.give_back(it.question.id, callback_data.amount, person.id)
    return await chat.show(refunds.given(it, given))


async def leave_money(
    _: CallbackQuery, callback_data: LeaveMoney, chat: Chat, person: Person, decide_refunds: DecideRefunds
) -> None:
    it = await decide_refunds.open_question(callback_data.question)
    await decide_refunds.give_back(it.question.id, 0, person.id)
    await chat.show(refunds.given(it, 0))


async def take_back(
    _: CallbackQuery, callback_data: TakeBackMoney, chat: Chat, person: Person, decide_refunds: DecideRefunds
) -> None:
    it = await decide_refunds.open_question(callback_data.question)
    await chat.show(refunds.taken(it, await decide_refunds.take_back(it.question.id, person.id)))


async def name_refund(
    _: CallbackQuery, callback_data: NameRefund, chat: Chat, decide_refunds: DecideRefunds
) -> None:
    await _ask(callback_data.question, chat, decide_refunds)


async def _ask(
    question_id: int, chat: Chat, decide_refunds: DecideRefunds, reason: str | None = None
) -> None:
    screen = refunds.ask_amount(await decide_refunds.open_question(question_id), reason)
    await chat.show(screen, awaits=Expected.REFUND, question=question_id)


async def type_refund(
    message: Message, chat: Chat, person: Person, conversation: Conversation, decide_refunds: DecideRefunds
) -> None:
    question_id = int(conversation.data["question"])
    it = await decide_refunds.open_question(question_id)
    try:
        amount = typed.amount(message.text or "", it.order.currency)
        given = await decide_refunds.give_back_typed(question_id, amount, person.id)
    except BadAnswer as fact:
        await _ask(question_id, chat, decide_refunds, failures.words(fact))
    else:
        await chat.show(refunds.given(it, given))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_refund, OpenRefund.filter(), May(Action.SEE))
    router.callback_query.register(give_back, GiveBack.filter(), May(Action.DECIDE_MONEY))
    router.callback_query.register(leave_money, LeaveMoney.filter(), May(Action.DECIDE_MONEY))
    router.callback_query.register(take_back, TakeBackMoney.filter(), May(Action.DECIDE_MONEY))
    router.callback_query.register(name_refund, NameRefund.filter(), May(Action.DECIDE_MONEY))
    return router


def text_routes() -> Router:
    """Routes of texts with the amount that comes back."""
    router = Router(name=f"{__name__}.text")
    router.message.register(type_refund, Expecting(Expected.REFUND), May(Action.DECIDE_MONEY), HasText())
    return router
