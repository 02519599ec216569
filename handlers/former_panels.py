"""The operator decides about open orders at former panels."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.chat import Chat
from handlers.roles import May
from usecases.errors import AlreadyDecided
from usecases.people.access import Person
from usecases.people.roles import Action
from usecases.submitting.close_former_panels import CloseFormerPanels
from usecases.submitting.decide import Decide
from views.operating import decisions, former_panels
from views.operating.callbacks import AskClosePanel, AskLoseOrder, ClosePanel, LoseOrder, OpenFormerPanels


async def open_former_panels(_: CallbackQuery, chat: Chat, close_former_panels: CloseFormerPanels) -> None:
    await chat.show(former_panels.listed(await close_former_panels.listed()))


async def ask_close_panel(
    _: CallbackQuery, callback_data: AskClosePanel, chat: Chat, close_former_panels: CloseFormerPanels
) -> None:
    await chat.show(former_panels.ask_close(await close_former_panels.question(callback_data.panel)))


async def close_panel(
    _: CallbackQuery,
    callback_data: ClosePanel,
    chat: Chat,
    person: Person,
    close_former_panels: CloseFormerPanels,
) -> None:
    left = await close_former_panels(callback_data.panel, person.id)
    await chat.show(former_panels.closed(left))


async def ask_lose_order(_: CallbackQuery, callback_data: AskLoseOrder, chat: Chat, decide: Decide) -> None:
    question = await decide.open_question(callback_data.order)
    if not question.is_elsewhere:
        raise AlreadyDecided
    await chat.show(former_panels.ask_lose(question))


async def lose_order(
    _: CallbackQuery, callback_data: LoseOrder, chat: Chat, person: Person, decide: Decide
) -> None:
    order = await decide.order_is_lost(callback_data.order, person.id)
    await chat.show(decisions.decided(order))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_former_panels, OpenFormerPanels.filter(), May(Action.SEE))
    router.callback_query.register(ask_close_panel, AskClosePanel.filter(), May(Action.DECIDE_ORDERS))
    router.callback_query.register(close_panel, ClosePanel.filter(), May(Action.DECIDE_ORDERS))
    router.callback_query.register(ask_lose_order, AskLoseOrder.filter(), May(Action.DECIDE_ORDERS))
    router.callback_query.register(lose_order, LoseOrder.filter(), May(Action.DECIDE_ORDERS))
    return router
