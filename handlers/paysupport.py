"""Help with payments, also for people whom an operator has removed: their payments, and refunds."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.chat import Chat
from storage.own_texts import TextKind
from usecases.errors import AlreadyDecided, StarsInUse
from usecases.paying.return_stars import ReturnStars
from usecases.paying.view_payments import ViewPayments
from usecases.people.access import Person
from usecases.people.read_texts import ReadTexts
from views import failures, paysupport
from views.callbacks import AskStarsBack, GetStarsBack, OpenPaySupport, OpenStarsBack
from views.language import spoken_code


async def open_support(
    _: Message | CallbackQuery,
    chat: Chat,
    person: Person,
    view_payments: ViewPayments,
    read_texts: ReadTexts,
    contact: str | None,
) -> None:
    payments = await view_payments.of_person(person.id)
    support = await read_texts(TextKind.SUPPORT, spoken_code())
    is_let_in = person.role is not None
    await chat.show(paysupport.page(payments, contact, is_let_in=is_let_in, support=support))


async def open_refunds(_: CallbackQuery, chat: Chat, person: Person, view_payments: ViewPayments) -> None:
    await chat.show(paysupport.refunds(await view_payments.of_person(person.id)))


async def ask_stars_back(
    _: CallbackQuery, callback_data: AskStarsBack, chat: Chat, person: Person, view_payments: ViewPayments
) -> None:
    payments = await view_payments.of_person(person.id)
    for topup in payments.returnable:
        if topup.id == callback_data.topup:
            return await chat.show(paysupport.ask_refund(topup))
    return await chat.show(paysupport.refunds(payments))


async def get_stars_back(
    _: CallbackQuery,
    callback_data: GetStarsBack,
    chat: Chat,
    person: Person,
    view_payments: ViewPayments,
    return_stars: ReturnStars,
) -> None:
    try:
        topup = await return_stars.to_person(callback_data.topup, person.id)
    except (StarsInUse, AlreadyDecided) as error:
        payments = await view_payments.of_person(person.id)
        return await chat.show(paysupport.refunds(payments, failures.words(error)))
    return await chat.show(paysupport.asked(topup))


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(open_support, Command("paysupport"))
    router.callback_query.register(open_support, OpenPaySupport.filter())
    router.callback_query.register(open_refunds, OpenStarsBack.filter())
    router.callback_query.register(ask_stars_back, AskStarsBack.filter())
    router.callback_query.register(get_stars_back, GetStarsBack.filter())
    return router
