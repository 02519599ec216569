"""The operator blocks a person, writes to them, and looks at their orders."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.people import show_person
from handlers.roles import May
from storage.conversations import Conversation
from storage.own_orders import Filter
from usecases.errors import BadAnswer
from usecases.people.access import Person
from usecases.people.block_people import BlockPeople
from usecases.people.roles import Action
from usecases.people.view_people import ViewPeople
from usecases.people.view_person import ViewPerson
from usecases.people.write_to_people import WriteToPeople
from usecases.tracking.view_orders import ViewOrders
from views import failures
from views.operating import acts_on_people as views
from views.operating.callbacks import AskBlock, OpenOrdersOf, UnblockPerson, WriteToPerson


async def ask_why(_: CallbackQuery, callback_data: AskBlock, chat: Chat, view_people: ViewPeople) -> None:
    await _ask_why(callback_data.user, chat, view_people)


async def _ask_why(user_id: int, chat: Chat, view_people: ViewPeople, reason: str | None = None) -> None:
    screen = views.ask_why(await view_people.member(user_id), reason)
    await chat.show(screen, awaits=Expected.WHY_BLOCKED, user=user_id)


async def type_why(
    message: Message,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    block_people: BlockPeople,
    view_people: ViewPeople,
    view_person: ViewPerson,
    *,
    is_shop: bool,
) -> None:
    user_id = int(conversation.data["user"])
    try:
        await block_people.block(user_id, message.text or "", person.id)
    except BadAnswer as fact:
        return await _ask_why(user_id, chat, view_people, failures.words(fact))
    return await show_person(
        user_id, 0, chat, person, view_people, view_person, is_shop=is_shop, toast=views.blocked()
    )


async def unblock_person(
    _: CallbackQuery,
    callback_data: UnblockPerson,
    chat: Chat,
    person: Person,
    block_people: BlockPeople,
    view_people: ViewPeople,
    view_person: ViewPerson,
    *,
    is_shop: bool,
) -> None:
    user_id = callback_data.user
    await block_people.unblock(user_id, person.id)
    await show_person(
        user_id, 0, chat, person, view_people, view_person, is_shop=is_shop, toast=views.unblocked()
    )


async def ask_letter(
    _: CallbackQuery, callback_data: WriteToPerson, chat: Chat, view_people: ViewPeople
) -> None:
    await _ask_letter(callback_data.user, chat, view_people)


async def _ask_letter(user_id: int, chat: Chat, view_people: ViewPeople, reason: str | None = None) -> None:
    screen = views.ask_letter(await view_people.member(user_id), reason)
    await chat.show(screen, awaits=Expected.LETTER, user=user_id)


async def type_letter(
    message: Message,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    write_to_people: WriteToPeople,
    view_people: ViewPeople,
    view_person: ViewPerson,
    *,
    is_shop: bool,
) -> None:
    user_id = int(conversation.data["user"])
    try:
        await write_to_people(user_id, message.text or "", person.id, chat.update_id)
    except BadAnswer as fact:
        return await _ask_letter(user_id, chat, view_people, failures.words(fact))
    return await show_person(
        user_id, 0, chat, person, view_people, view_person, is_shop=is_shop, toast=views.letter_sent()
    )


async def open_orders_of(
    _: CallbackQuery, callback_data: OpenOrdersOf, chat: Chat, view_orders: ViewOrders
) -> None:
    page = await view_orders.page(callback_data.user, Filter.ALL, callback_data.page)
    await chat.show(views.orders_of(callback_data.user, page))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(ask_why, AskBlock.filter(), May(Action.LET_IN))
    router.callback_query.register(unblock_person, UnblockPerson.filter(), May(Action.LET_IN))
    router.callback_query.register(ask_letter, WriteToPerson.filter(), May(Action.ANSWER))
    router.callback_query.register(open_orders_of, OpenOrdersOf.filter(), May(Action.SEE))
    return router


def text_routes() -> Router:
    """Routes of texts with a reason, and with what is written to a person."""
    router = Router(name=f"{__name__}.text")
    router.message.register(type_why, Expecting(Expected.WHY_BLOCKED), May(Action.LET_IN), HasText())
    router.message.register(type_letter, Expecting(Expected.LETTER), May(Action.ANSWER), HasText())
    return router
