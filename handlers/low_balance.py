"""An operator sets the balance of the panel account at which operators are told."""

from decimal import Decimal

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.roles import May
from usecases.operating.low_balance import LIMIT_BOUNDS, SetLowBalance
from usecases.operating.plan_prices import accepted
from usecases.people.access import Person
from usecases.people.roles import Action
from views import typed
from views.operating import low_balance as views
from views.operating.service_callbacks import OpenLowBalance, SetNoLimit


async def open_limit(_: CallbackQuery, chat: Chat, set_low_balance: SetLowBalance) -> None:
    await chat.show(views.limit(await set_low_balance.now()), awaits=Expected.LOW_BALANCE)


async def type_limit(message: Message, chat: Chat, person: Person, set_low_balance: SetLowBalance) -> None:
    it = await set_low_balance.now()
    value = accepted(typed.amount(message.text or "", it.currency), LIMIT_BOUNDS)
    if value is None:
        return await chat.show(views.limit(it, is_refused=True), awaits=Expected.LOW_BALANCE)
    return await _set(value, chat, person, set_low_balance)


async def set_no_limit(_: CallbackQuery, chat: Chat, person: Person, set_low_balance: SetLowBalance) -> None:
    await _set(Decimal(0), chat, person, set_low_balance)


async def _set(value: Decimal, chat: Chat, person: Person, set_low_balance: SetLowBalance) -> None:
    screen = views.limit(await set_low_balance(value, person.id))
    await chat.show(screen, toast=views.limit_saved(), awaits=Expected.LOW_BALANCE)


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_limit, OpenLowBalance.filter(), May(Action.SEE_SALES))
    router.callback_query.register(set_no_limit, SetNoLimit.filter(), May(Action.SET_PRICES))
    return router


def text_routes() -> Router:
    """Routes of texts with a balance."""
    router = Router(name=f"{__name__}.text")
    router.message.register(type_limit, Expecting(Expected.LOW_BALANCE), May(Action.SET_PRICES), HasText())
    return router
