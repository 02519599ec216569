"""The first screen, and links that lead into the bot."""

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from handlers.catalogue import show_service
from handlers.chat import Chat
from handlers.orders import show_order
from usecases.browsing.view_service import ViewService
from usecases.operating.view_account import ViewAccount
from usecases.people.access import Person
from usecases.people.invite_people import InvitePeople
from usecases.tracking.find_orders import FindOrders
from usecases.tracking.view_orders import ViewOrders
from views import start
from views.callbacks import OpenStart


async def follow_start(
    _: Message,
    command: CommandObject,
    chat: Chat,
    person: Person,
    view_account: ViewAccount,
    view_service: ViewService,
    find_orders: FindOrders,
    view_orders: ViewOrders,
    invite_people: InvitePeople,
) -> None:
    kind, _sep, value = (command.args or "").partition("_")
    if kind in ("claim", "join"):
        person = await invite_people.accept(value, person.id)
    elif kind == "s":
        await show_service(value, chat, person, view_service)
        return
    elif kind == "o":
        await show_order(value, chat, person, find_orders, view_orders)
        return
    await chat.show(start.menu(person, await view_account.overview(person.id)))


async def open_start(_: CallbackQuery, chat: Chat, person: Person, view_account: ViewAccount) -> None:
    await chat.show(start.menu(person, await view_account.overview(person.id)))


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(follow_start, CommandStart())
    router.callback_query.register(open_start, OpenStart.filter())
    return router
