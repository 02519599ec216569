"""The calls that bring a broadcast into a person's chat, and what an error of theirs means."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum

from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter

from bot.telegram.client import OutboxBot
from bot.telegram.rate_limits import RateLimits
from bot.telegram.verdicts import REFUSALS, Verdict, description, verdict
from views.screen import Screen

log = logging.getLogger(__name__)

BROADCAST_RANK = 100
"""Any message of the outbox goes first."""

OF_THE_SOURCE = ("message to copy not found", "can't be copied", "message_id_invalid", "no messages to copy")
"""What Telegram says of a message that cannot be copied to anybody."""


class SourceGone(Exception):
    """A part of the album is gone. `sent` are the messages that arrived without it."""

    def __init__(self, sent: list[int]) -> None:
        super().__init__()
        self.sent = sent


class CopyFailure(Enum):
    """What a failed call says of the copy."""

    WAIT = "it was not sent; Telegram asks to wait"
    NOT_SENT = "it was not sent, and the next one would not be either"
    SOURCE = "it was not sent: the message to copy is gone"
    BLOCKED = "it was not sent: the person has blocked the bot"
    REFUSED = "it was not sent: Telegram refuses it for this person"
    UNKNOWN = "it is not known whether it was sent"


@dataclass(frozen=True, slots=True)
class Source:
    """The messages to copy, from a chat."""

    chat_id: int
    message_ids: list[int]

    @property
    def is_album(self) -> bool:
        return len(self.message_ids) > 1


def failure_of(error: Exception) -> CopyFailure:
    """Return what the error of a copying call means."""
    if isinstance(error, TelegramRetryAfter):
        return CopyFailure.WAIT
    if not isinstance(error, REFUSALS):
        return CopyFailure.UNKNOWN
    match verdict(error):
        case Verdict.BLOCKED:
            return CopyFailure.BLOCKED
        case Verdict.ENDS:
            return CopyFailure.NOT_SENT
        case Verdict.LATER:
            return CopyFailure.UNKNOWN
    words = description(error).lower()
    is_of_source = isinstance(error, TelegramBadRequest) and any(part in words for part in OF_THE_SOURCE)
    return CopyFailure.SOURCE if is_of_source else CopyFailure.REFUSED


class BroadcastCopies:
    """Calls within the limits. The caller waits for their slots. A 429 holds up the whole broadcast."""

    def __init__(self, bot: OutboxBot, rate_limits: RateLimits) -> None:
        self._bot = bot
        self._rate_limits = rate_limits
        self._held_until = 0.0

    def blocked_for(self) -> float:
        """Return the seconds until the broadcast may go on; 0 if it may now."""
        return max(0.0, self._held_until - time.monotonic())

    async def __call__(
        self, chat_id: int, source: Source, buttons: Screen | None, *, is_silent: bool
    ) -> list[int]:
        """Copy to a chat, and return the ids of the new messages.

        An album cannot have buttons: `album_buttons` sends them. Raises SourceGone if parts of the album are
        missing, and what aiogram raises.
        """
        quietly = is_silent or None
        if not source.is_album:
            async with self._call(chat_id):
                copied = await self._bot.copy_message(
                    chat_id,
                    source.chat_id,
                    source.message_ids[0],
                    reply_markup=buttons.keyboard if buttons else None,
                    disable_notification=quietly,
                )
            return [copied.message_id]
        async with self._call(chat_id):
            parts = await self._bot.copy_messages(
                chat_id, source.chat_id, source.message_ids, disable_notification=quietly
            )
        sent = [part.message_id for part in parts]
        if len(sent) < len(source.message_ids):
            raise SourceGone(sent)
        return sent

    async def album_buttons(self, chat_id: int, buttons: Screen) -> list[int]:
        """Send the buttons of an album that has arrived. An error only leaves them out."""
        while True:
            try:
                async with self._call(chat_id):
                    sent = await self._bot.send_message(
                        chat_id, buttons.text, reply_markup=buttons.keyboard, disable_notification=True
                    )
            except TelegramRetryAfter:
                await self._rate_limits.wait_for_outbox_slot(chat_id, BROADCAST_RANK)
            except REFUSALS:
                return []
            except Exception:
                log.exception("the buttons of an album could not be sent")
                return []
            else:
                return [sent.message_id]

    async def delete(self, chat_id: int, message_ids: list[int]) -> None:
        async with self._call(chat_id):
            await self._bot.delete_messages(chat_id, message_ids)

    @asynccontextmanager
    async def _call(self, chat_id: int) -> AsyncIterator[None]:
        while (pause := self.blocked_for()) > 0:  # noqa: ASYNC110 - it may have grown meanwhile
            await asyncio.sleep(pause)
        async with self._rate_limits.call(chat_id):
            try:
                yield
            except TelegramRetryAfter as error:
                self._held_until = max(self._held_until, time.monotonic() + error.retry_after)
                raise
