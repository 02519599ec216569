"""An owner gets backups of the database into the chat."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.chat import Chat
from handlers.roles import May
from usecases.errors import BackupNotMade
from usecases.operating.send_backups import SendBackups
from usecases.people.access import Person
from usecases.people.roles import Action
from views import failures
from views.operating import backups as views
from views.operating.backup_callbacks import ChooseDailyBackup, OpenBackups, SendBackup


async def open_backups(_: CallbackQuery, chat: Chat, person: Person, send_backups: SendBackups) -> None:
    await chat.show(views.state(await send_backups.state(person.id)))


async def send_backup(_: CallbackQuery, chat: Chat, person: Person, send_backups: SendBackups) -> None:
    await chat.answer(views.on_its_way())
    try:
        await send_backups.now(person.id)
    except BackupNotMade as fact:
        return await chat.show(views.state(await send_backups.state(person.id), failures.words(fact)))
    return await chat.show(views.state(await send_backups.state(person.id)))


async def choose_daily(
    _: CallbackQuery, callback_data: ChooseDailyBackup, chat: Chat, person: Person, send_backups: SendBackups
) -> None:
    wanted = callback_data.wanted
    await send_backups.choose_daily(person.id, wanted=wanted)
    screen = views.state(await send_backups.state(person.id))
    await chat.show(screen, toast=views.daily_chosen(wanted=wanted))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_backups, OpenBackups.filter(), May(Action.GET_BACKUPS))
    router.callback_query.register(send_backup, SendBackup.filter(), May(Action.GET_BACKUPS))
    router.callback_query.register(choose_daily, ChooseDailyBackup.filter(), May(Action.GET_BACKUPS))
    return router
