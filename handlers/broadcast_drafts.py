"""An operator makes a broadcast: sends its messages, looks at the preview, chooses its kind and button."""

from aiogram import Bot, Router
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message, TelegramObject

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.roles import May
from storage.broadcasts import Broadcast
from storage.conversations import Conversation
from usecases.broadcasting.compose_broadcast import ComposeBroadcast
from usecases.broadcasting.steer_broadcast import SteerBroadcast
from usecases.errors import BroadcastGone, ServiceGone, TooManyServiceMessages
from usecases.people.access import Person
from usecases.people.roles import Action
from views import failures, news
from views.operating import broadcast_drafts, broadcasts
from views.operating.broadcast_callbacks import (
    AskBroadcastService,
    ChooseBroadcastKind,
    DropBroadcast,
    DropBroadcastService,
    OfBroadcast,
    OpenBroadcastDraft,
    OpenBroadcasts,
    PreviewBroadcast,
)


class OwnDraft(BaseFilter):
    """Hands on the operator's draft that a tap or a text is about. Raises BroadcastGone."""

    async def __call__(
        self,
        _: TelegramObject,
        person: Person,
        compose_broadcast: ComposeBroadcast,
        conversation: Conversation,
        callback_data: OfBroadcast | None = None,
    ) -> dict[str, Broadcast]:
        number = conversation.data["broadcast"] if callback_data is None else callback_data.broadcast
        return {"draft": await compose_broadcast.draft(int(number), person.id)}


class IsNoCommand(BaseFilter):
    """Lets every message through but commands: a mistyped one is no broadcast."""

    async def __call__(self, message: Message) -> bool:
        return not (message.text or "").startswith("/")


async def open_broadcasts(_: CallbackQuery, chat: Chat, steer_broadcast: SteerBroadcast) -> None:
    under_way = await steer_broadcast.under_way()
    screen = broadcasts.menu(under_way, await steer_broadcast.past())
    await chat.show(screen, awaits=None if under_way else Expected.BROADCAST)


async def take_message(
    message: Message,
    bot: Bot,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    compose_broadcast: ComposeBroadcast,
) -> None:
    """Begin a draft. A further part of its album joins it; any other message begins a new draft."""
    album = message.media_group_id
    draft = await _open_draft(conversation, person, compose_broadcast)
    if draft is not None and album is not None and draft.album == album:
        chat.draw_over_menu()
        await _show_album(await compose_broadcast.add_part(draft, message.message_id), chat)
        return
    draft = await compose_broadcast.begin(person.id, message.message_id, album)
    if album is not None:
        await _show_album(draft, chat)
    else:
        await _preview(draft, bot, chat, person)


async def _open_draft(
    conversation: Conversation, person: Person, compose_broadcast: ComposeBroadcast
) -> Broadcast | None:
    """Return the draft that the conversation is about, if there is one."""
    try:
        return await compose_broadcast.draft(int(conversation.data.get("broadcast", 0)), person.id)
    except BroadcastGone:
        return None


async def _show_album(draft: Broadcast, chat: Chat) -> None:
    await chat.show(broadcast_drafts.album(draft), awaits=Expected.BROADCAST, broadcast=draft.id)


async def _preview(draft: Broadcast, bot: Bot, chat: Chat, person: Person) -> None:
    """Copy the messages into the operator's chat as people will get them, and show the draft below."""
    chat.draw_below()
    try:
        await _copy(draft, bot, person.telegram_id)
    except TelegramBadRequest:
        await chat.show(
            broadcasts.menu(None, []),
            toast=broadcast_drafts.cannot_be_copied(),
            awaits=Expected.BROADCAST,
        )
    else:
        await _show_draft(draft, chat)


async def _copy(draft: Broadcast, bot: Bot, chat_id: int) -> None:
    buttons, ids = news.buttons(draft), draft.source_ids
    if len(ids) == 1:
        keyboard = buttons.keyboard if buttons else None
        await bot.copy_message(chat_id, chat_id, ids[0], reply_markup=keyboard)
        return
    await bot.copy_messages(chat_id, chat_id, ids)
    if buttons is not None:
        await bot.send_message(chat_id, buttons.text, reply_markup=buttons.keyboard)


