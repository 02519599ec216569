"""Tells people about failed and skipped updates, outside of any handler."""

import asyncio
import logging
from dataclasses import dataclass
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest

from bot.telegram.reading import Raw
from bot.telegram.verdicts import REFUSALS
from usecases.clock import SECOND, Clock
from usecases.errors import NotAllowed
from usecases.people.access import Access
from views import failures
from views.language import speaking
from views.order_callbacks import Ordering

log = logging.getLogger(__name__)

NOTICE_TIMEOUT_S = 10.0  # seconds that telling a person may take
NOTICE_INTERVAL_MS = 5 * SECOND  # between two messages to one person about failures


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where an update came from, as far as it can be read: the person, the topic, the tap."""

    person: int
    thread: int | None = None
    tap: str | None = None
    is_confirm: bool = False
    is_payment: bool = False
    language: str | None = None

    @classmethod
    def of(cls, raw: Raw) -> "Whereabouts | None":
        """Return None for an update from a bot, from outside a private chat, or from an unknown person."""
        tap = _object(raw, "callback_query")
        message = _object(tap, "message") or _object(raw, "message") or _object(raw, "edited_message")
        sender = _object(tap or message, "from")
        person = sender.get("id", _object(message, "chat").get("id"))
        kind = _object(message, "chat").get("type", "private")
        if not isinstance(person, int) or person <= 0 or kind != "private" or sender.get("is_bot") is True:
            return None
        return cls(
            person,
            _if(int, message.get("message_thread_id")) if message.get("is_topic_message") is True else None,
            _if(str, tap.get("id")),
            _may_have_ordered(str(tap.get("data"))),
            "successful_payment" in message,
            _if(str, sender.get("language_code")),
        )


class Notices:
    """Tells people of failures. An error of Telegram's is logged and not raised."""

    def __init__(self, *, bot: Bot, access: Access, clock: Clock) -> None:
        self._bot = bot
        self._access = access
        self._clock = clock
        self._told: dict[int, int] = {}

    async def too_fast(self, raw: Raw) -> None:
        """Tell a person that some of their updates were skipped. Strangers are not told."""
        where = Whereabouts.of(raw)
        if where is None:
            return
        try:
            person = await self._access.find(where.person)
            if person.role is not None:
                with speaking(person.language):
                    await self._bot.send_message(
                        where.person, failures.too_fast(), message_thread_id=where.thread
                    )
        except (NotAllowed, *REFUSALS) as error:
            log.info("%d was not told of skipped messages: %s", where.person, type(error).__name__)

    async def broken(self, raw: Raw) -> None:
        """Tell a person that their update failed. Raises nothing.

        Every tap is answered. A person gets at most one message in `NOTICE_INTERVAL_MS`.
        """
        where = Whereabouts.of(raw)
        if where is None:
            return
        try:
            async with asyncio.timeout(NOTICE_TIMEOUT_S):
                with speaking(await self._language(where)):
                    await self._say(where)
        except Exception as error:  # noqa: BLE001 - a second failure helps nobody
            log.info("%d was not told of a failure: %s", where.person, type(error).__name__)

    async def _language(self, where: Whereabouts) -> str | None:
        """Return the language that the person chose, or their client's if the database fails."""
        try:
            return (await self._access.find(where.person)).language
        except Exception:  # noqa: BLE001 - the database may be what failed
            return where.language

    async def _say(self, where: Whereabouts) -> None:
        words = _words(where)
        if where.tap is not None:
            try:
                await self._bot.answer_callback_query(where.tap, text=words, show_alert=True)
            except TelegramBadRequest:
                log.info("the tap was answered before")
            else:
                return
        if self._is_due(where.person):
            await self._bot.send_message(where.person, words, message_thread_id=where.thread)

    def _is_due(self, person: int) -> bool:
        """Whether the last message to this person was long enough ago. If so, remember this one."""
        now = self._clock()
        self._told = {one: at for one, at in self._told.items() if 0 <= now - at < NOTICE_INTERVAL_MS}
        return self._told.setdefault(person, now) == now


def _may_have_ordered(data: str) -> bool:
    return data.partition(":")[0] in {button.__prefix__ for button in Ordering.__subclasses__()}


def _words(where: Whereabouts) -> str:
    if where.is_payment:
        return failures.broken_payment()
    return failures.broken_confirm() if where.is_confirm else failures.broken()


def _object(raw: Raw, name: str) -> dict[str, Any]:
    value = raw.get(name)
    return value if isinstance(value, dict) else {}


def _if(kind: type, value: object) -> Any:
    return value if isinstance(value, kind) else None
