"""An operator chooses who gets a broadcast."""

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.broadcast_drafts import OwnDraft
from handlers.chat import Chat
from handlers.roles import May
from handlers.shop import InShop
from handlers.text_files import read_text
from storage.broadcasts import Broadcast
from usecases.broadcasting.choose_audience import ChooseAudience
from usecases.broadcasting.compose_broadcast import fingerprint_of
from usecases.broadcasting.start_broadcast import CONFIRMED_BY_TYPING
from usecases.errors import BadAnswer, ServiceGone
from usecases.people.roles import Action
from views import failures
from views.operating import broadcast_drafts as views
from views.operating.broadcast_callbacks import (
    AskListedSegment,
    AskServiceSegment,
    ChooseSegment,
    OpenGroupSegments,
    OpenLanguageSegments,
    OpenSegments,
)


class HasList(BaseFilter):
    """Lets a text or a file through."""

    async def __call__(self, message: Message) -> bool:
        return bool(message.text or message.document)


async def open_segments(
    _: CallbackQuery,
    chat: Chat,
    draft: Broadcast,
    choose_audience: ChooseAudience,
    *,
    is_shop: bool,
) -> None:
    await chat.show(views.segments(draft, await choose_audience.general(draft), is_shop=is_shop))


async def open_languages(
    _: CallbackQuery,
    chat: Chat,
    draft: Broadcast,
    choose_audience: ChooseAudience,
) -> None:
    await chat.show(views.languages(draft, await choose_audience.languages(draft)))


async def open_groups(
    _: CallbackQuery,
    chat: Chat,
    draft: Broadcast,
    choose_audience: ChooseAudience,
) -> None:
    await chat.show(views.groups(draft, await choose_audience.groups(draft)))


async def ask_customers(
    _: CallbackQuery,
    chat: Chat,
    draft: Broadcast,
) -> None:
    await _ask(Expected.BROADCAST_CUSTOMERS, draft, chat)


async def ask_list(
    _: CallbackQuery,
    chat: Chat,
    draft: Broadcast,
) -> None:
    await _ask(Expected.BROADCAST_LIST, draft, chat)


async def _ask(awaits: Expected, draft: Broadcast, chat: Chat, reason: str | None = None) -> None:
    is_list = awaits is Expected.BROADCAST_LIST
    screen = views.ask_list(draft) if is_list else views.ask_customers(draft)
    await chat.show(screen, toast=reason, awaits=awaits, broadcast=draft.id)


async def type_customers(
    message: Message,
    chat: Chat,
    draft: Broadcast,
    choose_audience: ChooseAudience,
) -> None:
    try:
        found = await choose_audience.of_service(draft, (message.text or "").strip())
    except ServiceGone as error:
        await _ask(Expected.BROADCAST_CUSTOMERS, draft, chat, failures.words(error))
    else:
        await chat.show(views.customers(draft, found))


async def send_list(
    message: Message,
    chat: Chat,
    draft: Broadcast,
    choose_audience: ChooseAudience,
) -> None:
    try:
        text = await read_text(message) if message.document else message.text or ""
        draft = await choose_audience.listed(draft, text)
    except BadAnswer as error:
        await _ask(Expected.BROADCAST_LIST, draft, chat, failures.words(error))
    else:
        await show_confirmation(draft, chat, choose_audience)


async def choose_segment(
    _: CallbackQuery,
    callback_data: ChooseSegment,
    chat: Chat,
    draft: Broadcast,
    choose_audience: ChooseAudience,
) -> None:
    draft = await choose_audience.choose(draft, callback_data.kind, callback_data.value)
    await show_confirmation(draft, chat, choose_audience)


async def show_confirmation(
    draft: Broadcast, chat: Chat, choose_audience: ChooseAudience, toast: str | None = None
) -> None:
    """Ask once more, by a button or by typing the number."""
    counted = await choose_audience.chosen(draft)
    screen = views.confirmation(draft, counted)
    if counted.people <= CONFIRMED_BY_TYPING:
        await chat.show(screen, toast=toast)
        return
    await chat.show(
        screen,
        toast=toast,
        awaits=Expected.BROADCAST_COUNT,
        broadcast=draft.id,
        people=counted.people,
        review=fingerprint_of(draft),
    )


def routes() -> Router:
    router, may, draft = Router(name=__name__), May(Action.BROADCAST), OwnDraft()
    router.callback_query.register(open_segments, OpenSegments.filter(), may, draft)
    router.callback_query.register(open_languages, OpenLanguageSegments.filter(), may, draft)
    router.callback_query.register(open_groups, OpenGroupSegments.filter(), may, InShop(), draft)
    router.callback_query.register(ask_customers, AskServiceSegment.filter(), may, draft)
    router.callback_query.register(ask_list, AskListedSegment.filter(), may, draft)
    router.callback_query.register(choose_segment, ChooseSegment.filter(), may, draft)
    return router


def text_routes() -> Router:
    """Routes of the number of a service, and of lists of ids."""
    router, may, draft = Router(name=f"{__name__}.text"), May(Action.BROADCAST), OwnDraft()
    router.message.register(type_customers, Expecting(Expected.BROADCAST_CUSTOMERS), may, HasText(), draft)
    router.message.register(send_list, Expecting(Expected.BROADCAST_LIST), may, HasList(), draft)
    return router
