"""Shows an operator only the buttons that their role allows, as the routes of the buttons say."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any

from aiogram import BaseMiddleware, Router
from aiogram.types import TelegramObject

from handlers.chat import Chat
from handlers.middlewares.buttons import Tap
from handlers.middlewares.handler import Handler
from handlers.roles import May
from usecases.people.access import Person
from usecases.people.roles import Action


class RoleButtons(BaseMiddleware):
    """The routes check all the same: a screen may be older than the role."""

    def __init__(self, routers: Iterable[Router]) -> None:
        self._actions = actions_of_buttons(routers)

    async def __call__(self, go_on: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        chat, person = data.get("chat"), data.get("person")
        if isinstance(chat, Chat) and isinstance(person, Person) and person.is_operator:
            chat.hide_buttons(partial(self._is_hidden_from, person))
        return await go_on(event, data)

    def _is_hidden_from(self, person: Person, prefix: str) -> bool:
        action = self._actions.get(prefix)
        return action is not None and not person.may(action)


def actions_of_buttons(routers: Iterable[Router]) -> Mapping[str, Action]:
    """Return the actions that buttons need, by the prefix of their callback data."""
    found = {}
    for router in routers:
        for handler in router.callback_query.handlers:
            prefix = Tap(router.callback_query, handler).prefix
            asked = [one.callback for one in handler.filters or () if isinstance(one.callback, May)]
            if prefix is not None and asked:
                found[prefix] = asked[0].action
    return found
