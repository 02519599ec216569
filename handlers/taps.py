"""Finds the handler of a button by the first word of what the button says, whatever number there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.dispatcher.event.handler import HandlerObject
from aiogram.dispatcher.event.telegram import TelegramEventObserver
from aiogram.filters.callback_data import CallbackQueryFilter
from aiogram.types import CallbackQuery


@dataclass(frozen=True, slots=True)
class Tap:
    """A handler as its router has registered it, with the filters that the router has for all of its own."""

    observer: TelegramEventObserver
    handler: HandlerObject

    @property
    def prefix(self) -> str | None:
        """The first word; None for a handler that is not of one kind of button."""
        for filter_ in self.handler.filters or ():
            if isinstance(filter_.callback, CallbackQueryFilter):
                return filter_.callback.callback_data.__prefix__
        return None


class Taps:
    """One handler in place of many: aiogram would ask each of them in turn whether the button is its own.

    Handlers are registered in routers as ever; `of` takes those of buttons out of them.
    """

    def __init__(self, taps: Iterable[Tap]) -> None:
        self._by_prefix: defaultdict[str, list[Tap]] = defaultdict(list)
        for tap in taps:
            assert tap.prefix is not None  # noqa: S101 - `of` chooses them
            self._by_prefix[tap.prefix].append(tap)

    @classmethod
    def of(cls, routers: Iterable[Router]) -> "Taps":
        taken = []
        for router in routers:
            observer = router.callback_query
            taps = [Tap(observer, handler) for handler in observer.handlers]
            taken += [tap for tap in taps if tap.prefix is not None]
            observer.handlers = [tap.handler for tap in taps if tap.prefix is None]
        return cls(taken)

    async def carry_out(self, query: CallbackQuery, **data: Any) -> Any:
        prefix = (query.data or "").partition(":")[0]
        for tap in self._by_prefix.get(prefix, ()):
            passed, more = await tap.observer.check_root_filters(query, **data)
            if passed:
                passed, more = await tap.handler.check(query, **more)
            if passed:
                return await tap.handler.call(query, **more)
        raise SkipHandler
