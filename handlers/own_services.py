"""Favourites, and the services that a person ordered last."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.catalogue import show_service
from handlers.chat import Chat
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.own_services import OwnServices
from usecases.browsing.view_service import ViewService
from usecases.people.access import Person
from views import own_services as views
from views import toasts
from views.callbacks import MarkService, OpenFavourites, OpenRecent, UnmarkService


async def open_favourites(
    _: CallbackQuery,
    callback_data: OpenFavourites,
    chat: Chat,
    person: Person,
    own_services: OwnServices,
    catalogue: Catalogue,
) -> None:
    found = await own_services.favourites(person)
    await chat.show(views.favourites(found, callback_data.page, catalogue.currency))


async def open_recent(
    _: CallbackQuery,
    callback_data: OpenRecent,
    chat: Chat,
    person: Person,
    own_services: OwnServices,
    catalogue: Catalogue,
) -> None:
    found = await own_services.recent(person)
    await chat.show(views.recent(found, callback_data.page, catalogue.currency))


async def mark_service(
    _: CallbackQuery,
    callback_data: MarkService,
    chat: Chat,
    person: Person,
    own_services: OwnServices,
    view_service: ViewService,
) -> None:
    await own_services.mark(person, callback_data.service)
    await show_service(callback_data.service, chat, person, view_service, toast=toasts.marked())


async def unmark_service(
    _: CallbackQuery,
    callback_data: UnmarkService,
    chat: Chat,
    person: Person,
    own_services: OwnServices,
    view_service: ViewService,
) -> None:
    await own_services.unmark(person, callback_data.service)
    await show_service(callback_data.service, chat, person, view_service, toast=toasts.unmarked())


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_favourites, OpenFavourites.filter())
    router.callback_query.register(open_recent, OpenRecent.filter())
    router.callback_query.register(mark_service, MarkService.filter())
    router.callback_query.register(unmark_service, UnmarkService.filter())
    return router
