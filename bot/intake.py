"""Takes updates in: one at a time per person, people side by side."""

import asyncio
import logging
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from pydantic import ValidationError

from usecases.bell import Bell

log = logging.getLogger(__name__)

PATIENCE = 60.0  # seconds that one update may take
Raw = dict[str, Any]


class Intake:
    """Parses and handles raw updates; nothing that a person sends stops the next one.

    `done` rings after each: it may have left something in the outbox.
    """

    def __init__(self, *, bot: Bot, dispatcher: Dispatcher, done: Bell) -> None:
        self._done = done
        self._bot = bot
        self._dispatcher = dispatcher
        self._lanes: dict[object, asyncio.Task[None]] = {}

    def take(self, raw: Raw) -> asyncio.Task[None]:
        """Put an update on its person's lane; the task is done when the update is."""
        lane = _person_of(raw)
        before = self._lanes.get(lane)
        task = asyncio.create_task(self._after(before, raw))
        self._lanes[lane] = task
        task.add_done_callback(lambda done: self._leave(lane, done))
        return task

    def _leave(self, lane: object, done: asyncio.Task[None]) -> None:
        if self._lanes.get(lane) is done:
            del self._lanes[lane]

    async def _after(self, before: asyncio.Task[None] | None, raw: Raw) -> None:
        if before is not None:
            await asyncio.wait({before})
        try:
            async with asyncio.timeout(PATIENCE):
                await self._handle(raw)
        except Exception:
            log.exception("update %s failed", raw.get("update_id"))

    async def _handle(self, raw: Raw) -> None:
        try:
            update = Update.model_validate(raw, context={"bot": self._bot})
        except ValidationError as error:
            places = sorted({".".join(map(str, one["loc"])) for one in error.errors(include_input=False)})
            log.error(  # noqa: TRY400 - the exception would show what the person wrote
                "update %s is not understood, at %s", raw.get("update_id"), ", ".join(places)[:300]
            )
            return
        await self._dispatcher.feed_update(self._bot, update)
        self._done.ring()


def _person_of(raw: Raw) -> object:
    """Who an update is from; updates without a person have a lane together."""
    for content in raw.values():
        if isinstance(content, dict):
            sender = content.get("from") or content.get("chat") or {}
            return sender.get("id") if isinstance(sender, dict) else None
    return None
