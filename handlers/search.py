"""Searching services in the chat."""

import re

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.catalogue import show_service
from handlers.chat import Chat
from storage.conversations import Conversation
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.search_services import SearchServices
from usecases.browsing.view_service import ViewService
from usecases.people.access import Person
from views import search as views
from views.callbacks import OpenFound, OpenSearch

LONGEST_QUERY = 100
LINK = re.compile(r"(?:https?://)?t\.me/(?P<bot>\w+)\?start=s_(?P<ref>[A-Za-z0-9_-]{1,32})", re.IGNORECASE)


async def type_search(
    _: Message,
    command: CommandObject,
    chat: Chat,
    person: Person,
    search_services: SearchServices,
    catalogue: Catalogue,
) -> None:
    if command.args:
        await _show(command.args, 0, chat, person, search_services, catalogue)
    else:
        await chat.show(views.prompt(has_inline=await chat.has_inline()), awaits=Expected.SEARCH)


async def open_search(_: CallbackQuery, chat: Chat) -> None:
    await chat.show(views.prompt(has_inline=await chat.has_inline()), awaits=Expected.SEARCH)


async def search(
    message: Message,
    chat: Chat,
    person: Person,
    search_services: SearchServices,
    catalogue: Catalogue,
    view_service: ViewService,
) -> None:
    typed = message.text or ""
    if ref := await _own_link(typed, chat):
        await show_service(ref, chat, person, view_service)
    else:
        await _show(typed, 0, chat, person, search_services, catalogue)


async def _own_link(typed: str, chat: Chat) -> str | None:
    """Return the service to which a link to this bot leads, or None if the text is no such link."""
    link = LINK.fullmatch(typed.strip())
    own = (await chat.bot_username()).casefold() if link else None
    return link["ref"] if link and link["bot"].casefold() == own else None


async def open_chosen(message: Message, chat: Chat, person: Person, view_service: ViewService) -> None:
    """Open the card of a result of the inline search, also while another text is expected."""
    ref = await _own_link(message.text or "", chat)
    if ref is None:
        raise SkipHandler
    await show_service(ref, chat, person, view_service)


async def open_found(
    _: CallbackQuery,
    callback_data: OpenFound,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    search_services: SearchServices,
    catalogue: Catalogue,
) -> None:
    words = conversation.data.get("words")
    if isinstance(words, str):
        await _show(words, callback_data.page, chat, person, search_services, catalogue)
    else:
        await chat.show(views.prompt(has_inline=await chat.has_inline()), awaits=Expected.SEARCH)


async def _show(
    words: str,
    page: int,
    chat: Chat,
    person: Person,
    search_services: SearchServices,
    catalogue: Catalogue,
) -> None:
    words = words[:LONGEST_QUERY]
    prices = catalogue.price_list(person.group_id)
    if prices.services or prices.has_nothing:
        found = search_services(words, person.group_id)
        screen = views.found(words, found, page, prices.currency)
    else:
        screen = views.nothing_yet()
    await chat.show(screen, awaits=Expected.SEARCH, words=words)


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(type_search, Command("search"))
    router.message.register(open_chosen, F.via_bot, HasText())
    router.callback_query.register(open_search, OpenSearch.filter())
    router.callback_query.register(open_found, OpenFound.filter())
    return router


def text_routes() -> Router:
    """Routes of texts with words to search for."""
    router = Router(name=f"{__name__}.text")
    router.message.register(search, Expecting(Expected.SEARCH), HasText())
    return router
