"""Browsing: categories, services, one service."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.chat import Chat
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.view_service import ViewService
from usecases.operating.view_account import ViewAccount
from views import catalogue as views
from views.callbacks import OpenCatalogue, OpenCategory, OpenService


async def type_catalogue(_: Message, chat: Chat, catalogue: Catalogue, view_account: ViewAccount) -> None:
    await show_catalogue(0, chat, catalogue, view_account)


async def open_catalogue(
    _: CallbackQuery,
    callback_data: OpenCatalogue,
    chat: Chat,
    catalogue: Catalogue,
    view_account: ViewAccount,
) -> None:
    await show_catalogue(callback_data.page, chat, catalogue, view_account)


async def show_catalogue(page: int, chat: Chat, catalogue: Catalogue, view_account: ViewAccount) -> None:
    is_closed = await view_account.is_closed()
    await chat.show(views.categories(catalogue, page, view_account.now(), is_closed=is_closed))


async def open_category(
    _: CallbackQuery, callback_data: OpenCategory, chat: Chat, catalogue: Catalogue
) -> None:
    category = catalogue.category(callback_data.category)
    await chat.show(views.category(category, callback_data.page, catalogue.currency))


async def open_service(
    _: CallbackQuery, callback_data: OpenService, chat: Chat, view_service: ViewService
) -> None:
    await show_service(callback_data.service, chat, view_service)


async def show_service(ref: str, chat: Chat, view_service: ViewService) -> None:
    """Show the card of a service; raises ServiceGone."""
    await chat.show(views.service(await view_service(ref), await chat.bot_username()))


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(type_catalogue, Command("catalogue"))
    router.callback_query.register(open_catalogue, OpenCatalogue.filter())
    router.callback_query.register(open_category, OpenCategory.filter())
    router.callback_query.register(open_service, OpenService.filter())
    return router
