"""Browsing: categories, their services with filters, one service."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.chat import Chat
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.category_filters import CategoryFilter
from usecases.browsing.own_services import OwnServices
from usecases.browsing.view_service import ViewService
from usecases.operating.view_account import ViewAccount
from usecases.people.access import Person
from views import catalogue as views
from views import service_card
from views.callbacks import OpenCatalogue, OpenCategory, OpenFiltered, OpenService


async def type_catalogue(
    _: Message,
    chat: Chat,
    person: Person,
    catalogue: Catalogue,
    view_account: ViewAccount,
    own_services: OwnServices,
) -> None:
    await show_catalogue(0, chat, person, catalogue, view_account, own_services)


async def open_catalogue(
    _: CallbackQuery,
    callback_data: OpenCatalogue,
    chat: Chat,
    person: Person,
    catalogue: Catalogue,
    view_account: ViewAccount,
    own_services: OwnServices,
) -> None:
    await show_catalogue(callback_data.page, chat, person, catalogue, view_account, own_services)


async def show_catalogue(
    page: int,
    chat: Chat,
    person: Person,
    catalogue: Catalogue,
    view_account: ViewAccount,
    own_services: OwnServices,
) -> None:
    is_closed = await view_account.is_closed()
    prices = catalogue.price_list(person.group_id)
    own = await own_services.counts(person)
    await chat.show(views.categories(prices, page, view_account.now(), own, is_closed=is_closed))


async def open_category(
    _: CallbackQuery, callback_data: OpenCategory, chat: Chat, person: Person, catalogue: Catalogue
) -> None:
    prices = catalogue.price_list(person.group_id)
    category = prices.shelves.category(callback_data.category)
    await chat.show(views.category(category, callback_data.page, prices.currency))


async def open_filtered(
    _: CallbackQuery, callback_data: OpenFiltered, chat: Chat, person: Person, catalogue: Catalogue
) -> None:
    prices = catalogue.price_list(person.group_id)
    category = prices.shelves.category(callback_data.category)
    filters = frozenset(map(CategoryFilter, callback_data.filters))
    await chat.show(views.category(category, callback_data.page, prices.currency, filters))


async def open_service(
    _: CallbackQuery, callback_data: OpenService, chat: Chat, person: Person, view_service: ViewService
) -> None:
    await show_service(callback_data.service, chat, person, view_service)


async def show_service(
    ref: str, chat: Chat, person: Person, view_service: ViewService, toast: str | None = None
) -> None:
    """Show the card of a service; raises ServiceGone."""
    card = await view_service(ref, person)
    await chat.show(service_card.service(card, await chat.bot_username()), toast=toast)


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(type_catalogue, Command("catalogue"))
    router.callback_query.register(open_catalogue, OpenCatalogue.filter())
    router.callback_query.register(open_category, OpenCategory.filter())
    router.callback_query.register(open_filtered, OpenFiltered.filter())
    router.callback_query.register(open_service, OpenService.filter())
    return router
