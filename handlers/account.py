"""Balance and settings."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.chat import Chat
from usecases.operating.view_account import ViewAccount
from usecases.operating.watch_panel import WatchPanel
from usecases.people.access import Person
from usecases.people.choose_settings import ChooseSettings
from views import account, toasts
from views.callbacks import (
    ChooseLanguage,
    ChooseNotifications,
    OpenBalance,
    OpenLanguages,
    OpenSettings,
    RefreshBalance,
)
from views.language import speaking


async def type_balance(_: Message, chat: Chat, person: Person, view_account: ViewAccount) -> None:
    await chat.show(account.balance(await view_account.account(person.id)))


async def open_balance(_: CallbackQuery, chat: Chat, person: Person, view_account: ViewAccount) -> None:
    await chat.show(account.balance(await view_account.account(person.id)))


async def refresh_balance(
    _: CallbackQuery, chat: Chat, person: Person, view_account: ViewAccount, watch_panel: WatchPanel
) -> None:
    """Ask the panel for the balance. The tap is answered first, because the panel may be slow."""
    await chat.answer(toasts.asked_panel())
    await (watch_panel.refresh_for_operator() if person.is_operator else watch_panel.refresh())
    await chat.show(account.balance(await view_account.account(person.id)))


async def type_settings(_: Message, chat: Chat, person: Person) -> None:
    await chat.show(account.settings(person))


async def open_settings(_: CallbackQuery, chat: Chat, person: Person) -> None:
    await chat.show(account.settings(person))


async def open_languages(_: CallbackQuery, chat: Chat) -> None:
    await chat.show(account.choose_language())


async def choose_language(
    _: CallbackQuery,
    callback_data: ChooseLanguage,
    chat: Chat,
    person: Person,
    choose_settings: ChooseSettings,
) -> None:
    person = await choose_settings.language(person.id, callback_data.language)
    with speaking(person.language):
        await chat.show(account.settings(person))


async def choose_notifications(
    _: CallbackQuery,
    callback_data: ChooseNotifications,
    chat: Chat,
    person: Person,
    choose_settings: ChooseSettings,
) -> None:
    await chat.show(
        account.settings(await choose_settings.notifications(person.id, callback_data.notifications))
    )


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(type_balance, Command("balance"))
    router.message.register(type_settings, Command("settings"))
    router.callback_query.register(open_balance, OpenBalance.filter())
    router.callback_query.register(refresh_balance, RefreshBalance.filter())
    router.callback_query.register(open_settings, OpenSettings.filter())
    router.callback_query.register(open_languages, OpenLanguages.filter())
    router.callback_query.register(choose_language, ChooseLanguage.filter())
    router.callback_query.register(choose_notifications, ChooseNotifications.filter())
    return router
