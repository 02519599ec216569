"""A person's wallet and its statement. A private bot has none: these handlers are a shop's."""

import asyncio

from aiogram import Router
from aiogram.filters import BaseFilter, Command
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.chat import Chat
from usecases.paying.view_wallet import ViewWallet
from usecases.people.access import Person
from views import statement, wallet
from views.callbacks import OpenBalance, OpenWallet, RefreshBalance, SendStatement


class InShop(BaseFilter):
    """Lets updates through where people have wallets. Elsewhere a button of a shop is out of date."""

    async def __call__(self, _: TelegramObject, *, is_shop: bool) -> bool:
        return is_shop


async def show_wallet(
    _: Message | CallbackQuery, chat: Chat, person: Person, view_wallet: ViewWallet
) -> None:
    await chat.show(wallet.page(await view_wallet(person.id)))


async def open_wallet(
    _: CallbackQuery, callback_data: OpenWallet, chat: Chat, person: Person, view_wallet: ViewWallet
) -> None:
    await chat.show(wallet.page(await view_wallet(person.id, callback_data.before)))


async def send_statement(_: CallbackQuery, chat: Chat, person: Person, view_wallet: ViewWallet) -> None:
    found = await view_wallet.statement(person.id)
    if not found.entries:
        await chat.answer(wallet.nothing_yet())
        return
    await chat.answer()
    await chat.send_file(await asyncio.to_thread(statement.table, found), "statement.csv")


def routes() -> Router:
    """The buttons and the command of the panel's balance open the wallet too, from before the shop."""
    router = Router(name=__name__)
    router.message.filter(InShop())
    router.callback_query.filter(InShop())
    router.message.register(show_wallet, Command("wallet", "balance"))
    router.callback_query.register(open_wallet, OpenWallet.filter())
    router.callback_query.register(show_wallet, OpenBalance.filter())
    router.callback_query.register(show_wallet, RefreshBalance.filter())
    router.callback_query.register(send_statement, SendStatement.filter())
    return router
