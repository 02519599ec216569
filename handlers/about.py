"""Help, privacy, terms."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.chat import Chat
from storage.own_texts import TextKind
from usecases.people.access import Person
from usecases.people.read_texts import ReadTexts
from views import about, own_texts
from views.callbacks import OpenHelp, OpenPrivacy, OpenRules, OpenTerms
from views.language import spoken_code


async def read_help(
    _: Message | CallbackQuery, chat: Chat, person: Person, read_texts: ReadTexts, *, is_shop: bool
) -> None:
    if person.is_operator:
        await chat.show(about.operator_help(is_shop=is_shop))
        return
    support = await read_texts(TextKind.SUPPORT, spoken_code())
    has_rules = await read_texts(TextKind.RULES, spoken_code()) is not None
    await chat.show(about.help_screen(is_shop=is_shop, support=support, has_rules=has_rules))


async def read_rules(
    query: CallbackQuery, chat: Chat, person: Person, read_texts: ReadTexts, *, is_shop: bool
) -> None:
    """Show the rules, or the help if no operator wrote any."""
    html = await read_texts(TextKind.RULES, spoken_code())
    if html is None:
        await read_help(query, chat, person, read_texts, is_shop=is_shop)
    else:
        await chat.show(own_texts.rules(html))


async def read_privacy(
    _: Message | CallbackQuery, chat: Chat, contact: str | None, read_texts: ReadTexts, *, is_shop: bool
) -> None:
    support = await read_texts(TextKind.SUPPORT, spoken_code())
    await chat.show(about.privacy(is_shop=is_shop, contact=contact, support=support))


async def read_terms(
    _: Message | CallbackQuery, chat: Chat, contact: str | None, read_texts: ReadTexts, *, is_shop: bool
) -> None:
    support = await read_texts(TextKind.SUPPORT, spoken_code())
    await chat.show(about.terms(is_shop=is_shop, contact=contact, support=support))


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(read_help, Command("help"))
    router.message.register(read_privacy, Command("privacy"))
    router.message.register(read_terms, Command("terms"))
    router.callback_query.register(read_help, OpenHelp.filter())
    router.callback_query.register(read_rules, OpenRules.filter())
    router.callback_query.register(read_privacy, OpenPrivacy.filter())
    router.callback_query.register(read_terms, OpenTerms.filter())
    return router
