"""The operator looks at an order that makes no progress, and may end it."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.chat import Chat
from handlers.operator import FromOperator
from storage.orders import OrderStage
from usecases.operating.end_orders import EndOrders
from usecases.people.access import Person
from views.operating import troubles
from views.operating.callbacks import AskEnd, EndOrder, OpenTrouble


async def open_trouble(
    _: CallbackQuery, callback_data: OpenTrouble, chat: Chat, end_orders: EndOrders
) -> None:
    await chat.show(troubles.facts(await end_orders.question(callback_data.order)))


async def ask_end(_: CallbackQuery, callback_data: AskEnd, chat: Chat, end_orders: EndOrders) -> None:
    it = await end_orders.open_question(callback_data.order)
    await chat.show(troubles.ask_end(it, OrderStage(callback_data.end)))


async def end_order(
    _: CallbackQuery, callback_data: EndOrder, chat: Chat, person: Person, end_orders: EndOrders
) -> None:
    order = await end_orders(callback_data.order, OrderStage(callback_data.end), person.id)
    await chat.show(troubles.ended(order))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.filter(FromOperator())
    router.callback_query.register(open_trouble, OpenTrouble.filter())
    router.callback_query.register(ask_end, AskEnd.filter())
    router.callback_query.register(end_order, EndOrder.filter())
    return router
