"""The operator looks up any person's order."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.finding_people import LONGEST_KEPT
from handlers.roles import May
from storage.own_orders import Filter
from usecases.errors import NoPersonFound, OrderGone
from usecases.operating.end_orders import EndOrders
from usecases.people.access import Person
from usecases.people.roles import Action
from usecases.tracking.find_orders import FindOrders
from usecases.tracking.find_people import FindPeople
from usecases.tracking.view_orders import ViewOrders
from views import failures
from views.operating import acts_on_people, finding_people, troubles
from views.operating.callbacks import FindAnyOrder


async def ask_number(_: CallbackQuery, chat: Chat) -> None:
    await chat.show(troubles.ask_any_number(), awaits=Expected.ANY_ORDER)


async def find_any_order(
    message: Message,
    chat: Chat,
    person: Person,
    find_orders: FindOrders,
    end_orders: EndOrders,
    find_people: FindPeople,
    view_orders: ViewOrders,
) -> None:
    text = message.text or ""
    try:
        found = await find_orders(text)
    except OrderGone as fact:
        return await _find_by_person(text, failures.words(fact), chat, find_people, view_orders)
    if len(found) > 1:
        return await chat.show(troubles.found(found), awaits=Expected.ANY_ORDER)
    it = await end_orders.question(found[0].id)
    facts = troubles.facts(it, with_costs=person.may(Action.SEE_SALES))
    return await chat.show(facts, awaits=Expected.ANY_ORDER)


async def _find_by_person(
    text: str, reason: str, chat: Chat, find_people: FindPeople, view_orders: ViewOrders
) -> None:
    """Show the orders of the person whom a text names. `reason` says why it names no order."""
    try:
        people = await find_people(text)
    except NoPersonFound:
        return await chat.show(troubles.ask_any_number(reason), awaits=Expected.ANY_ORDER)
    if people.count > 1:
        screen = finding_people.several(people, is_shop=False)
        return await chat.show(screen, awaits=Expected.ANYBODY, typed=text[:LONGEST_KEPT])
    user_id = people.people[0].id
    page = await view_orders.page(user_id, Filter.ALL, 0)
    return await chat.show(acts_on_people.orders_of(user_id, page), awaits=Expected.ANY_ORDER)


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(ask_number, FindAnyOrder.filter(), May(Action.SEE))
    return router


def text_routes() -> Router:
    """Routes of texts with the number of any person's order."""
    router = Router(name=f"{__name__}.text")
    router.message.register(find_any_order, Expecting(Expected.ANY_ORDER), May(Action.SEE), HasText())
    return router
