"""People mute the operators' news, want it again, and open a service from it."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.catalogue import show_service
from handlers.chat import Chat
from usecases.browsing.view_service import ViewService
from usecases.people.access import Person
from usecases.people.choose_settings import ChooseSettings
from views import account, news
from views.callbacks import ChooseNews, MuteNews, OpenFromNews


async def mute_news(_: CallbackQuery, chat: Chat, person: Person, choose_settings: ChooseSettings) -> None:
    await choose_settings.news(person.id, wanted=False)
    await chat.answer(news.muted(), alert=True)


async def choose_news(
    _: CallbackQuery, callback_data: ChooseNews, chat: Chat, person: Person, choose_settings: ChooseSettings
) -> None:
    await chat.show(account.settings(await choose_settings.news(person.id, wanted=callback_data.wanted)))


async def open_from_news(
    _: CallbackQuery, callback_data: OpenFromNews, chat: Chat, person: Person, view_service: ViewService
) -> None:
    chat.draw_below()
    await show_service(callback_data.service, chat, person, view_service)


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(mute_news, MuteNews.filter())
    router.callback_query.register(choose_news, ChooseNews.filter())
    router.callback_query.register(open_from_news, OpenFromNews.filter())
    return router
