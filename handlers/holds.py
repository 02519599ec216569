"""The operator decides about services on hold."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.chat import Chat
from handlers.roles import May
from usecases.operating.decide_holds import DecideHolds
from usecases.people.access import Person
from usecases.people.roles import Action
from views.operating import holds
from views.operating.callbacks import DecideHold, LiftMoves, OpenHold, OpenHolds, TakeBack
from views.toasts import noted


async def open_holds(_: CallbackQuery, chat: Chat, decide_holds: DecideHolds) -> None:
    await chat.show(holds.held(await decide_holds.listed()))


async def open_hold(_: CallbackQuery, callback_data: OpenHold, chat: Chat, decide_holds: DecideHolds) -> None:
    await chat.show(holds.hold(await decide_holds.held(callback_data.hold)))


async def decide_hold(
    _: CallbackQuery, callback_data: DecideHold, chat: Chat, person: Person, decide_holds: DecideHolds
) -> None:
    it = callback_data
    await decide_holds(it.hold, it.decisions, it.decision, person.id)
    await _show_all(chat, decide_holds)


async def lift_moves(
    _: CallbackQuery, callback_data: LiftMoves, chat: Chat, person: Person, decide_holds: DecideHolds
) -> None:
    await decide_holds.lift_moves(callback_data.until, person.id)
    await _show_all(chat, decide_holds)


async def take_back(
    _: CallbackQuery, callback_data: TakeBack, chat: Chat, person: Person, decide_holds: DecideHolds
) -> None:
    await decide_holds.take_back(callback_data.decision, callback_data.since, person.id)
    await _show_all(chat, decide_holds)


async def _show_all(chat: Chat, decide_holds: DecideHolds) -> None:
    await chat.show(holds.held(await decide_holds.listed()), toast=noted())


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_holds, OpenHolds.filter(), May(Action.SEE_SALES))
    router.callback_query.register(open_hold, OpenHold.filter(), May(Action.SEE_SALES))
    router.callback_query.register(decide_hold, DecideHold.filter(), May(Action.SET_PRICES))
    router.callback_query.register(lift_moves, LiftMoves.filter(), May(Action.SET_PRICES))
    router.callback_query.register(take_back, TakeBack.filter(), May(Action.SET_PRICES))
    return router
