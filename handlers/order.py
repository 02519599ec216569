"""Confirming an order, and asking for its refill, cancellation or present status."""

from aiogram import Router
from aiogram.types import CallbackQuery

from handlers.awaiting import Expected
from handlers.chat import Chat
from handlers.order_cards import show_card
from handlers.wizard import show_step
from usecases.errors import CancelNotPossible, QuoteChanged, ReviewOutdated, TooLittleMoney
from usecases.ordering.place_order import PlaceOrder
from usecases.people.access import Person
from usecases.tracking.ask_about_order import AskAboutOrder
from usecases.tracking.view_orders import ViewOrders
from views import failures, wallet
from views.order_callbacks import AskCancel, AskRefill, ConfirmOrder, OpenCancel, RefreshOrder
from views.orders import order_card
from views.toasts import asked_panel, cancel_asked, nothing_new, refill_asked, sending


async def confirm_order(
    _: CallbackQuery, callback_data: ConfirmOrder, chat: Chat, person: Person, place_order: PlaceOrder
) -> None:
    """Place an order and answer the tap. The outbox then draws the order's card over the review."""
    user_id, message_id = person.id, chat.tapped_message_id
    try:
        await place_order(callback_data.draft, user_id, callback_data.review, message_id)
    except (QuoteChanged, ReviewOutdated) as error:
        return await show_step(error.step, chat, failures.words(error))
    except TooLittleMoney as error:  # a number or a link is taken as at the review, which stays ready
        screen = wallet.too_little(error.step, error.wallet)
        return await chat.show(screen, awaits=Expected.REVIEW, draft=error.step.draft.id)
    return await chat.answer(sending())


async def ask_refill(
    _: CallbackQuery, callback_data: AskRefill, chat: Chat, person: Person, ask_about_order: AskAboutOrder
) -> None:
    await ask_about_order.refill(callback_data.order, person.id, callback_data.after)
    await chat.answer(refill_asked())


async def open_cancel(
    _: CallbackQuery, callback_data: OpenCancel, chat: Chat, person: Person, view_orders: ViewOrders
) -> None:
    card = await view_orders.card(callback_data.order, person.id)
    if not card.can_cancel:
        raise CancelNotPossible(card.order)
    await chat.show(order_card.ask_cancel(card))


async def ask_cancel(
    _: CallbackQuery,
    callback_data: AskCancel,
    chat: Chat,
    person: Person,
    ask_about_order: AskAboutOrder,
    view_orders: ViewOrders,
) -> None:
    await ask_about_order.cancel(callback_data.order, person.id, callback_data.after)
    await show_card(callback_data.order, person.id, chat, view_orders, cancel_asked())


async def refresh_order(
    _: CallbackQuery,
    callback_data: RefreshOrder,
    chat: Chat,
    person: Person,
    ask_about_order: AskAboutOrder,
    view_orders: ViewOrders,
) -> None:
    """Show the known status at once. The card is redrawn when the panel has answered."""
    asked = await ask_about_order.refresh(callback_data.order, person.id)
    toast = asked_panel() if asked else nothing_new()
    await show_card(callback_data.order, person.id, chat, view_orders, toast)


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(confirm_order, ConfirmOrder.filter())
    router.callback_query.register(ask_refill, AskRefill.filter())
    router.callback_query.register(open_cancel, OpenCancel.filter())
    router.callback_query.register(ask_cancel, AskCancel.filter())
    router.callback_query.register(refresh_order, RefreshOrder.filter())
    return router
