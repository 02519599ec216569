"""Finds the words for what stood in the way of a person, in one place."""

import logging

from aiogram import Router
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError, TelegramRetryAfter
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import ErrorEvent

from bot.telegram import TROUBLE
from handlers.catalogue import show_catalogue
from handlers.chat import Awaited, Chat
from handlers.wizard import show_step
from storage.conversations import Conversation
from storage.database import DatabaseAway
from usecases.access import Person
from usecases.catalogue import Catalogue
from usecases.draft_orders import DraftOrders
from usecases.facts import (
    BadAnswer,
    CategoryGone,
    DraftGone,
    Fact,
    InviteGone,
    QuoteChanged,
    ReviewOutdated,
    ServiceGone,
)
from usecases.view_account import ViewAccount
from views import failures, start
from views.language import speaking

log = logging.getLogger(__name__)


async def ask_again(
    event: ErrorEvent,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    draft_orders: DraftOrders,
) -> None:
    """The question again with the reason, and what was entered before it."""
    with speaking(person.language):
        reason = _words(event)
        if conversation.state == Awaited.ANSWER:
            step = await draft_orders.current(str(conversation.data.get("draft")), person.id)
            await show_step(step, chat, reason)
        else:
            await chat.tell(reason)


async def review_again(event: ErrorEvent, chat: Chat, person: Person) -> None:
    with speaking(person.language):
        if isinstance(event.exception, QuoteChanged | ReviewOutdated):
            await show_step(event.exception.step, chat, _words(event))


async def renew_menu(event: ErrorEvent, chat: Chat, person: Person, view_account: ViewAccount) -> None:
    with speaking(person.language):
        overview = await view_account.overview(person.id)
        await chat.show(start.menu(person, overview), toast=_words(event))


async def renew_catalogue(
    event: ErrorEvent, chat: Chat, person: Person, catalogue: Catalogue, view_account: ViewAccount
) -> None:
    with speaking(person.language):
        await chat.answer(_words(event), alert=True)
        await show_catalogue(0, chat, catalogue, view_account)


async def tell_invite_gone(_: ErrorEvent, chat: Chat, person: Person) -> None:
    """Whoever is not let in gets one line and nothing else."""
    with speaking(person.language):
        await chat.show(start.invite_gone())


async def tell_fact(event: ErrorEvent, chat: Chat, person: Person) -> None:
    with speaking(person.language):
        await chat.tell(_words(event), alert=True)


async def note_blocked(_: ErrorEvent) -> None:
    """Whoever blocked the bot while it answered will not read the answer."""


async def try_again_later(event: ErrorEvent) -> None:
    """Telegram or the database is away, or asks to wait: the intake handles the update again."""
    raise event.exception


async def tell_broken(event: ErrorEvent, chat: Chat | None = None, person: Person | None = None) -> None:
    """A mistake of ours, or Telegram's: logged without what the person wrote, and the tap is answered."""
    log.error("an update could not be handled", exc_info=event.exception)
    if chat is None or person is None:
        return
    with speaking(person.language):
        try:
            await chat.answer(failures.broken(), alert=True)
        except TelegramAPIError:
            log.info("the person could not be told")


def _words(event: ErrorEvent) -> str:
    if not isinstance(event.exception, Fact):
        raise event.exception
    return failures.words(event.exception)


def routes() -> Router:
    router = Router(name=__name__)
    router.errors.register(ask_again, ExceptionTypeFilter(BadAnswer))
    router.errors.register(review_again, ExceptionTypeFilter(QuoteChanged, ReviewOutdated))
    router.errors.register(renew_menu, ExceptionTypeFilter(DraftGone))
    router.errors.register(renew_catalogue, ExceptionTypeFilter(ServiceGone, CategoryGone))
    router.errors.register(tell_invite_gone, ExceptionTypeFilter(InviteGone))
    router.errors.register(tell_fact, ExceptionTypeFilter(Fact))
    router.errors.register(note_blocked, ExceptionTypeFilter(TelegramForbiddenError))
    router.errors.register(try_again_later, ExceptionTypeFilter(TelegramRetryAfter, DatabaseAway, *TROUBLE))
    router.errors.register(tell_broken)
    return router
