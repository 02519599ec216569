"""A person takes orders out of Attention: one by its card, or all that have ended."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.chat import Chat
from handlers.order_cards import show_card
from storage.own_orders import Filter
from usecases.people.access import Person
from usecases.tracking.dismiss_orders import DismissOrders
from usecases.tracking.view_orders import ViewOrders
from views import toasts
from views.order_callbacks import DismissAll, DismissOrder
from views.orders import order_lists


async def dismiss_order(
    _: CallbackQuery,
    callback_data: DismissOrder,
    chat: Chat,
    person: Person,
    dismiss_orders: DismissOrders,
    view_orders: ViewOrders,
) -> None:
    order_id, user_id = callback_data.order, person.id
    is_dismissed = await dismiss_orders.one(order_id, user_id)
    toast = toasts.dismissed(order_id) if is_dismissed else toasts.not_dismissible(order_id)
    await show_card(order_id, user_id, chat, view_orders, toast)


async def dismiss_all(
    _: CallbackQuery, chat: Chat, person: Person, dismiss_orders: DismissOrders, view_orders: ViewOrders
) -> None:
    number = await dismiss_orders.all(person.id)
    page = await view_orders.page(person.id, Filter.ATTENTION, 0)
    await chat.show(order_lists.page(page), toast=toasts.all_dismissed(number))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(dismiss_order, DismissOrder.filter())
    router.callback_query.register(dismiss_all, DismissAll.filter())
    return router
