"""An owner gives roles; owners and managers read what operators did."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.chat import Chat
from handlers.people import show_person
from handlers.roles import May
from usecases.people.access import Person
from usecases.people.give_roles import GiveRoles
from usecases.people.roles import Action
from usecases.people.view_audit import ViewAudit
from usecases.people.view_people import ViewPeople
from usecases.people.view_person import ViewPerson
from views.operating import people, roles
from views.operating.callbacks import AskRole, GiveRole, OpenAudit


async def ask_role(_: CallbackQuery, callback_data: AskRole, chat: Chat, view_people: ViewPeople) -> None:
    member = await view_people.member(callback_data.user)
    await chat.show(roles.choose(member, people.called(member), callback_data.page))


async def give_role(
    _: CallbackQuery,
    callback_data: GiveRole,
    chat: Chat,
    person: Person,
    give_roles: GiveRoles,
    view_people: ViewPeople,
    view_person: ViewPerson,
    *,
    is_shop: bool,
) -> None:
    user_id, role = callback_data.user, callback_data.role
    await give_roles(user_id, role, callback_data.was, person.id)
    toast = roles.given(people.called(await view_people.member(user_id)), role)
    await show_person(user_id, 0, chat, person, view_people, view_person, is_shop=is_shop, toast=toast)


async def open_audit(_: CallbackQuery, callback_data: OpenAudit, chat: Chat, view_audit: ViewAudit) -> None:
    await chat.show(roles.audit(await view_audit(callback_data.page)))


async def type_audit(_: Message, chat: Chat, view_audit: ViewAudit) -> None:
    await chat.show(roles.audit(await view_audit(0)))


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(type_audit, Command("audit"), May(Action.SEE_AUDIT))
    router.callback_query.register(open_audit, OpenAudit.filter(), May(Action.SEE_AUDIT))
    router.callback_query.register(ask_role, AskRole.filter(), May(Action.GIVE_ROLES))
    router.callback_query.register(give_role, GiveRole.filter(), May(Action.GIVE_ROLES))
    return router
