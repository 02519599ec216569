"""An operator sends a broadcast, pauses, stops and deletes it."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.broadcast_audiences import show_confirmation
from handlers.broadcast_drafts import OwnDraft
from handlers.chat import Chat
from handlers.roles import May
from storage.broadcasts import Broadcast
from storage.conversations import Conversation
from usecases.broadcasting.choose_audience import ChooseAudience
from usecases.broadcasting.start_broadcast import StartBroadcast
from usecases.broadcasting.steer_broadcast import SteerBroadcast
from usecases.errors import AudienceChanged
from usecases.numbers import parse_whole
from usecases.people.access import Person
from usecases.people.roles import Action
from views import failures, typed
from views.operating import broadcast_drafts, broadcasts
from views.operating.broadcast_callbacks import (
    AskDeleteBroadcast,
    AskStopBroadcast,
    ContinueBroadcast,
    DeleteBroadcast,
    OpenBroadcast,
    PauseBroadcast,
    SendBroadcast,
    StopBroadcast,
)


async def send(
    _: CallbackQuery,
    callback_data: SendBroadcast,
    chat: Chat,
    draft: Broadcast,
    choose_audience: ChooseAudience,
    start_broadcast: StartBroadcast,
) -> None:
    shown = (callback_data.people, callback_data.review)
    await _start(draft, shown, chat, choose_audience, start_broadcast, typed=False)


async def type_count(
    message: Message,
    chat: Chat,
    draft: Broadcast,
    conversation: Conversation,
    choose_audience: ChooseAudience,
    start_broadcast: StartBroadcast,
) -> None:
    about = conversation.data
    if parse_whole(typed.whole(message.text or "")) != about["people"]:
        await show_confirmation(draft, chat, choose_audience, broadcast_drafts.not_the_number())
        return
    shown = (int(about["people"]), str(about["review"]))
    await _start(draft, shown, chat, choose_audience, start_broadcast, typed=True)


async def _start(
    draft: Broadcast,
    shown: tuple[int, str],
    chat: Chat,
    choose_audience: ChooseAudience,
    start_broadcast: StartBroadcast,
    *,
    typed: bool,
) -> None:
    """Send what was `shown`: the number of people and the draft's fingerprint. Ask again if they grew."""
    try:
        total = await start_broadcast(draft, *shown, typed=typed)
    except AudienceChanged as error:
        await show_confirmation(draft, chat, choose_audience, failures.words(error))
    else:
        await chat.show(broadcasts.started(total))


async def open_broadcast(
    _: CallbackQuery,
    callback_data: OpenBroadcast,
    chat: Chat,
    person: Person,
    steer_broadcast: SteerBroadcast,
) -> None:
    report = await steer_broadcast.started(callback_data.broadcast)
    _leave_card(report.broadcast, chat, person)
    await chat.show(broadcasts.page(report))


async def pause(
    _: CallbackQuery,
    callback_data: PauseBroadcast,
    chat: Chat,
    person: Person,
    steer_broadcast: SteerBroadcast,
) -> None:
    await steer_broadcast.pause(callback_data.broadcast, person.id)
    await _show(callback_data.broadcast, broadcasts.pausing(), chat, person, steer_broadcast)


async def go_on(
    _: CallbackQuery,
    callback_data: ContinueBroadcast,
    chat: Chat,
    person: Person,
    steer_broadcast: SteerBroadcast,
) -> None:
    await steer_broadcast.go_on(callback_data.broadcast, person.id)
    await _show(callback_data.broadcast, broadcasts.going_on(), chat, person, steer_broadcast)


async def ask_stop(
    _: CallbackQuery,
    callback_data: AskStopBroadcast,
    chat: Chat,
    person: Person,
    steer_broadcast: SteerBroadcast,
) -> None:
    report = await steer_broadcast.open_to_stop(callback_data.broadcast)
    _leave_card(report.broadcast, chat, person)
    await chat.show(broadcasts.ask_stop(report))


async def stop(
    _: CallbackQuery,
    callback_data: StopBroadcast,
    chat: Chat,
    person: Person,
    steer_broadcast: SteerBroadcast,
) -> None:
    await steer_broadcast.stop(callback_data.broadcast, person.id)
    await _show(callback_data.broadcast, broadcasts.stopped(), chat, person, steer_broadcast)


async def ask_delete(
    _: CallbackQuery,
    callback_data: AskDeleteBroadcast,
    chat: Chat,
    person: Person,
    steer_broadcast: SteerBroadcast,
) -> None:
    report = await steer_broadcast.open_to_delete(callback_data.broadcast)
    _leave_card(report.broadcast, chat, person)
    await chat.show(broadcasts.ask_delete(report))


async def delete(
    _: CallbackQuery,
    callback_data: DeleteBroadcast,
    chat: Chat,
    person: Person,
    steer_broadcast: SteerBroadcast,
) -> None:
    await steer_broadcast.delete(callback_data.broadcast, person.id)
    await _show(callback_data.broadcast, broadcasts.deleting(), chat, person, steer_broadcast)


async def _show(
    broadcast_id: int, toast: str, chat: Chat, person: Person, steer_broadcast: SteerBroadcast
) -> None:
    """Answer the tap, and draw the broadcast anew. The leader draws the card itself."""
    report = await steer_broadcast.started(broadcast_id)
    if _is_card(report.broadcast, chat, person):
        await chat.answer(toast)
    else:
        await chat.show(broadcasts.page(report), toast=toast)


def _leave_card(broadcast: Broadcast, chat: Chat, person: Person) -> None:
    """Ask below the card, which the leader goes on to draw."""
    if _is_card(broadcast, chat, person):
        chat.draw_below()


def _is_card(broadcast: Broadcast, chat: Chat, person: Person) -> bool:
    return (person.id, chat.tapped_message_id) == (broadcast.author, broadcast.card_id)


def routes() -> Router:
    router, may, draft = Router(name=__name__), May(Action.BROADCAST), OwnDraft()
    router.callback_query.register(send, SendBroadcast.filter(), may, draft)
    router.callback_query.register(open_broadcast, OpenBroadcast.filter(), may)
    router.callback_query.register(pause, PauseBroadcast.filter(), may)
    router.callback_query.register(go_on, ContinueBroadcast.filter(), may)
    router.callback_query.register(ask_stop, AskStopBroadcast.filter(), may)
    router.callback_query.register(stop, StopBroadcast.filter(), may)
    router.callback_query.register(ask_delete, AskDeleteBroadcast.filter(), may)
    router.callback_query.register(delete, DeleteBroadcast.filter(), may)
    return router


def text_routes() -> Router:
    """The route of the number that confirms a large audience."""
    router, may, draft = Router(name=f"{__name__}.text"), May(Action.BROADCAST), OwnDraft()
    router.message.register(type_count, Expecting(Expected.BROADCAST_COUNT), may, HasText(), draft)
    return router
