"""The operator reopens ordering after the database was restored from a backup."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.chat import Chat
from handlers.roles import May
from usecases.operating.return_from_backup import ReturnFromBackup
from usecases.people.access import Person
from usecases.people.roles import Action
from views.operating import returning
from views.operating.callbacks import AskOpenOrdering, OpenOrdering


async def ask_open_ordering(_: CallbackQuery, chat: Chat, return_from_backup: ReturnFromBackup) -> None:
    await chat.show(returning.ask_open_ordering(await return_from_backup.unasked()))


async def open_ordering(
    _: CallbackQuery, chat: Chat, person: Person, return_from_backup: ReturnFromBackup
) -> None:
    await return_from_backup.open_anyway(person.id)
    await chat.show(returning.ordering_is_open())


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(ask_open_ordering, AskOpenOrdering.filter(), May(Action.DECIDE_ORDERS))
    router.callback_query.register(open_ordering, OpenOrdering.filter(), May(Action.DECIDE_ORDERS))
    return router
