"""Many orders at once: taking a list, its review, and what came of it."""

import asyncio

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.pieces import MASS_PIECES, ContinuesList, joined, keep_piece
from handlers.text_files import read_whole_file
from storage.conversations import Conversation
from usecases.errors import BadAnswer
from usecases.ordering.mass_review import MassReview
from usecases.ordering.mass_text import MAX_MASS_BYTES
from usecases.ordering.place_mass_order import MassOrderChanged, PlaceMassOrder
from usecases.ordering.review_mass_orders import ReviewMassOrders
from usecases.people.access import Person
from usecases.tracking.view_mass_orders import ViewMassOrders
from views import failures, mass_reviews
from views.mass_file import lines_file
from views.order_callbacks import (
    AskForList,
    ConfirmMassOrder,
    DropMassOrder,
    OpenMassOrder,
    OpenMassReview,
    SendIncomplete,
    SendMassLines,
)
from views.orders import mass_progress
from views.questions import chosen
from views.toasts import nothing_failed, sending_several

LISTS = (".txt", ".csv", ".tsv")
LIST_KINDS = ("text/plain", "text/csv", "text/tab-separated-values")
OPEN_TO_LISTS = (None, Expected.SEARCH, Expected.MASS_REVIEW)
"""What a conversation may expect where a file is a list of orders."""


class IsList(BaseFilter):
    """Lets a text through that is a list of orders."""

    async def __call__(self, message: Message, review_mass_orders: ReviewMassOrders) -> bool:
        text = message.text
        return bool(text) and "\n" in (text or "") and review_mass_orders.recognises(text or "")


class IsListFile(BaseFilter):
    """Lets a text file or table through where no question expects an answer."""

    async def __call__(self, message: Message, conversation: Conversation) -> bool:
        file = message.document
        if file is None or conversation.state not in OPEN_TO_LISTS:
            return False
        return (file.file_name or "").lower().endswith(LISTS) or file.mime_type in LIST_KINDS


async def ask_for_list(_: CallbackQuery, chat: Chat) -> None:
    await chat.show(mass_reviews.prompt(), awaits=Expected.MASS_ORDER)


async def take_list(
    message: Message, chat: Chat, person: Person, review_mass_orders: ReviewMassOrders
) -> None:
    """Read a list that was typed or sent as a file. The chat shows that it is being read."""
    await chat.show_typing()
    try:
        text = await _text_of(message)
        if message.text:
            keep_piece(chat, MASS_PIECES, text, message)
        review = await review_mass_orders.read(person.id, text, chosen)
    except BadAnswer as error:
        await chat.show(mass_reviews.prompt(failures.words(error)), awaits=Expected.MASS_ORDER)
    else:
        await show_review(review, chat)


async def _text_of(message: Message) -> str:
    if message.document:
        return await read_whole_file(message, MAX_MASS_BYTES)
    if message.text is None:
        raise BadAnswer("text_expected")
    return message.text


async def continue_list(
    message: Message,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    review_mass_orders: ReviewMassOrders,
) -> None:
    """Add a piece to a list that a client has cut. The review is drawn over the one of the first piece."""
    whole = joined(conversation, MASS_PIECES, message.text or "")
    keep_piece(chat, MASS_PIECES, whole, message)
    chat.draw_over_menu()
    try:
        review = await review_mass_orders.read(person.id, whole, chosen)
    except BadAnswer as error:
        await chat.show(mass_reviews.prompt(failures.words(error)), awaits=Expected.MASS_ORDER)
    else:
        await show_review(review, chat, failures.put_together())


async def show_review(review: MassReview, chat: Chat, toast: str | None = None) -> None:
    await chat.show(mass_reviews.review(review), toast=toast, awaits=Expected.MASS_REVIEW)


async def note_list_edit(message: Message, chat: Chat) -> None:
    """Tell a person who edits a list that the edit changes nothing."""
    await chat.answer_edit(message.message_id, failures.edited_list())


