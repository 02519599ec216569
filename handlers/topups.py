"""Topping up a wallet with Stars: the offer, invoices, and payments that were made."""

from aiogram import Router
from aiogram.filters import BaseFilter, Command
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.mass_orders import show_review
from handlers.wizard import show_step
from storage.topups import HeardFrom
from usecases.clock import SECOND
from usecases.errors import BadAnswer, PersonGone
from usecases.ordering.draft_orders import DraftOrders
from usecases.ordering.mass_review import sum_of
from usecases.ordering.order_paid_drafts import OrderPaidDrafts
from usecases.ordering.review_mass_orders import ReviewMassOrders
from usecases.paying.ask_for_stars import AskForStars, SignedInvoice
from usecases.paying.star_terms import FEWEST_STARS
from usecases.paying.take_payments import StarPayment, TakePayments
from usecases.people.access import Person
from usecases.wakeup import WakeUp
from views import failures, topups, typed
from views.callbacks import NameStars, OpenTopUp, SendInvoice, TopUpFor
from views.order_callbacks import TopUpForMassOrder


class IsPayment(BaseFilter):
    """Lets Telegram's notice of a payment through."""

    async def __call__(self, message: Message) -> bool:
        return message.successful_payment is not None


class IsRefund(BaseFilter):
    """Lets Telegram's notice through that a payment went back."""

    async def __call__(self, message: Message) -> bool:
        return message.refunded_payment is not None


async def open_top_up(
    _: Message | CallbackQuery, chat: Chat, person: Person, ask_for_stars: AskForStars
) -> None:
    await chat.show(topups.offer(await ask_for_stars.offer(person.id)))


async def send_invoice(
    _: CallbackQuery, callback_data: SendInvoice, chat: Chat, person: Person, ask_for_stars: AskForStars
) -> None:
    try:
        await _send(await ask_for_stars.invoice(person, callback_data.stars), chat, ask_for_stars)
    except BadAnswer as error:  # the limits changed
        offer = await ask_for_stars.offer(person.id)
        await chat.show(topups.offer(offer, failures.words(error)))


async def top_up_for(
    _: CallbackQuery,
    callback_data: TopUpFor,
    chat: Chat,
    person: Person,
    ask_for_stars: AskForStars,
    draft_orders: DraftOrders,
) -> None:
    """Ask for what an order lacks. An order that lacks nothing any more is shown for its confirm."""
    try:
        invoice = await ask_for_stars.invoice_for(person, callback_data.draft)
    except BadAnswer as error:  # it lacks more than one top-up may be
        offer = await ask_for_stars.offer(person.id)
        return await chat.show(topups.offer(offer, failures.words(error)))
    if invoice is None:
        return await show_step(await draft_orders.current(callback_data.draft, person.id), chat)
    return await _send(invoice, chat, ask_for_stars)


async def top_up_for_mass_order(
    _: CallbackQuery,
    callback_data: TopUpForMassOrder,
    chat: Chat,
    person: Person,
    ask_for_stars: AskForStars,
    review_mass_orders: ReviewMassOrders,
) -> None:
    """Ask for what a list lacks. Its review stays; opened anew it shows what the money pays for.

    A list that is not as it was shown any more, or lacks nothing, is shown for its confirm.
    """
    about = callback_data
    review = await review_mass_orders.current(about.mass_order, person.id, about.choice)
    if review.fingerprint != about.review:
        return await show_review(review, chat)
    try:
        invoice = await ask_for_stars.invoice_lacking(person, sum_of(review.chosen))
    except BadAnswer as error:  # it lacks more than one top-up may be
        offer = await ask_for_stars.offer(person.id)
        return await chat.show(topups.offer(offer, failures.words(error)))
    if invoice is None:
        return await show_review(review, chat)
    return await _send(invoice, chat, ask_for_stars)


async def name_stars(_: CallbackQuery, chat: Chat, person: Person, ask_for_stars: AskForStars) -> None:
    await _ask(chat, person, ask_for_stars)


async def type_stars(message: Message, chat: Chat, person: Person, ask_for_stars: AskForStars) -> None:
    try:
        invoice = await ask_for_stars.invoice_typed(person, typed.whole(message.text or ""))
    except BadAnswer as error:
        await _ask(chat, person, ask_for_stars, failures.words(error))
    else:
        await chat.show(topups.offer(await ask_for_stars.offer(person.id)))
        await _send(invoice, chat, ask_for_stars)


async def _ask(chat: Chat, person: Person, ask_for_stars: AskForStars, reason: str | None = None) -> None:
    offer = await ask_for_stars.offer(person.id)
    await chat.show(topups.ask_stars(offer, FEWEST_STARS, reason), awaits=Expected.STARS)


async def _send(signed: SignedInvoice, chat: Chat, ask_for_stars: AskForStars) -> None:
    invoice, texts = signed.invoice, topups.invoice(signed.invoice)
    message_id = await chat.send_invoice(texts.title, texts.description, signed.payload, invoice.stars)
    await ask_for_stars.note_sent(invoice.id, message_id)
    await chat.answer(topups.pay_below())


async def take_payment(
    message: Message,
    person: Person,
    take_payments: TakePayments,
    order_paid_drafts: OrderPaidDrafts,
    wake_statement: WakeUp,
) -> None:
    """Credit a payment. It is no answer to a question, whatever the conversation expects.

    Somebody who was forgotten at this moment is credited by the statement, as a new person.
    """
    paid = message.successful_payment
    if paid is None:
        raise AssertionError("the filter has seen it")
    payment = StarPayment(
        charge_id=paid.telegram_payment_charge_id,
        user_id=person.id,
        stars=paid.total_amount,
        payload=paid.invoice_payload,
        paid_at=int(message.date.timestamp()) * SECOND,
        heard_from=HeardFrom.UPDATE,
    )
    try:
        await take_payments(payment)
    except PersonGone:
        wake_statement.set()
    await order_paid_drafts()


async def note_refund(_: Message, wake_statement: WakeUp) -> None:
    """Have the statement read: it tells what went back, whoever asked for it."""
    wake_statement.set()


def routes() -> Router:
    router = Router(name=__name__)
    router.message.register(take_payment, IsPayment())
    router.message.register(note_refund, IsRefund())
    router.message.register(open_top_up, Command("topup"))
    router.callback_query.register(open_top_up, OpenTopUp.filter())
    router.callback_query.register(send_invoice, SendInvoice.filter())
    router.callback_query.register(top_up_for, TopUpFor.filter())
    router.callback_query.register(top_up_for_mass_order, TopUpForMassOrder.filter())
    router.callback_query.register(name_stars, NameStars.filter())
    return router


def text_routes() -> Router:
    """Routes of texts with an amount in Stars."""
    router = Router(name=f"{__name__}.text")
    router.message.register(type_stars, Expecting(Expected.STARS), HasText())
    return router
