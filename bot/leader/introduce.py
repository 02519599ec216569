"""Sets the bot's commands and descriptions at Telegram, in each language, where they have changed.

Telegram limits these calls more than others: a bot that sets all of them at each start, and starts often, is
told to wait for minutes. So they are made beside the bot's work, and what was set is remembered.
"""

import asyncio
import hashlib
import logging
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec
from aiogram import Bot
from aiogram.methods import (
    DeleteMyCommands,
    SetMyCommands,
    SetMyDescription,
    SetMyShortDescription,
    TelegramMethod,
)
from aiogram.types import BotCommand

from bot.telegram.verdicts import REFUSALS, Verdict, verdict, wait_of
from storage import introductions
from storage.database import Database
from views import about
from views.language import ENGLISH, languages, speaking

log = logging.getLogger(__name__)

REPEAT_DELAY_S = 60.0
BOT_COMMANDS, DESCRIPTION, SHORT_DESCRIPTION = "commands", "description", "short description"
FOR_ALL_OTHERS = ""  # Telegram's language code for people without texts in their own language


@dataclass(frozen=True, slots=True)
class Introduction:
    """One text, or the list of commands, in the language of a two-letter code."""

    what: str
    language: str
    call: TelegramMethod[bool]

    @property
    def fingerprint(self) -> str:
        told = self.call.model_dump(exclude_none=True)
        return hashlib.blake2s(msgspec.json.encode(told), digest_size=8).hexdigest()


class Introduce:
    def __init__(self, *, db: Database, bot: Bot, is_shop: bool) -> None:
        self._db = db
        self._bot = bot
        self._is_shop = is_shop

    async def __call__(self) -> None:
        """Set what differs from what was set last. Waits as long as Telegram asks for."""
        told, wanted = await introductions.all_told(self._db), list(_introductions(is_shop=self._is_shop))
        for one in wanted:
            if told.get((one.what, one.language)) != one.fingerprint and await self._is_taken(one.call):
                await introductions.note(self._db, one.what, one.language, one.fingerprint)
        for what, language in told.keys() - {(one.what, one.language) for one in wanted}:
            if await self._is_taken(_withdrawal(what, language)):
                await introductions.forget(self._db, what, language)

    async def _is_taken(self, call: TelegramMethod[bool]) -> bool:
        while True:
            try:
                await self._bot(call)
            except REFUSALS as error:
                if verdict(error) is not Verdict.LATER:
                    log.warning("Telegram does not take %s: %s", type(call).__name__, error)
                    return False
                await asyncio.sleep(wait_of(error) or REPEAT_DELAY_S)
            else:
                return True


def _introductions(*, is_shop: bool) -> Iterator[Introduction]:
    """Yield all texts, first those for people of other languages.

    Telegram's codes have two letters here. Of two languages with one code, such as "pt" and "pt-br", the
    first one counts.
    """
    codes = {code.partition("-")[0]: code for code in reversed(languages())}
    for short in sorted(codes, key=lambda one: (one != ENGLISH, one)):
        language = FOR_ALL_OTHERS if short == ENGLISH else short
        with speaking(codes[short]):
            words = about.commands(is_shop=is_shop)
            commands = [BotCommand(command=name, description=text) for name, text in words.items()]
            description, short_description = about.description(), about.short_description()
        code = language or None
        calls: dict[str, TelegramMethod[bool]] = {
            BOT_COMMANDS: SetMyCommands(commands=commands, language_code=code),
            DESCRIPTION: SetMyDescription(description=description, language_code=code),
            SHORT_DESCRIPTION: SetMyShortDescription(short_description=short_description, language_code=code),
        }
        yield from (Introduction(what, language, call) for what, call in calls.items())


def _withdrawal(what: str, language: str) -> TelegramMethod[bool]:
    """Return the call after which people of a language get the texts for all others."""
    code = language or None
    if what == BOT_COMMANDS:
        return DeleteMyCommands(language_code=code)
    if what == DESCRIPTION:
        return SetMyDescription(description="", language_code=code)
    return SetMyShortDescription(short_description="", language_code=code)
