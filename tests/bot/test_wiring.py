"""A misspelt handler argument passes the type checker and fails when somebody taps: not here."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from aiogram import Router
from aiogram.types import CallbackQuery, TelegramObject, Update, User

from bot.settings import Settings
from handlers import errors, routing
from handlers.middlewares.buttons import ButtonRouter
from sandbox.telegram.server import TelegramServer
from tests.conftest import ALICE
from tests.security.shortcut import direct
from views.callbacks import OpenCatalogue

FROM_FILTERS = {"callback_data", "command", "copy", "draft"}


def handlers(routers: Iterable[Router]) -> Iterator[Any]:
    for router in routers:
        for observer in router.observers.values():
            yield from observer.handlers
        yield from handlers(router.sub_routers)


def missing(handler: Callable[..., Any], provided: set[str]) -> set[str]:
    """What a handler asks for and does not get; the event comes first."""
    _event, *arguments = inspect.signature(handler).parameters
    return set(arguments) - provided


@pytest.fixture
async def provided(settings: Settings, telegram: TelegramServer) -> set[str]:
    """What the wired program hands to a handler, seen where it does."""
    seen: set[str] = set()

    async def look(_: Any, __: TelegramObject, data: dict[str, Any]) -> None:
        seen.update(data)

    async with direct(settings, telegram) as program:
        dispatcher = program.program.intake._handle._dispatcher
        dispatcher.message.outer_middleware(look)
        world = telegram.world
        message = world.put_message(world.chats[ALICE], {"text": "/start"}, world.people[ALICE])
        world.put_update({"message": message})
        await program.take_all()
    return seen | FROM_FILTERS


async def test_every_argument_of_every_handler_is_provided(provided: set[str]) -> None:
    found = [*handlers(routing.routers()), *handlers([errors.routes()])]
    assert len(found) > 50

    for handler in found:
        unknown = missing(handler.callback, provided)
        assert not unknown, f"{handler.callback.__qualname__} asks for {unknown}"


async def test_a_misspelt_argument_is_found(provided: set[str]) -> None:
    async def misspelt(_: CallbackQuery, place_ordre: object, chat: object) -> None: ...

    assert missing(misspelt, provided) == {"place_ordre"}


def test_a_handler_that_takes_callback_data_has_a_filter_that_gives_it() -> None:
    for handler in handlers(routing.routers()):
        if "callback_data" in inspect.signature(handler.callback).parameters:
            filters = [type(one.callback).__name__ for one in handler.filters]
            assert "CallbackQueryFilter" in filters, handler.callback.__qualname__


async def test_of_two_handlers_of_one_kind_of_button_the_filters_choose() -> None:
    asked: list[str] = []

    async def first(_: CallbackQuery) -> None:
        asked.append("first")

    async def second(_: CallbackQuery, callback_data: OpenCatalogue) -> None:
        asked.append(f"second {callback_data.page}")

    async def nobody(_: CallbackQuery) -> bool:
        return False

    closed, open_ = Router(), Router()
    closed.callback_query.filter(nobody)
    closed.callback_query.register(first, OpenCatalogue.filter())
    open_.callback_query.register(first, OpenCatalogue.filter(), nobody)
    open_.callback_query.register(second, OpenCatalogue.filter())
    taps = ButtonRouter([closed, open_])

    async def go_on(_: TelegramObject, __: dict[str, Any]) -> None:
        asked.append("the others")

    await taps(go_on, tap("cat:7"), {})
    assert asked == ["second 7"]
    for data in ("cat", "cat:x", "cat:1:2", "nothing", "", None):
        asked.clear()
        await taps(go_on, tap(data), {})
        assert asked == ["the others"]


def tap(data: str | None) -> Update:
    person = User(id=1, is_bot=False, first_name="Alice")
    query = CallbackQuery(id="1", from_user=person, chat_instance="1", data=data)
    return Update(update_id=1, callback_query=query)
