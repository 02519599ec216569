"""The operator looks up any person's order, and gets a table of sales."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.operator import FromOperator
from usecases.errors import OrderGone
from usecases.operating.end_orders import EndOrders
from usecases.operating.report_sales import ReportSales
from usecases.tracking.find_orders import FindOrders
from views import failures, toasts
from views.operating import sales, troubles
from views.operating.callbacks import FindAnyOrder, SendSales


async def ask_number(_: CallbackQuery, chat: Chat) -> None:
    await chat.show(troubles.ask_any_number(), awaits=Expected.ANY_ORDER)


async def find_any_order(
    message: Message, chat: Chat, find_orders: FindOrders, end_orders: EndOrders
) -> None:
    try:
        found = await find_orders(message.text or "")
    except OrderGone as fact:
        await chat.show(troubles.ask_any_number(failures.words(fact)), awaits=Expected.ANY_ORDER)
        return
    if len(found) > 1:
        await chat.show(troubles.found(found), awaits=Expected.ANY_ORDER)
    else:
        await chat.show(troubles.facts(await end_orders.question(found[0].id)), awaits=Expected.ANY_ORDER)


async def send_sales(_: CallbackQuery, chat: Chat, report_sales: ReportSales) -> None:
    months = await report_sales()
    if not months:
        await chat.answer(toasts.no_orders_yet())
        return
    await chat.answer()
    await chat.send_file(sales.table(months), "sales.csv")


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.filter(FromOperator())
    router.callback_query.register(ask_number, FindAnyOrder.filter())
    router.callback_query.register(send_sales, SendSales.filter())
    return router


def text_routes() -> Router:
    """Routes of texts with the number of any person's order."""
    router = Router(name=f"{__name__}.text")
    router.message.filter(FromOperator())
    router.message.register(find_any_order, Expecting(Expected.ANY_ORDER), HasText())
    return router
