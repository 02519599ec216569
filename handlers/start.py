"""The first screen, and links that lead into the bot."""

from aiogram import Router
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected
from handlers.catalogue import show_service
from handlers.chat import INVOICE_START, Chat
from handlers.menus import menu_of
from handlers.orders import show_order
from handlers.topups import open_top_up
from usecases.browsing.view_service import ViewService
from usecases.operating.view_account import ViewAccount
from usecases.paying.ask_for_stars import AskForStars
from usecases.people.access import Person
from usecases.people.invite_people import InvitePeople
from usecases.tracking.find_orders import FindOrders
from usecases.tracking.view_orders import ViewOrders
from views import search
from views.callbacks import OpenStart
from views.inline import SEARCH_START


async def follow_start(
    message: Message,
    command: CommandObject,
    chat: Chat,
    person: Person,
    view_account: ViewAccount,
    view_service: ViewService,
    find_orders: FindOrders,
    view_orders: ViewOrders,
    invite_people: InvitePeople,
    ask_for_stars: AskForStars,
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
    elif command.args == SEARCH_START:
        await chat.show(search.prompt(has_inline=await chat.has_inline()), awaits=Expected.SEARCH)
        return
    elif command.args == INVOICE_START:
        await open_top_up(message, chat, person, ask_for_stars)
        return
    await chat.show(await menu_of(person, view_account))


async def open_start(_: CallbackQuery, chat: Chat, person: Person, view_account: ViewAccount) -> None:
    await chat.show(await menu_of(person, view_account))


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(follow_start, CommandStart())
    router.callback_query.register(open_start, OpenStart.filter())
    return router
