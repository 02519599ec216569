"""A misspelt handler argument passes the type checker and fails when somebody taps: not here."""

import inspect
from collections.abc import Iterator
from typing import Any

from aiogram import Router

from bot import errors
from handlers import routing

FROM_GATE = {"chat", "person", "conversation"}
FROM_AIOGRAM = {"bot", "event_from_user", "event_chat", "event_router", "event_update", "dispatcher"}
FROM_FILTERS = {"callback_data", "command"}
FROM_WIRING = {
    "catalogue", "invite_people", "view_orders", "draft_orders", "decide", "watch_panel", "place_order",
    "ask_about_order", "search_services", "view_account", "view_service", "choose_settings",
}  # fmt: skip


def handlers(router: Router) -> Iterator[Any]:
    for observer in router.observers.values():
        yield from observer.handlers
    for inner in router.sub_routers:
        yield from handlers(inner)


def test_every_argument_of_every_handler_is_provided() -> None:
    provided = FROM_GATE | FROM_AIOGRAM | FROM_FILTERS | FROM_WIRING
    found = [*handlers(routing.routes()), *handlers(errors.routes())]
    assert len(found) > 50

    for handler in found:
        _event, *arguments = inspect.signature(handler.callback).parameters
        unknown = set(arguments) - provided
        assert not unknown, f"{handler.callback.__qualname__} asks for {unknown}"


def test_a_handler_that_takes_callback_data_has_a_filter_that_gives_it() -> None:
    for handler in handlers(routing.routes()):
        if "callback_data" in inspect.signature(handler.callback).parameters:
            filters = [type(one.callback).__name__ for one in handler.filters]
            assert "CallbackQueryFilter" in filters, handler.callback.__qualname__
