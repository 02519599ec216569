"""Quiet hours and the time zone of a person, from the settings."""

from collections.abc import Callable

from aiogram import Router
from aiogram.filters import BaseFilter
from aiogram.types import CallbackQuery, Message

from handlers.awaiting import Expected, Expecting
from handlers.chat import Chat
from usecases.clock import Clock
from usecases.errors import BadAnswer
from usecases.people.access import Person
from usecases.people.choose_settings import ChooseSettings
from usecases.people.quiet_hours import QuietHours
from views import failures
from views import quiet_hours as views
from views.callbacks import (
    ChooseEndsWait,
    ChooseQuietHours,
    ChooseTimeZone,
    OpenClocks,
    OpenPlaces,
    OpenQuietHours,
    PickQuietEnd,
    PickQuietStart,
    TurnOffQuietHours,
)
from views.screen import Screen

MAX_HOURS_LENGTH = 20  # characters of two times


class MeantAsHours(BaseFilter):
    """Lets a text through that is hours, or short and begins with a number: others are not for here."""

    async def __call__(self, message: Message) -> bool:
        text = (message.text or "").strip()
        return bool(views.typed(text)) or (text[:1].isdigit() and len(text) <= MAX_HOURS_LENGTH)


async def open_quiet_hours(_: CallbackQuery, chat: Chat, person: Person, clock: Clock) -> None:
    await _show(chat, person, clock)


async def open_clocks(_: CallbackQuery, chat: Chat, clock: Clock) -> None:
    await chat.show(views.clocks(clock()))


async def open_places(_: CallbackQuery, callback_data: OpenPlaces, chat: Chat, clock: Clock) -> None:
    await chat.show(views.places(callback_data.offset, callback_data.page, clock()))


async def choose_time_zone(
    _: CallbackQuery,
    callback_data: ChooseTimeZone,
    chat: Chat,
    person: Person,
    choose_settings: ChooseSettings,
    clock: Clock,
) -> None:
    try:
        person = await choose_settings.time_zone(person.id, callback_data.zone)
    except BadAnswer as error:
        await chat.answer(failures.words(error), alert=True)
    await _show(chat, person, clock)


async def pick_start(_: CallbackQuery, chat: Chat, person: Person, clock: Clock) -> None:
    await _pick(views.pick_start, chat, person, clock)


async def pick_end(_: CallbackQuery, chat: Chat, person: Person, clock: Clock) -> None:
    await _pick(views.pick_end, chat, person, clock)


async def choose_quiet_hours(
    _: CallbackQuery,
    callback_data: ChooseQuietHours,
    chat: Chat,
    person: Person,
    choose_settings: ChooseSettings,
    clock: Clock,
) -> None:
    await _choose(callback_data.start, callback_data.end, chat, person, choose_settings, clock)


async def type_quiet_hours(
    message: Message, chat: Chat, person: Person, choose_settings: ChooseSettings, clock: Clock
) -> None:
    hours = views.typed(message.text or "")
    if hours is None:
        await _show(chat, person, clock, views.not_hours())
    else:
        await _choose(*hours, chat, person, choose_settings, clock)


async def turn_off(
    _: CallbackQuery, chat: Chat, person: Person, choose_settings: ChooseSettings, clock: Clock
) -> None:
    await _show(chat, await choose_settings.no_quiet_hours(person.id), clock)


async def choose_ends_wait(
    _: CallbackQuery,
    callback_data: ChooseEndsWait,
    chat: Chat,
    person: Person,
    choose_settings: ChooseSettings,
    clock: Clock,
) -> None:
    await _show(chat, await choose_settings.ends_wait(person.id, wait=callback_data.wait), clock)


async def _choose(
    start: int, end: int, chat: Chat, person: Person, choose_settings: ChooseSettings, clock: Clock
) -> None:
    try:
        person = await choose_settings.quiet_hours(person.id, start, end)
    except BadAnswer as error:
        await _show(chat, person, clock, failures.words(error))
    else:
        await _show(chat, person, clock)


async def _show(chat: Chat, person: Person, clock: Clock, toast: str | None = None) -> None:
    awaits = Expected.QUIET_HOURS if person.time_zone else None
    await chat.show(views.page(person, clock()), toast=toast, awaits=awaits)


async def _pick(view: Callable[[QuietHours], Screen], chat: Chat, person: Person, clock: Clock) -> None:
    """Ask for an hour. An old button after the hours were turned off shows the page anew."""
    if person.quiet_hours is None:
        await _show(chat, person, clock)
    else:
        await chat.show(view(person.quiet_hours))


def routes() -> Router:
    router = Router(name=__name__)
    router.callback_query.register(open_quiet_hours, OpenQuietHours.filter())
    router.callback_query.register(open_clocks, OpenClocks.filter())
    router.callback_query.register(open_places, OpenPlaces.filter())
    router.callback_query.register(choose_time_zone, ChooseTimeZone.filter())
    router.callback_query.register(pick_start, PickQuietStart.filter())
    router.callback_query.register(pick_end, PickQuietEnd.filter())
    router.callback_query.register(choose_quiet_hours, ChooseQuietHours.filter())
    router.callback_query.register(turn_off, TurnOffQuietHours.filter())
    router.callback_query.register(choose_ends_wait, ChooseEndsWait.filter())
    return router


def text_routes() -> Router:
    router = Router(name=f"{__name__}.text")
    router.message.register(type_quiet_hours, Expecting(Expected.QUIET_HOURS), MeantAsHours())
    return router
