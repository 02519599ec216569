"""The operator lists people with access, and removes them."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.chat import Chat
from handlers.roles import May
from usecases.people.access import Person
from usecases.people.remove_people import RemovePeople
from usecases.people.roles import Action
from usecases.people.view_people import ViewPeople
from usecases.people.view_person import ViewPerson
from views.operating import people
from views.operating.callbacks import AskRemoval, OpenPeople, OpenPerson, RemovePerson


async def open_people(
    _: CallbackQuery, callback_data: OpenPeople, chat: Chat, view_people: ViewPeople, *, is_shop: bool
) -> None:
    await chat.show(people.page(await view_people.page(callback_data.page), is_shop=is_shop))


async def show_person(
    user_id: int,
    page: int,
    chat: Chat,
    person: Person,
    view_people: ViewPeople,
    view_person: ViewPerson,
    *,
    is_shop: bool,
    toast: str | None = None,
) -> None:
    """Show the card of somebody who may order; raises PersonGone for others."""
    member = await view_people.member(user_id)
    facts = await view_person(user_id)
    may_decide = member.operator_role is None or person.may(Action.GIVE_ROLES)
    card = people.card(member, page, is_shop=is_shop, may_decide=may_decide, facts=facts)
    await chat.show(card, toast=toast)


async def open_person(
    _: CallbackQuery,
    callback_data: OpenPerson,
    chat: Chat,
    person: Person,
    view_people: ViewPeople,
    view_person: ViewPerson,
    *,
    is_shop: bool,
) -> None:
    await show_person(
        callback_data.user, callback_data.page, chat, person, view_people, view_person, is_shop=is_shop
    )


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
    *,
    is_shop: bool,
) -> None:
    member = await view_people.member(callback_data.user)
    await remove_people(callback_data.user, callback_data.let_in_at, person.id)
    if member.id == person.id:
        await chat.show(people.removed_oneself())
    else:
        page = people.page(await view_people.page(0), is_shop=is_shop)
        await chat.show(page, toast=people.removed(people.called(member)))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_people, OpenPeople.filter(), May(Action.SEE))
    router.callback_query.register(open_person, OpenPerson.filter(), May(Action.SEE))
    router.callback_query.register(ask_removal, AskRemoval.filter(), May(Action.LET_IN))
    router.callback_query.register(remove_person, RemovePerson.filter(), May(Action.LET_IN))
    return router
