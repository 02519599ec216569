"""Operators look at cases of support, answer and close them."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting
from handlers.case_texts import leave_news, went_to, written
from handlers.chat import Chat
from handlers.roles import May
from storage.conversations import Conversation
from usecases.errors import BadAnswer, CaseClosed
from usecases.people.access import Person
from usecases.people.roles import Action
from usecases.supporting.answer_cases import AnswerCases
from usecases.supporting.close_cases import CloseCases
from usecases.supporting.view_cases import ViewCases
from views import failures, support
from views.operating import cases
from views.operating.case_callbacks import AnswerCase, EndCase, OpenAnyCase, OpenCases


async def open_cases(_: CallbackQuery, callback_data: OpenCases, chat: Chat, view_cases: ViewCases) -> None:
    await chat.show(cases.page(await view_cases.page(callback_data.page)))


async def open_any_case(
    _: CallbackQuery,
    callback_data: OpenAnyCase,
    chat: Chat,
    conversation: Conversation,
    view_cases: ViewCases,
) -> None:
    card = await view_cases.any(callback_data.case)
    leave_news(chat, conversation)
    await chat.show(cases.card(card))


async def answer_case(_: CallbackQuery, callback_data: AnswerCase, chat: Chat, view_cases: ViewCases) -> None:
    """Ask for the answer below the message that was tapped: the operator reads it while they write."""
    chat.draw_below()
    await _ask_answer(callback_data.case, chat, view_cases)


async def _ask_answer(case_id: int, chat: Chat, view_cases: ViewCases, refused: str | None = None) -> None:
    card = await view_cases.any(case_id)
    if not card.case.is_open:
        raise CaseClosed(case_id, card.case.order_id)
    await chat.show(cases.ask_answer(card, refused), awaits=Expected.CASE_ANSWER, case=case_id)


async def take_answer(
    message: Message,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    answer_cases: AnswerCases,
    view_cases: ViewCases,
) -> None:
    case_id = int(conversation.data["case"])
    try:
        answered = await answer_cases(case_id, person.id, written(message, chat))
    except BadAnswer as fact:
        await _ask_answer(case_id, chat, view_cases, failures.words(fact))
    else:
        chat.remember(**went_to(answered.case, message, for_operator=True))
        await chat.show(cases.answered(answered))


async def end_case(
    _: CallbackQuery,
    callback_data: EndCase,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    close_cases: CloseCases,
    view_cases: ViewCases,
) -> None:
    is_ours = await close_cases.by_operator(callback_data.case, person.id)
    card = await view_cases.any(callback_data.case)
    leave_news(chat, conversation)
    await chat.show(cases.card(card), toast=support.closed_toast(is_ours=is_ours))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_cases, OpenCases.filter(), May(Action.SEE))
    router.callback_query.register(open_any_case, OpenAnyCase.filter(), May(Action.SEE))
    router.callback_query.register(answer_case, AnswerCase.filter(), May(Action.ANSWER))
    router.callback_query.register(end_case, EndCase.filter(), May(Action.ANSWER))
    return router


def text_routes() -> Router:
    """Routes of texts and photos that answer a case. Anything else is refused with a sentence."""
    router = Router(name=f"{__name__}.text")
    router.message.register(take_answer, Expecting(Expected.CASE_ANSWER), May(Action.ANSWER))
    return router