async def confirm_mass_order(
    _: CallbackQuery,
    callback_data: ConfirmMassOrder,
    chat: Chat,
    person: Person,
    place_mass_order: PlaceMassOrder,
) -> None:
    """Order the lines of a review. The outbox then sends the summary."""
    tapped = callback_data
    placed = await place_mass_order(tapped.mass_order, person.id, tapped.review, tapped.choice)
    if isinstance(placed, MassOrderChanged):
        await show_review(placed.review, chat)
    else:
        toast = sending_several() if placed.is_under_way else None
        await chat.show(mass_reviews.placed(placed), toast=toast)


async def open_mass_review(
    _: CallbackQuery,
    callback_data: OpenMassReview,
    chat: Chat,
    person: Person,
    review_mass_orders: ReviewMassOrders,
) -> None:
    about = callback_data
    await show_review(await review_mass_orders.current(about.mass_order, person.id, about.choice), chat)


async def drop_mass_order(
    _: CallbackQuery,
    callback_data: DropMassOrder,
    chat: Chat,
    person: Person,
    review_mass_orders: ReviewMassOrders,
) -> None:
    await review_mass_orders.drop(callback_data.mass_order, person.id)
    await chat.show(mass_reviews.dropped())


async def send_mass_lines(
    _: CallbackQuery,
    callback_data: SendMassLines,
    chat: Chat,
    person: Person,
    review_mass_orders: ReviewMassOrders,
) -> None:
    found = await review_mass_orders.as_shown(callback_data.mass_order, person.id)
    await chat.answer()
    await chat.send_file(lines_file(found), f"list-{found.id}.csv")


async def open_mass_order(
    _: CallbackQuery,
    callback_data: OpenMassOrder,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    view_mass_orders: ViewMassOrders,
) -> None:
    """List the orders of a mass order. The summary stays as it is, so a tap on it opens a new message."""
    page = await view_mass_orders.page(callback_data.mass_order, person.id, callback_data.page)
    if conversation.data.get("menu") != chat.tapped_message_id:
        chat.draw_below()
    await chat.show(mass_progress.page(page))


async def send_incomplete(
    _: CallbackQuery,
    callback_data: SendIncomplete,
    chat: Chat,
    person: Person,
    view_mass_orders: ViewMassOrders,
) -> None:
    found = await view_mass_orders.incomplete(callback_data.mass_order, person.id)
    if not found:
        return await chat.answer(nothing_failed())
    await chat.answer()
    file = await asyncio.to_thread(mass_progress.incomplete_file, found)
    return await chat.send_file(file, f"failed-{callback_data.mass_order}.csv")


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(ask_for_list, AskForList.filter())
    router.callback_query.register(confirm_mass_order, ConfirmMassOrder.filter())
    router.callback_query.register(open_mass_review, OpenMassReview.filter())
    router.callback_query.register(drop_mass_order, DropMassOrder.filter())
    router.callback_query.register(send_mass_lines, SendMassLines.filter())
    router.callback_query.register(open_mass_order, OpenMassOrder.filter())
    router.callback_query.register(send_incomplete, SendIncomplete.filter())
    return router


def text_routes() -> Router:
    """Routes of lists that were asked for, and of those that are sent instead of words to search for."""
    router = Router(name=f"{__name__}.text")
    router.message.register(continue_list, ContinuesList(MASS_PIECES))
    router.message.register(take_list, Expecting(Expected.MASS_ORDER))
    router.message.register(take_list, Expecting(Expected.SEARCH), HasText(), IsList())
    router.edited_message.register(note_list_edit, Expecting(Expected.MASS_ORDER))
    router.edited_message.register(note_list_edit, Expecting(Expected.MASS_REVIEW))
    return router


def unasked_routes() -> Router:
    """Routes of lists that no question expects. They come after all texts that answer something."""
    router = Router(name=f"{__name__}.unasked")
    router.message.register(take_list, IsList())
    router.message.register(take_list, IsListFile())
    return router
