"""A person's own orders: the list, also as a file, one of them, and those with a number or words."""

import asyncio

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.order_cards import show_card
from storage.own_orders import Filter
from usecases.errors import OrderGone
from usecases.people.access import Person
from usecases.tracking.find_orders import FindOrders
from usecases.tracking.order_history import ViewHistory
from usecases.tracking.view_orders import ViewOrders
from views import failures
from views.order_callbacks import FindOrder, OpenHistory, OpenOrders, SendLists, SendOrders, ShowOrder
from views.orders import history, order_card, order_lists, orders_file
from views.toasts import no_orders_yet


async def type_orders(_: Message, chat: Chat, person: Person, view_orders: ViewOrders) -> None:
    await chat.show(order_lists.page(await view_orders.page(person.id, Filter.ALL, 0)))


async def open_orders(
    _: CallbackQuery, callback_data: OpenOrders, chat: Chat, person: Person, view_orders: ViewOrders
) -> None:
    page = await view_orders.page(person.id, callback_data.which, callback_data.page)
    await chat.show(order_lists.page(page))


async def open_order(
    _: CallbackQuery, callback_data: ShowOrder, chat: Chat, person: Person, view_orders: ViewOrders
) -> None:
    await show_card(callback_data.order, person.id, chat, view_orders)


async def open_history(
    _: CallbackQuery, callback_data: OpenHistory, chat: Chat, person: Person, view_history: ViewHistory
) -> None:
    await chat.show(history.history(await view_history(callback_data.order, person.id)))


async def send_lists(
    _: CallbackQuery, callback_data: SendLists, chat: Chat, person: Person, view_orders: ViewOrders
) -> None:
    card = await view_orders.card(callback_data.order, person.id)
    lists = order_card.whole_lists(card.order)
    if not lists:
        await show_card(card.order.id, person.id, chat, view_orders)
        return
    await chat.answer()
    await chat.say_or_file(lists, f"order-{card.order.id}.txt")


async def send_orders(_: CallbackQuery, chat: Chat, person: Person, view_orders: ViewOrders) -> None:
    """Send all orders as a file."""
    found = await view_orders.all_of(person.id)
    if not found:
        return await chat.answer(no_orders_yet())
    await chat.answer()
    return await chat.send_file(await asyncio.to_thread(orders_file.table, found), "orders.csv")


async def ask_number(_: CallbackQuery, chat: Chat) -> None:
    await chat.show(order_lists.ask_number(), awaits=Expected.ORDER_NUMBER)


async def find_order(
    message: Message, chat: Chat, person: Person, find_orders: FindOrders, view_orders: ViewOrders
) -> None:
    await show_order(message.text or "", chat, person, find_orders, view_orders)


async def show_order(
    number: str, chat: Chat, person: Person, find_orders: FindOrders, view_orders: ViewOrders
) -> None:
    """Show a person's own order by its typed number, ours or the panel's. If there is none, ask again."""
    try:
        found = await find_orders(number, person.id)
    except OrderGone as fact:
        await chat.show(order_lists.ask_number(failures.words(fact)), awaits=Expected.ORDER_NUMBER)
        return
    if len(found) > 1:
        await chat.show(order_lists.found(found), awaits=Expected.ORDER_NUMBER)
    else:
        await show_card(found[0].id, person.id, chat, view_orders)


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(type_orders, Command("orders"))
    router.callback_query.register(open_orders, OpenOrders.filter())
    router.callback_query.register(open_order, ShowOrder.filter())
    router.callback_query.register(open_history, OpenHistory.filter())
    router.callback_query.register(send_lists, SendLists.filter())
    router.callback_query.register(send_orders, SendOrders.filter())
    router.callback_query.register(ask_number, FindOrder.filter())
    return router


def text_routes() -> Router:
    """Routes of texts with the number of an order."""
    router = Router(name=f"{__name__}.text")
    router.message.register(find_order, Expecting(Expected.ORDER_NUMBER), HasText())
    return router
