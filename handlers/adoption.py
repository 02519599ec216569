"""The operator enters orders that the panel has and the database lacks."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.roles import May
from usecases.errors import DecideFirst, NoSuchPanelOrder, NoSuchPerson, PanelAsleep
from usecases.numbers import parse_whole
from usecases.operating.adopt_orders import AdoptOrders
from usecases.people.access import Person
from usecases.people.roles import Action
from views import failures, toasts
from views.operating import adoption
from views.operating.callbacks import AdoptOrder, OpenAdoption

REFUSED = (DecideFirst, NoSuchPanelOrder, NoSuchPerson, PanelAsleep)
MAX_TYPED_NUMBER = 10**15
NUMBER_AND_PERSON = 2


async def open_adoption(_: CallbackQuery, chat: Chat, adopt_orders: AdoptOrders) -> None:
    """Ask the panel for orders that the database lacks. The tap is answered first."""
    await chat.answer(toasts.asked_panel())
    await _look(chat, adopt_orders, None)


async def _look(chat: Chat, adopt_orders: AdoptOrders, after: int | None) -> None:
    try:
        screen = adoption.unknown(await adopt_orders.unknown(after))
    except PanelAsleep as fact:
        screen = adoption.again(failures.words(fact))
    await chat.show(screen, awaits=Expected.ADOPTION)


async def type_adoption(message: Message, chat: Chat, adopt_orders: AdoptOrders) -> None:
    words = (message.text or "").split()
    after = parse_whole(words[0]) if len(words) == 1 else None
    if after is not None and after < MAX_TYPED_NUMBER:
        await _look(chat, adopt_orders, after)
        return
    try:
        if len(words) != NUMBER_AND_PERSON:
            raise NoSuchPanelOrder
        question = await adopt_orders.question(*words)
    except REFUSED as fact:
        await chat.show(adoption.again(failures.words(fact)), awaits=Expected.ADOPTION)
        return
    await chat.show(adoption.ask(question), awaits=Expected.ADOPTION)


async def adopt_order(
    _: CallbackQuery, callback_data: AdoptOrder, chat: Chat, person: Person, adopt_orders: AdoptOrders
) -> None:
    order = await adopt_orders(callback_data.number, callback_data.person, person.id)
    await chat.show(adoption.entered(order))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_adoption, OpenAdoption.filter(), May(Action.DECIDE_ORDERS))
    router.callback_query.register(adopt_order, AdoptOrder.filter(), May(Action.DECIDE_ORDERS))
    return router


def text_routes() -> Router:
    """Routes of texts with the panel's number of an order and its customer."""
    router = Router(name=f"{__name__}.text")
    router.message.register(type_adoption, Expecting(Expected.ADOPTION), May(Action.DECIDE_ORDERS), HasText())
    return router
