"""Finds the handler of a button by the prefix of its callback data, in constant time."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.types import TelegramObject, Update

from handlers.middlewares.handler import Handler


@dataclass(frozen=True, slots=True)
class Tap:
    """A registered handler, and its observer, which holds the router's own filters."""

    observer: TelegramEventObserver
    handler: HandlerObject

    @property
    def prefix(self) -> str | None:
        """The prefix of the handler's callback data. None if the handler is not for one kind of button."""
        for filter_ in self.handler.filters or ():
            if isinstance(filter_.callback, CallbackQueryFilter):
                return filter_.callback.callback_data.__prefix__
        return None


class ButtonRouter(BaseMiddleware):
    """Calls the handler of a tap directly. aiogram would ask one handler after the other.

    Handlers are registered in routers as usual. If no handler has the prefix, or the filters refuse the tap,
    it goes on to aiogram's own chain.
    """

    def __init__(self, routers: Iterable[Router]) -> None:
        self._by_prefix: defaultdict[str, list[Tap]] = defaultdict(list)
        for router in routers:
            for handler in router.callback_query.handlers:
                tap = Tap(router.callback_query, handler)
                if tap.prefix is not None:
                    self._by_prefix[tap.prefix].append(tap)

    async def __call__(self, go_on: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        query = event.callback_query if isinstance(event, Update) else None
        if query is None:
            return await go_on(event, data)
        prefix = (query.data or "").partition(":")[0]
        for tap in self._by_prefix.get(prefix, ()):
            passed, more = await tap.observer.check_root_filters(query, **data)
            if passed:
                passed, more = await tap.handler.check(query, **more)
            if passed:
                return await tap.handler.call(query, **more)
        return await go_on(event, data)
