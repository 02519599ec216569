"""The operator finds a person by what is known of them."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.people import show_person
from handlers.roles import May
from storage.conversations import Conversation
from usecases.errors import NoPersonFound, PersonGone
from usecases.paying.view_money import ViewMoney
from usecases.people.access import Person
from usecases.people.roles import Action
from usecases.people.view_people import ViewPeople
from usecases.people.view_person import ViewPerson
from usecases.tracking.find_people import FindPeople
from views.operating import finding_people, money
from views.operating.callbacks import FindPerson, TurnFoundPeople

LONGEST_KEPT = 100  # characters of a typed text that the conversation keeps


async def ask_whom(_: CallbackQuery, chat: Chat) -> None:
    await chat.show(finding_people.find(), awaits=Expected.ANYBODY)


async def find_person(
    message: Message,
    chat: Chat,
    person: Person,
    find_people: FindPeople,
    view_money: ViewMoney,
    view_people: ViewPeople,
    view_person: ViewPerson,
    *,
    is_shop: bool,
) -> None:
    text = (message.text or "")[:LONGEST_KEPT]
    try:
        found = await find_people(text)
    except NoPersonFound as fact:
        reason = finding_people.nobody(fact.typed)
        return await chat.show(finding_people.find(reason), awaits=Expected.ANYBODY)
    if found.count > 1:
        screen = finding_people.several(found, is_shop=is_shop)
        return await chat.show(screen, awaits=Expected.ANYBODY, typed=text)
    (one,) = found.people
    if is_shop:
        return await chat.show(money.card(await view_money.card(one.id)), awaits=Expected.ANYBODY)
    try:
        return await show_person(one.id, 0, chat, person, view_people, view_person, is_shop=False)
    except PersonGone:
        reason = finding_people.may_not_order(one)
        return await chat.show(finding_people.find(reason), awaits=Expected.ANYBODY)


async def turn_page(
    _: CallbackQuery,
    callback_data: TurnFoundPeople,
    chat: Chat,
    conversation: Conversation,
    find_people: FindPeople,
    *,
    is_shop: bool,
) -> None:
    """Show another page of what was found last. The conversation knows what was typed."""
    text = str(conversation.data.get("typed", ""))
    try:
        found = await find_people(text, callback_data.page)
    except NoPersonFound:
        return await chat.show(finding_people.find(), awaits=Expected.ANYBODY)
    screen = finding_people.several(found, is_shop=is_shop)
    return await chat.show(screen, awaits=Expected.ANYBODY, typed=text)


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(ask_whom, FindPerson.filter(), May(Action.SEE))
    router.callback_query.register(turn_page, TurnFoundPeople.filter(), May(Action.SEE))
    return router


def text_routes() -> Router:
    """Routes of texts that name a person."""
    router = Router(name=f"{__name__}.text")
    router.message.register(find_person, Expecting(Expected.ANYBODY), May(Action.SEE), HasText())
    return router
