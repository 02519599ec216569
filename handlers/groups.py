"""The operator of a shop makes, renames and ends groups, and chooses a person's group."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.roles import May
from handlers.shop import InShop
from storage.conversations import Conversation
from usecases.errors import GroupNameTaken, TooManyGroups
from usecases.operating.manage_groups import LONGEST_GROUP_NAME, ManageGroups
from usecases.people.access import Person
from usecases.people.roles import Action
from usecases.people.view_people import ViewPeople
from views import failures
from views.operating import groups as views
from views.operating import people
from views.operating.price_plans import saved
from views.operating.shop_callbacks import (
    AskEndGroup,
    AskGroupName,
    ChooseGroup,
    EndGroup,
    OpenGroup,
    OpenGroups,
    PutInGroup,
)


async def open_groups(_: CallbackQuery, chat: Chat, manage_groups: ManageGroups) -> None:
    await chat.show(views.groups(await manage_groups.listed()))


async def open_group(
    _: CallbackQuery, callback_data: OpenGroup, chat: Chat, manage_groups: ManageGroups
) -> None:
    await chat.show(views.group(await manage_groups.card(callback_data.group)))


async def ask_name(
    _: CallbackQuery, callback_data: AskGroupName, chat: Chat, manage_groups: ManageGroups
) -> None:
    await _ask_name(callback_data.group, chat, manage_groups)


async def _ask_name(
    group_id: int, chat: Chat, manage_groups: ManageGroups, reason: str | None = None
) -> None:
    group = (await manage_groups.card(group_id)).group if group_id else None
    await chat.show(views.ask_name(group, reason), awaits=Expected.GROUP_NAME, group=group_id)


async def type_name(
    message: Message, chat: Chat, person: Person, conversation: Conversation, manage_groups: ManageGroups
) -> None:
    group_id, name = int(conversation.data["group"]), (message.text or "").strip()
    if not name.isprintable() or not 0 < len(name) <= LONGEST_GROUP_NAME:
        return await _ask_name(group_id, chat, manage_groups, views.bad_name())
    try:
        if group_id:
            await manage_groups.rename(group_id, name, person.id)
        else:
            group_id = (await manage_groups.create(name, person.id)).id
    except (GroupNameTaken, TooManyGroups) as fact:
        return await _ask_name(group_id, chat, manage_groups, failures.words(fact))
    return await chat.show(views.group(await manage_groups.card(group_id)), toast=saved())


async def ask_end(
    _: CallbackQuery, callback_data: AskEndGroup, chat: Chat, manage_groups: ManageGroups
) -> None:
    await chat.show(views.ask_end(await manage_groups.card(callback_data.group)))


async def end_group(
    _: CallbackQuery, callback_data: EndGroup, chat: Chat, person: Person, manage_groups: ManageGroups
) -> None:
    await manage_groups.end(callback_data.group, person.id)
    await chat.show(views.groups(await manage_groups.listed()), toast=saved())


async def choose_group(
    _: CallbackQuery,
    callback_data: ChooseGroup,
    chat: Chat,
    manage_groups: ManageGroups,
    view_people: ViewPeople,
) -> None:
    member = await view_people.member(callback_data.user)
    await chat.show(views.choose(member, await manage_groups.listed(), callback_data.page))


async def put_in_group(
    _: CallbackQuery,
    callback_data: PutInGroup,
    chat: Chat,
    person: Person,
    manage_groups: ManageGroups,
    view_people: ViewPeople,
) -> None:
    await manage_groups.put(callback_data.user, callback_data.group or None, person.id)
    member = await view_people.member(callback_data.user)
    await chat.show(people.card(member, callback_data.page, is_shop=True), toast=saved())


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.filter(InShop())
    router.callback_query.register(open_groups, OpenGroups.filter(), May(Action.SEE_SALES))
    router.callback_query.register(open_group, OpenGroup.filter(), May(Action.SEE_SALES))
    router.callback_query.register(ask_name, AskGroupName.filter(), May(Action.SET_PRICES))
    router.callback_query.register(ask_end, AskEndGroup.filter(), May(Action.SET_PRICES))
    router.callback_query.register(end_group, EndGroup.filter(), May(Action.SET_PRICES))
    router.callback_query.register(choose_group, ChooseGroup.filter(), May(Action.SET_PRICES))
    router.callback_query.register(put_in_group, PutInGroup.filter(), May(Action.SET_PRICES))
    return router


def text_routes() -> Router:
    """Routes of texts with the name of a group."""
    router = Router(name=f"{__name__}.text")
    router.message.filter(InShop())
    router.message.register(type_name, Expecting(Expected.GROUP_NAME), May(Action.SET_PRICES), HasText())
    return router
