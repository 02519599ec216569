"""Handles updates that no other handler takes: unexpected texts, and buttons that are old or forged."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.chat import Chat
from handlers.menus import menu_of
from handlers.search import search
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.search_services import SearchServices
from usecases.browsing.view_service import ViewService
from usecases.operating.view_account import ViewAccount
from usecases.people.access import Person
from views import start


async def renew_menu(_: CallbackQuery, chat: Chat, person: Person, view_account: ViewAccount) -> None:
    await chat.show(await menu_of(person, view_account), toast=start.out_of_date())


async def take_text(
    message: Message,
    chat: Chat,
    person: Person,
    search_services: SearchServices,
    catalogue: Catalogue,
    view_account: ViewAccount,
    view_service: ViewService,
) -> None:
    """Search for an unexpected text. An unknown command, a picture or the like gets the menu."""
    if message.text and not message.text.startswith("/"):
        return await search(message, chat, person, search_services, catalogue, view_service)
    menu = await menu_of(person, view_account)
    return await chat.show(menu, toast=None if message.text else start.not_for_me())


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(take_text)
    router.callback_query.register(renew_menu)
    return router
