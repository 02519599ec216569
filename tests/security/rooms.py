"""Chats of every kind, and what somebody does in one, as the updates that Telegram would send."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from sandbox.telegram.files import document, new_file
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import Chat, Person

PATIENCE = 40.0  # seconds
SPEAKING = {"sendMessage", "sendDocument", "editMessageText", "answerCallbackQuery"}


class Kind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"
    CHANNEL = "channel"


@dataclass
class Room(Chat):
    """A chat that is not private."""

    kind: str = "group"

    def as_chat(self) -> dict[str, Any]:
        return {"id": self.id, "type": self.kind, "title": self.title}


@dataclass
class Said:
    """What the bot said to one update: messages and edits, and answers to a tap (None: it has none)."""

    texts: list[str] = field(default_factory=list)
    toasts: list[str] = field(default_factory=list)

    @property
    def all(self) -> list[str]:
        return [*self.texts, *filter(None, self.toasts)]


class Rooms:
    """Acts as somebody in a chat, and waits until the bot is done with it."""

    def __init__(self, telegram: TelegramServer) -> None:
        self._telegram = telegram
        self._world = telegram.world
        self.buttons: set[str] = set()
        """The callback data of all buttons that were shown."""
        for place, kind in enumerate((Kind.GROUP, Kind.SUPERGROUP, Kind.CHANNEL), 1):
            self._world.chats[-1_000 - place] = Room(-1_000 - place, None, kind, started=True, kind=kind)

    def _chat(self, person: Person, kind: Kind) -> Chat:
        if kind is Kind.PRIVATE:
            chat = self._world.chats[person.id]
            chat.started = True
            return chat
        return next(one for one in self._world.chats.values() if isinstance(one, Room) and one.kind == kind)

    async def says(self, person: Person, kind: Kind, **content: Any) -> Said:
        """A message, or in a channel a post."""
        chat = self._chat(person, kind)
        message = self._world.put_message(chat, content, person)
        post = {name: value for name, value in message.items() if name != "from"}
        with self._listening() as said:
            await self._deliver({"channel_post": post} if kind is Kind.CHANNEL else {"message": message})
        return said

    async def sends_file(self, person: Person, kind: Kind, body: bytes, name: str = "list.txt") -> Said:
        file = new_file(name, body, "text/plain")
        self._world.files[file.id] = file
        return await self.says(person, kind, document=document(file))

    async def taps(self, person: Person, kind: Kind, data: str) -> Said:
        chat = self._chat(person, kind)
        message = self._world.put_message(chat, {"text": "a menu"}, None)
        with self._listening() as said:
            tap = self._world.tap(chat, person, message["message_id"], data)
            await self._until_done()
            async with asyncio.timeout(PATIENCE):
                while tap.answer is None:
                    await asyncio.sleep(0.002)
        assert tap.answer is not None, f"the tap on {data!r} was not answered"
        return said

    async def _deliver(self, update: dict[str, Any]) -> None:
        self._world.put_update(update)
        await self._until_done()

    async def _until_done(self) -> None:
        """An update is confirmed when its handler has ended, and then it is gone from the queue."""
        async with asyncio.timeout(PATIENCE):
            while self._world.updates:
                await asyncio.sleep(0.002)

    @contextmanager
    def _listening(self) -> Iterator[Said]:
        said = Said()
        self._telegram.calls.clear()
        yield said
        for call in self._telegram.calls:
            if call["method"] in SPEAKING:
                heard = said.toasts if call["method"] == "answerCallbackQuery" else said.texts
                heard.append(str(call["sent"].get("text", "")))
                keyboard = call["sent"].get("reply_markup") or {}
                keyboard = json.loads(keyboard) if isinstance(keyboard, str) else keyboard
                self.buttons |= {
                    button["callback_data"]
                    for row in keyboard.get("inline_keyboard", [])
                    for button in row
                    if "callback_data" in button
                }
