"""The program on the sandbox's Telegram without the sockets between them, for updates by the thousand."""

import asyncio
import json
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import ParseMode
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile

from bot.incoming.intake import MOST_WAITING
from bot.incoming.precedence import Precedence
from bot.incoming.raw_updates import parse
from bot.observer import Observer
from bot.settings import Settings
from bot.telegram.rate_limits import RateLimits
from bot.wiring.program import Program, wire
from panel import Panel
from sandbox.telegram.errors import ApiError
from sandbox.telegram.files import document, new_file
from sandbox.telegram.server import TelegramServer
from sandbox.telegram.world import Chat, File, Person
from storage import panel_keys
from storage.database import Database
from storage.engines.open import open_database
from usecases.browsing.catalogue import Catalogue
from usecases.clock import wall_clock

Message = dict[str, Any]
FLUSH = 30.0  # seconds


class Shortcut(BaseSession):
    """Calls the sandbox as its server does when a request has come in; it is as strict."""

    def __init__(self, telegram: TelegramServer) -> None:
        super().__init__()
        self._telegram = telegram

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109 - aiogram's own signature
    ) -> TelegramType:
        given: dict[str, InputFile] = {}
        prepared = {
            name: self.prepare_value(value, bot=bot, files=given)
            for name, value in method.model_dump(warnings=False).items()
        }
        sent = {name: str(value) for name, value in prepared.items() if value}
        files = {name: await _uploaded(file, bot) for name, file in given.items()}
        status, answer = await self._call(method.__api_method__, sent, files)
        response = self.check_response(bot=bot, method=method, status_code=status, content=json.dumps(answer))
        return response.result  # type: ignore[return-value]  # checked by check_response

    async def _call(
        self, method: str, sent: dict[str, str], files: dict[str, File]
    ) -> tuple[int, dict[str, Any]]:
        call: dict[str, Any] = {"method": method, "sent": sent, "code": 200}
        self._telegram.calls.append(call)
        try:
            return 200, {"ok": True, "result": await self._telegram._call(method, sent, files)}
        except ApiError as error:
            call |= {"code": error.code, "description": error.description}
            return error.code, {"ok": False, "error_code": error.code, "description": error.description}

    async def close(self) -> None: ...

    async def stream_content(
        self,
        url: str,
        *_: Any,
        **__: Any,
    ) -> AsyncGenerator[bytes, None]:
        yield self._telegram.world.files[url.rpartition("/")[2]].body


async def _uploaded(file: InputFile, bot: Bot) -> File:
    body = b"".join([piece async for piece in file.read(bot)])
    return new_file(file.filename or "file", body, "application/octet-stream")


class NoRateLimits(RateLimits):
    """Nobody reads along, so nobody is spared."""

    async def wait_for_answer_slot(self, chat_id: int) -> None: ...

    async def wait_for_outbox_slot(self, chat_id: int, rank: int = 0, messages: int = 1) -> None: ...

    @asynccontextmanager
    async def call(self, _: int) -> AsyncIterator[None]:
        yield


class Direct:
    """The wired program; nothing happens by itself, updates go straight in."""

    def __init__(self, program: Program, db: Database, telegram: TelegramServer) -> None:
        self.program = program
        self.db = db
        self.catalogue: Catalogue = program.intake._handle._dispatcher["catalogue"]
        self._world = telegram.world
        self._jobs = program.leader.make_jobs()

    async def says(self, person: Person, text: str) -> Message:
        """Write, and return the bot's newest message after it."""
        return await self.sends(person, {"text": text})

    async def sends_file(self, person: Person, body: bytes, name: str) -> Message:
        file = new_file(name, body, "text/plain")
        self._world.files[file.id] = file
        return await self.sends(person, {"document": document(file)})

    async def sends(self, person: Person, content: dict[str, Any]) -> Message:
        chat = self._world.chats[person.id]
        chat.started = True
        self._world.put_update({"message": self._world.put_message(chat, content, person)})
        await self.take_all()
        return newest(chat)

    async def taps(self, person: Person, data: str) -> Message:
        """Tap on the bot's newest message, and return the newest one after it."""
        chat = self._world.chats[person.id]
        tap = self._world.tap(chat, person, newest(chat)["message_id"], data)
        await self.take_all()
        assert tap.answer is not None, data
        return newest(chat)

    async def take_all(self) -> None:
        """Handle everything that waits in the sandbox, read from JSON as off a socket, to its end."""
        updates = [parse(json.dumps(update).encode()) for _, update in self._world.updates]
        self._world.updates.clear()
        intake = self.program.intake
        for start in range(0, len(updates), MOST_WAITING):  # more at once from one person is skipped
            await asyncio.gather(*map(intake.take, updates[start : start + MOST_WAITING]))
            while intake.open:
                await asyncio.wait([it.work for it in intake._updates.values()])

    async def carry_out(self) -> None:
        """Give the panel what waits for it, and send what is owed."""
        while await self.program.leader.submitter.submit_waiting(asyncio.Event()):
            pass
        await self.program.leader.sender.flush(FLUSH)

    async def beat(self, name: str) -> None:
        """Run a job once."""
        (job,) = [one for one in self._jobs._scheduler.get_jobs() if one.id == name]
        await job.func()


def newest(chat: Chat) -> Message:
    """The bot's newest message in a chat."""
    return next(one for one in reversed(chat.messages.values()) if one["from"]["is_bot"])


@asynccontextmanager
async def direct(settings: Settings, telegram: TelegramServer) -> AsyncIterator[Direct]:
    bot = Bot(
        telegram.token,
        session=Shortcut(telegram),
        default=DefaultBotProperties(parse_mode=ParseMode.HTML.value),
    )
    key = settings.panel_api_key.get_secret_value()
    async with (
        open_database(settings.database_url) as db,
        Panel(settings.panel_api_url, key, calls_per_minute=6_000) as panel,
    ):
        operators_key = await panel_keys.of_operator(db, settings.panel_api_url)
        program = wire(
            settings=settings,
            key=operators_key,
            db=db,
            panel=panel,
            bot=bot,
            rate_limits=NoRateLimits(),
            clock=wall_clock,
            observer=Observer(),
            precedence=Precedence(db=db, bot=bot, webhook_url=None, proxy=None, look_for=0, clock=wall_clock),
        )
        await program.refresh_catalogue()
        await program.intake._handle._dispatcher["watch_panel"]()
        bare = Direct(program, db, telegram)
        yield bare
