"""The operator looks at payments in Stars, credits unmatched ones, gives Stars back, confirms wallets."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.chat import Chat
from handlers.roles import May
from usecases.errors import StarsInUse
from usecases.paying.confirm_wallets import ConfirmWallets
from usecases.paying.return_stars import ReturnStars
from usecases.paying.take_payments import TakePayments
from usecases.paying.view_payments import ViewPayments
from usecases.people.access import Person
from usecases.people.roles import Action
from views import failures
from views.operating import payments
from views.operating.money_callbacks import (
    AskReturn,
    CreditPayment,
    OpenPayments,
    OpenWallets,
    ReturnPayment,
    WalletsAreRight,
)


async def open_payments(
    _: CallbackQuery, callback_data: OpenPayments, chat: Chat, view_payments: ViewPayments
) -> None:
    payer = await view_payments.payer(callback_data.user)
    await chat.show(payments.listed(payer, await view_payments.of_customer(payer.id)))


async def credit_payment(
    _: CallbackQuery,
    callback_data: CreditPayment,
    chat: Chat,
    person: Person,
    take_payments: TakePayments,
    view_payments: ViewPayments,
) -> None:
    topup = await take_payments.credit(callback_data.topup, person.id)
    await chat.show(payments.credited(await view_payments.card(topup.id)))


async def ask_return(
    _: CallbackQuery, callback_data: AskReturn, chat: Chat, view_payments: ViewPayments
) -> None:
    await chat.show(payments.ask_return(await view_payments.card(callback_data.topup)))


async def return_payment(
    _: CallbackQuery,
    callback_data: ReturnPayment,
    chat: Chat,
    person: Person,
    return_stars: ReturnStars,
    view_payments: ViewPayments,
) -> None:
    try:
        topup = await return_stars.by_operator(callback_data.topup, person.id)
    except StarsInUse as error:
        return await chat.answer(failures.words(error), alert=True)
    return await chat.show(payments.asked_return(await view_payments.card(topup.id)))


async def open_wallets(_: CallbackQuery, chat: Chat, confirm_wallets: ConfirmWallets) -> None:
    await chat.show(payments.wallets(await confirm_wallets.question()))


async def wallets_are_right(
    _: CallbackQuery,
    callback_data: WalletsAreRight,
    chat: Chat,
    person: Person,
    confirm_wallets: ConfirmWallets,
) -> None:
    confirmed = await confirm_wallets(callback_data.since, person.id)
    await chat.show(payments.wallets_confirmed(confirmed))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_payments, OpenPayments.filter(), May(Action.SEE))
    router.callback_query.register(credit_payment, CreditPayment.filter(), May(Action.DECIDE_MONEY))
    router.callback_query.register(ask_return, AskReturn.filter(), May(Action.DECIDE_MONEY))
    router.callback_query.register(return_payment, ReturnPayment.filter(), May(Action.DECIDE_MONEY))
    router.callback_query.register(open_wallets, OpenWallets.filter(), May(Action.SEE_SALES))
    router.callback_query.register(wallets_are_right, WalletsAreRight.filter(), May(Action.DECIDE_MONEY))
    return router
