"""Help, privacy, terms."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.chat import Chat
from usecases.people.access import Person
from views import about
from views.callbacks import OpenHelp, OpenPrivacy, OpenTerms


async def read_help(_: Message | CallbackQuery, chat: Chat, person: Person, *, is_shop: bool) -> None:
    help_screen = about.operator_help if person.is_operator else about.help_screen
    await chat.show(help_screen(is_shop=is_shop))


async def read_privacy(_: Message | CallbackQuery, chat: Chat) -> None:
    await chat.show(about.privacy())


async def read_terms(_: Message | CallbackQuery, chat: Chat, *, is_shop: bool) -> None:
    await chat.show(about.terms(is_shop=is_shop))


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(read_help, Command("help"))
    router.message.register(read_privacy, Command("privacy"))
    router.message.register(read_terms, Command("terms"))
    router.callback_query.register(read_help, OpenHelp.filter())
    router.callback_query.register(read_privacy, OpenPrivacy.filter())
    router.callback_query.register(read_terms, OpenTerms.filter())
    return router
