"""Shows a person why a request failed, for the errors of all handlers.

`handlers/wizard.py` catches wrong answers itself, and `handlers/order.py` catches changed quotes. An error
that is not listed here goes on to `bot/incoming/attempts.py`, which retries the update or sets it aside.
"""

from aiogram import Router
from aiogram.exceptions import TelegramForbiddenError
from aiogram.filters import ExceptionTypeFilter
from aiogram.types import ErrorEvent

from handlers.catalogue import show_catalogue
from handlers.chat import Chat
from handlers.menus import menu_of
from handlers.order_cards import show_card
from usecases.browsing.catalogue import Catalogue
from usecases.browsing.own_services import OwnServices
from usecases.browsing.view_service import ViewService
from usecases.errors import (
    CancelNotPossible,
    CategoryGone,
    DraftGone,
    InviteGone,
    RefillNotPossible,
    RequestFailed,
    ServiceGone,
)
from usecases.operating.view_account import ViewAccount
from usecases.people.access import Person
from usecases.tracking.view_orders import ViewOrders
from views import catalogue as views
from views import failures, start
from views.language import speaking


async def renew_menu(event: ErrorEvent, chat: Chat, person: Person, view_account: ViewAccount) -> None:
    with speaking(person.language):
        await chat.show(await menu_of(person, view_account), toast=_words(event))


async def renew_catalogue(
    event: ErrorEvent,
    chat: Chat,
    person: Person,
    catalogue: Catalogue,
    view_account: ViewAccount,
    own_services: OwnServices,
) -> None:
    with speaking(person.language):
        await chat.answer(_words(event), alert=True)
        await show_catalogue(0, chat, person, catalogue, view_account, own_services)


async def show_nearest(
    event: ErrorEvent,
    chat: Chat,
    person: Person,
    catalogue: Catalogue,
    view_account: ViewAccount,
    view_service: ViewService,
    own_services: OwnServices,
) -> None:
    """Show similar services instead of one that is not offered, or that there is no catalogue yet."""
    with speaking(person.language):
        if not catalogue.services:
            await show_catalogue(0, chat, person, catalogue, view_account, own_services)
        elif isinstance(event.exception, ServiceGone):
            await chat.answer(_words(event), alert=True)
            await chat.show(views.gone(await view_service.gone(event.exception.ref, person.group_id)))


async def tell_invite_gone(_: ErrorEvent, chat: Chat, person: Person) -> None:
    """Tell a stranger in one line that the invitation is not valid."""
    with speaking(person.language):
        await chat.show(start.invite_gone())


async def show_newest_card(event: ErrorEvent, chat: Chat, person: Person, view_orders: ViewOrders) -> None:
    """Show the present card after a tap on an outdated one."""
    with speaking(person.language):
        if isinstance(event.exception, RefillNotPossible | CancelNotPossible):
            await show_card(event.exception.order.id, person.id, chat, view_orders, _words(event))


async def tell_fact(event: ErrorEvent, chat: Chat, person: Person) -> None:
    with speaking(person.language):
        await chat.tell(_words(event), alert=True)


async def note_blocked(_: ErrorEvent) -> None:
    """Ignore that the person blocked the bot: nobody would read an answer."""


def _words(event: ErrorEvent) -> str:
    if not isinstance(event.exception, RequestFailed):
        raise event.exception
    return failures.words(event.exception)


def routes() -> Router:
    router = Router(name=__name__)
    router.errors.register(renew_menu, ExceptionTypeFilter(DraftGone))
    router.errors.register(renew_catalogue, ExceptionTypeFilter(CategoryGone))
    router.errors.register(show_nearest, ExceptionTypeFilter(ServiceGone))
    router.errors.register(tell_invite_gone, ExceptionTypeFilter(InviteGone))
    router.errors.register(show_newest_card, ExceptionTypeFilter(RefillNotPossible, CancelNotPossible))
    router.errors.register(tell_fact, ExceptionTypeFilter(RequestFailed))
    router.errors.register(note_blocked, ExceptionTypeFilter(TelegramForbiddenError))
    return router
