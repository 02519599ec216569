"""Sends a person their own data as files."""

import asyncio

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.chat import Chat
from usecases.people.access import Person
from usecases.tracking.export_person import ExportPerson
from views import personal_file, statement, toasts
from views.callbacks import SendMyData
from views.orders import orders_file


async def send_data(
    _: Message | CallbackQuery, chat: Chat, person: Person, export_person: ExportPerson
) -> None:
    """Send the files one after the other. What was sent before a crash may come again."""
    if wait := await export_person.wait(person.id):
        return await chat.tell(toasts.data_again(wait), alert=True)
    await chat.answer(toasts.data_coming())
    await chat.show_typing()
    data = await export_person(person.id)
    await chat.send_file(await asyncio.to_thread(personal_file.document, data), "data.json")
    if data.orders:
        await chat.send_file(await asyncio.to_thread(orders_file.table, data.orders), "orders.csv")
    if data.statement is not None and data.statement.entries:
        await chat.send_file(await asyncio.to_thread(statement.table, data.statement), "statement.csv")
    return await export_person.note_sent(person.id)


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(send_data, Command("export"))
    router.callback_query.register(send_data, SendMyData.filter())
    return router