async def _show_draft(draft: Broadcast, chat: Chat) -> None:
    await chat.show(broadcast_drafts.draft(draft), awaits=Expected.BROADCAST, broadcast=draft.id)


async def preview(
    _: CallbackQuery,
    bot: Bot,
    chat: Chat,
    draft: Broadcast,
    person: Person,
) -> None:
    await _preview(draft, bot, chat, person)


async def open_draft(
    _: CallbackQuery,
    chat: Chat,
    draft: Broadcast,
) -> None:
    await _show_draft(draft, chat)


async def choose_kind(
    _: CallbackQuery,
    callback_data: ChooseBroadcastKind,
    bot: Bot,
    chat: Chat,
    draft: Broadcast,
    person: Person,
    compose_broadcast: ComposeBroadcast,
) -> None:
    if draft.kind is callback_data.kind:
        await _show_draft(draft, chat)
        return
    try:
        draft = await compose_broadcast.choose_kind(draft, callback_data.kind)
    except TooManyServiceMessages as error:
        await chat.answer(failures.words(error), alert=True)
        return
    await _preview(draft, bot, chat, person)


async def ask_service(
    _: CallbackQuery,
    chat: Chat,
    draft: Broadcast,
) -> None:
    screen = broadcast_drafts.ask_service(draft)
    await chat.show(screen, awaits=Expected.BROADCAST_SERVICE, broadcast=draft.id)


async def type_service(
    message: Message,
    bot: Bot,
    chat: Chat,
    draft: Broadcast,
    person: Person,
    compose_broadcast: ComposeBroadcast,
) -> None:
    try:
        draft = await compose_broadcast.choose_service(draft, (message.text or "").strip())
    except ServiceGone as error:
        screen = broadcast_drafts.ask_service(draft)
        words = failures.words(error)
        await chat.show(screen, toast=words, awaits=Expected.BROADCAST_SERVICE, broadcast=draft.id)
    else:
        await _preview(draft, bot, chat, person)


async def drop_service(
    _: CallbackQuery,
    bot: Bot,
    chat: Chat,
    draft: Broadcast,
    person: Person,
    compose_broadcast: ComposeBroadcast,
) -> None:
    await _preview(await compose_broadcast.drop_service(draft), bot, chat, person)


async def drop(
    _: CallbackQuery,
    chat: Chat,
    person: Person,
    compose_broadcast: ComposeBroadcast,
    steer_broadcast: SteerBroadcast,
) -> None:
    await compose_broadcast.drop(person.id)
    under_way = await steer_broadcast.under_way()
    screen = broadcasts.menu(under_way, await steer_broadcast.past())
    awaits = None if under_way else Expected.BROADCAST
    await chat.show(screen, toast=broadcast_drafts.dropped(), awaits=awaits)


def routes() -> Router:
    router, may, draft = Router(name=__name__), May(Action.BROADCAST), OwnDraft()
    router.callback_query.register(open_broadcasts, OpenBroadcasts.filter(), may)
    router.callback_query.register(preview, PreviewBroadcast.filter(), may, draft)
    router.callback_query.register(open_draft, OpenBroadcastDraft.filter(), may, draft)
    router.callback_query.register(choose_kind, ChooseBroadcastKind.filter(), may, draft)
    router.callback_query.register(ask_service, AskBroadcastService.filter(), may, draft)
    router.callback_query.register(drop_service, DropBroadcastService.filter(), may, draft)
    router.callback_query.register(drop, DropBroadcast.filter(), may)
    return router


def text_routes() -> Router:
    """Routes of the messages of a broadcast, and of the number of a service."""
    router, may, draft = Router(name=f"{__name__}.text"), May(Action.BROADCAST), OwnDraft()
    router.message.register(take_message, Expecting(Expected.BROADCAST), may, IsNoCommand())
    router.message.register(type_service, Expecting(Expected.BROADCAST_SERVICE), may, HasText(), draft)
    return router
