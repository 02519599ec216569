"""A person says that something is wrong: the facts first, then a case that they write to."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting
from handlers.case_texts import leave_news, went_to, written
from handlers.chat import Chat
from storage.cases import CaseReason
from storage.conversations import Conversation
from usecases.errors import BadAnswer, CaseClosed
from usecases.people.access import Person
from usecases.supporting.close_cases import CloseCases
from usecases.supporting.find_facts import FindFacts
from usecases.supporting.view_cases import ViewCases
from usecases.supporting.write_cases import WriteCases
from views import failures, support, support_facts
from views.support_callbacks import (
    AskWhatIsWrong,
    CloseCase,
    OpenCase,
    OpenFacts,
    OpenSupport,
    WriteMore,
    WriteToSupport,
)


async def ask_what_is_wrong(
    _: CallbackQuery,
    callback_data: AskWhatIsWrong,
    chat: Chat,
    person: Person,
    find_facts: FindFacts,
    view_cases: ViewCases,
    *,
    is_shop: bool,
) -> None:
    """Ask for the reason, or show the case that is open about the order."""
    found = await find_facts(callback_data.order, person.id)
    if case := await view_cases.open_about(callback_data.order, person.id):
        return await chat.show(support.case(await view_cases.own(case.id, person.id)))
    return await chat.show(support_facts.ask_reason(found.card.order, is_shop=is_shop))


async def open_facts(
    _: CallbackQuery, callback_data: OpenFacts, chat: Chat, person: Person, find_facts: FindFacts
) -> None:
    found = await find_facts(callback_data.order, person.id)
    await chat.show(support_facts.facts(found, callback_data.reason))


async def open_support(_: CallbackQuery, chat: Chat, person: Person, view_cases: ViewCases) -> None:
    await chat.show(support.own_cases(await view_cases.open_of(person.id)))


async def write_to_support(
    _: CallbackQuery, callback_data: WriteToSupport, chat: Chat, person: Person, find_facts: FindFacts
) -> None:
    if callback_data.order:
        await find_facts(callback_data.order, person.id)
    await _ask_text(callback_data.order, callback_data.reason, chat)


async def _ask_text(order_id: int, reason: CaseReason, chat: Chat, refused: str | None = None) -> None:
    screen = support.ask_text(order_id or None, reason, refused)
    await chat.show(screen, awaits=Expected.SUPPORT, order=order_id, reason=reason.value)


async def take_text(
    message: Message, chat: Chat, person: Person, conversation: Conversation, write_cases: WriteCases
) -> None:
    """Open a case with the text or photo, or add it to the one that is open about the same."""
    order_id, reason = int(conversation.data["order"]), CaseReason(conversation.data["reason"])
    try:
        case = await write_cases.about(order_id or None, reason, person.id, written(message, chat))
    except BadAnswer as fact:
        await _ask_text(order_id, reason, chat, failures.words(fact))
    else:
        chat.remember(**went_to(case, message, for_operator=False))
        await chat.show(support.sent(case))


async def open_case(
    _: CallbackQuery, callback_data: OpenCase, chat: Chat, person: Person, view_cases: ViewCases
) -> None:
    await chat.show(support.case(await view_cases.own(callback_data.case, person.id)))


async def write_more(
    _: CallbackQuery, callback_data: WriteMore, chat: Chat, person: Person, view_cases: ViewCases
) -> None:
    """Ask for a further text below the message that was tapped, which may be an answer of support."""
    chat.draw_below()
    await _ask_more(callback_data.case, chat, person, view_cases)


async def _ask_more(
    case_id: int, chat: Chat, person: Person, view_cases: ViewCases, refused: str | None = None
) -> None:
    case = (await view_cases.own(case_id, person.id)).case
    if not case.is_open:
        raise CaseClosed(case.id, case.order_id)
    await chat.show(support.ask_more(case, refused), awaits=Expected.SUPPORT_MORE, case=case_id)


async def take_more(
    message: Message,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    write_cases: WriteCases,
    view_cases: ViewCases,
) -> None:
    case_id = int(conversation.data["case"])
    try:
        case = await write_cases.more(case_id, person.id, written(message, chat))
    except BadAnswer as fact:
        await _ask_more(case_id, chat, person, view_cases, failures.words(fact))
    else:
        chat.remember(**went_to(case, message, for_operator=False))
        await chat.show(support.sent(case))


async def close_case(
    _: CallbackQuery,
    callback_data: CloseCase,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    close_cases: CloseCases,
    view_cases: ViewCases,
) -> None:
    is_ours = await close_cases.by_person(callback_data.case, person.id)
    card = await view_cases.own(callback_data.case, person.id)
    leave_news(chat, conversation)
    await chat.show(support.case(card), toast=support.closed_toast(is_ours=is_ours))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(ask_what_is_wrong, AskWhatIsWrong.filter())
    router.callback_query.register(open_facts, OpenFacts.filter())
    router.callback_query.register(open_support, OpenSupport.filter())
    router.callback_query.register(write_to_support, WriteToSupport.filter())
    router.callback_query.register(open_case, OpenCase.filter())
    router.callback_query.register(write_more, WriteMore.filter())
    router.callback_query.register(close_case, CloseCase.filter())
    return router


def text_routes() -> Router:
    """Routes of texts and photos for support. Anything else is refused with a sentence."""
    router = Router(name=f"{__name__}.text")
    router.message.register(take_text, Expecting(Expected.SUPPORT))
    router.message.register(take_more, Expecting(Expected.SUPPORT_MORE))
    return router
