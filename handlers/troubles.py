"""The operator looks at an order that makes no progress, and may end it."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.chat import Chat
from handlers.roles import May
from storage.orders import OrderStage
from usecases.operating.end_orders import EndOrders
from usecases.operating.view_stuck import ViewStuck
from usecases.people.access import Person
from usecases.people.roles import Action
from usecases.tracking.ask_about_order import AskAboutOrder
from views import toasts
from views.operating import troubles
from views.operating.callbacks import AskEnd, AskPanel, EndOrder, OpenStuck, OpenTrouble
from views.screen import Screen


async def open_trouble(
    _: CallbackQuery, callback_data: OpenTrouble, chat: Chat, person: Person, end_orders: EndOrders
) -> None:
    await chat.show(await _facts(callback_data.order, person, end_orders))


async def _facts(order_id: int, person: Person, end_orders: EndOrders) -> Screen:
    it = await end_orders.question(order_id)
    return troubles.facts(it, with_costs=person.may(Action.SEE_SALES))


async def ask_panel(
    _: CallbackQuery,
    callback_data: AskPanel,
    chat: Chat,
    person: Person,
    ask_about_order: AskAboutOrder,
    end_orders: EndOrders,
) -> None:
    """Have the panel asked. Its answer comes a moment later, and the card can be opened anew."""
    is_asked = await ask_about_order.ask_now(callback_data.order)
    toast = toasts.asked_panel() if is_asked else toasts.nothing_new()
    await chat.show(await _facts(callback_data.order, person, end_orders), toast=toast)


async def open_stuck(_: CallbackQuery, callback_data: OpenStuck, chat: Chat, view_stuck: ViewStuck) -> None:
    await chat.show(troubles.stuck(await view_stuck(callback_data.page)))


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
    router.callback_query.register(open_trouble, OpenTrouble.filter(), May(Action.SEE))
    router.callback_query.register(ask_panel, AskPanel.filter(), May(Action.ASK_PANEL))
    router.callback_query.register(open_stuck, OpenStuck.filter(), May(Action.SEE))
    router.callback_query.register(ask_end, AskEnd.filter(), May(Action.DECIDE_ORDERS))
    router.callback_query.register(end_order, EndOrder.filter(), May(Action.DECIDE_ORDERS))
    return router
