"""The operator lists people with access, and removes them."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.chat import Chat
from handlers.operator import FromOperator
from usecases.people.access import Person
from usecases.people.remove_people import RemovePeople
from usecases.people.view_people import ViewPeople
from views.operating import people
from views.operating.callbacks import AskRemoval, OpenPeople, OpenPerson, RemovePerson


async def open_people(
    _: CallbackQuery, callback_data: OpenPeople, chat: Chat, view_people: ViewPeople
) -> None:
    await chat.show(people.page(await view_people.page(callback_data.page)))


async def open_person(
    _: CallbackQuery, callback_data: OpenPerson, chat: Chat, view_people: ViewPeople, *, is_shop: bool
) -> None:
    member = await view_people.member(callback_data.user)
    await chat.show(people.card(member, callback_data.page, is_shop=is_shop))


async def ask_removal(
    _: CallbackQuery, callback_data: AskRemoval, chat: Chat, view_people: ViewPeople
) -> None:
    await chat.show(people.ask_removal(await view_people.member(callback_data.user), callback_data.page))


async def remove_person(
    _: CallbackQuery,
    callback_data: RemovePerson,
    chat: Chat,
    person: Person,
    remove_people: RemovePeople,
    view_people: ViewPeople,
) -> None:
    member = await view_people.member(callback_data.user)
    await remove_people(callback_data.user, callback_data.let_in_at, person.id)
    if member.id == person.id:
        await chat.show(people.removed_oneself())
    else:
        await chat.show(people.page(await view_people.page(0)), toast=people.removed(people.called(member)))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.filter(FromOperator())
    router.callback_query.register(open_people, OpenPeople.filter())
    router.callback_query.register(open_person, OpenPerson.filter())
    router.callback_query.register(ask_removal, AskRemoval.filter())
    router.callback_query.register(remove_person, RemovePerson.filter())
    return router
