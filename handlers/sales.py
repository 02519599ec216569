"""The operator sees what was sold, and gets it as a file."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.chat import Chat
from handlers.roles import May
from handlers.shop import InShop
from usecases.browsing.catalogue import Catalogue
from usecases.clock import Clock
from usecases.operating.report_sales import ReportSales
from usecases.people.roles import Action
from views import toasts
from views.operating import sales
from views.operating.callbacks import SendSales
from views.operating.shop_callbacks import OpenSales


async def open_sales(_: CallbackQuery, chat: Chat, report_sales: ReportSales, clock: Clock) -> None:
    await chat.show(sales.months(await report_sales.by_month(clock())))


async def send_sales(_: CallbackQuery, chat: Chat, report_sales: ReportSales, catalogue: Catalogue) -> None:
    months = await report_sales()
    if not months:
        await chat.answer(toasts.no_orders_yet())
        return
    await chat.answer()
    table = sales.table_of_shop if catalogue.is_shop else sales.table
    await chat.send_file(table(months), "sales.csv")


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_sales, OpenSales.filter(), May(Action.SEE_SALES), InShop())
    router.callback_query.register(send_sales, SendSales.filter(), May(Action.SEE_SALES))
    return router
