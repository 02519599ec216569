"""Operators find services and change what customers see of them."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting, HasText
from handlers.chat import Chat
from handlers.roles import May
from panel.plain_text import shows_something
from storage.conversations import Conversation
from storage.own_values import OwnValue
from usecases.browsing.catalogue import Catalogue
from usecases.operating.change_services import LONGEST_VALUES, ChangeServices
from usecases.people.access import Person
from usecases.people.roles import Action
from views.operating import service_changes
from views.operating import services as views
from views.operating.service_callbacks import (
    AskOwnValue,
    AskResetService,
    ClearOwnValue,
    MarkDeskService,
    OpenDeskService,
    OpenOwnServices,
    OpenServiceChanges,
    OpenServiceDesk,
    ResetService,
    TurnDeskFound,
)
from views.text import clean, clean_lines

LONGEST_DESK_WORDS = 100  # characters of a search


async def open_desk(_: CallbackQuery, chat: Chat) -> None:
    await chat.show(views.desk(), awaits=Expected.DESK_SERVICE)


async def type_service(message: Message, chat: Chat, change_services: ChangeServices) -> None:
    await _show_found((message.text or "")[:LONGEST_DESK_WORDS], 0, chat, change_services)


async def _show_found(words: str, page: int, chat: Chat, change_services: ChangeServices) -> None:
    screen = views.desk(words, change_services.find(words), page)
    await chat.show(screen, awaits=Expected.DESK_SERVICE, words=words)


async def turn_found(
    _: CallbackQuery,
    callback_data: TurnDeskFound,
    chat: Chat,
    conversation: Conversation,
    change_services: ChangeServices,
) -> None:
    words = conversation.data.get("words")
    if isinstance(words, str):
        await _show_found(words, callback_data.page, chat, change_services)
    else:
        await chat.show(views.desk(), awaits=Expected.DESK_SERVICE)


async def open_own(
    _: CallbackQuery, callback_data: OpenOwnServices, chat: Chat, change_services: ChangeServices
) -> None:
    await chat.show(views.own_list(await change_services.with_own_values(), callback_data.page))


async def open_changes(
    _: CallbackQuery,
    callback_data: OpenServiceChanges,
    chat: Chat,
    change_services: ChangeServices,
    catalogue: Catalogue,
) -> None:
    found = await change_services.changes()
    await chat.show(service_changes.page_of_changes(found, callback_data.page, catalogue.panel_currency))


async def open_service(
    _: CallbackQuery, callback_data: OpenDeskService, chat: Chat, change_services: ChangeServices
) -> None:
    await _show(callback_data.service, chat, change_services)


async def _show(ref: str, chat: Chat, change_services: ChangeServices, toast: str | None = None) -> None:
    await chat.show(views.desk_service(await change_services.card(ref)), toast=toast)


async def mark_service(
    _: CallbackQuery,
    callback_data: MarkDeskService,
    chat: Chat,
    person: Person,
    change_services: ChangeServices,
) -> None:
    it = callback_data
    await change_services.mark(it.service, it.mark, person.id, on=it.on)
    await _show(it.service, chat, change_services, views.own_value_saved())


async def ask_value(
    _: CallbackQuery, callback_data: AskOwnValue, chat: Chat, change_services: ChangeServices
) -> None:
    await _ask(callback_data.service, callback_data.value_of, chat, change_services)


async def _ask(
    ref: str, value: OwnValue, chat: Chat, change_services: ChangeServices, *, is_refused: bool = False
) -> None:
    screen = views.ask_own_value(await change_services.card(ref), value, is_refused=is_refused)
    await chat.show(screen, awaits=Expected.OWN_VALUE, service=ref, own_value=value.value)


async def type_value(
    message: Message,
    chat: Chat,
    person: Person,
    conversation: Conversation,
    change_services: ChangeServices,
) -> None:
    ref, value = str(conversation.data["service"]), OwnValue(conversation.data["own_value"])
    is_long = value is OwnValue.DESCRIPTION
    text = clean_lines(message.text or "") if is_long else clean(message.text or "")
    if not shows_something(text) or len(text) > LONGEST_VALUES[value]:
        return await _ask(ref, value, chat, change_services, is_refused=True)
    await change_services.put(ref, value, text, person.id)
    return await _show(ref, chat, change_services, views.own_value_saved())


async def clear_value(
    _: CallbackQuery,
    callback_data: ClearOwnValue,
    chat: Chat,
    person: Person,
    change_services: ChangeServices,
) -> None:
    it = callback_data
    await change_services.put(it.service, it.value_of, None, person.id)
    await _show(it.service, chat, change_services, views.own_value_saved())


async def ask_reset(
    _: CallbackQuery, callback_data: AskResetService, chat: Chat, change_services: ChangeServices
) -> None:
    await chat.show(views.ask_reset_service(await change_services.card(callback_data.service)))


async def reset_service(
    _: CallbackQuery, callback_data: ResetService, chat: Chat, person: Person, change_services: ChangeServices
) -> None:
    await change_services.reset(callback_data.service, person.id)
    await _show(callback_data.service, chat, change_services, views.own_value_saved())


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_desk, OpenServiceDesk.filter(), May(Action.SEE_SALES))
    router.callback_query.register(turn_found, TurnDeskFound.filter(), May(Action.SEE_SALES))
    router.callback_query.register(open_own, OpenOwnServices.filter(), May(Action.SEE_SALES))
    router.callback_query.register(open_changes, OpenServiceChanges.filter(), May(Action.SEE_SALES))
    router.callback_query.register(open_service, OpenDeskService.filter(), May(Action.SEE_SALES))
    router.callback_query.register(mark_service, MarkDeskService.filter(), May(Action.CHANGE_SERVICES))
    router.callback_query.register(ask_value, AskOwnValue.filter(), May(Action.CHANGE_SERVICES))
    router.callback_query.register(clear_value, ClearOwnValue.filter(), May(Action.CHANGE_SERVICES))
    router.callback_query.register(ask_reset, AskResetService.filter(), May(Action.CHANGE_SERVICES))
    router.callback_query.register(reset_service, ResetService.filter(), May(Action.CHANGE_SERVICES))
    return router


def text_routes() -> Router:
    """Routes of texts about a service."""
    router = Router(name=f"{__name__}.text")
    router.message.register(type_service, Expecting(Expected.DESK_SERVICE), May(Action.SEE_SALES), HasText())
    router.message.register(type_value, Expecting(Expected.OWN_VALUE), May(Action.CHANGE_SERVICES), HasText())
    return router
