"""Sends what the outbox owes, within Telegram's limits; nothing is lost, at most one comes twice a crash."""

import asyncio
import logging
import time

from aiogram import Bot
from aiogram.exceptions import (
    ClientDecodeError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.messages import Delivery, Messages
from bot.pace import Pace
from storage import orders, outbox, users
from storage.database import Database
from storage.outbox import Message
from usecases.bell import Bell
from usecases.clock import MINUTE, SECOND, Clock

TROUBLE = (TelegramNetworkError, TelegramServerError, TelegramUnauthorizedError, ClientDecodeError)
"""What says something of Telegram, not of the message."""

log = logging.getLogger(__name__)

AT_ONCE = 30  # chats that are sent to side by side
AFTER_FAILURE = 5.0  # seconds
IDLE = 0.5  # seconds between looks at an outbox that was empty
FIRST_PAUSE = 2 * SECOND
LONGEST_PAUSE = 5 * MINUTE
NOT_MODIFIED = "message is not modified"


class Sender:
    def __init__(self, *, bot: Bot, db: Database, messages: Messages, clock: Clock) -> None:
        self._bot = bot
        self._db = db
        self._messages = messages
        self._clock = clock
        self._pace = Pace(time.monotonic)
        self._troubled = False

    async def recover(self) -> None:
        """What was about to be sent when the last process ended, or this one stumbled, is sent again."""
        await outbox.put_back_unfinished(self._db, self._clock())

    async def run(self, bell: Bell) -> None:
        """Send until cancelled, whatever happens; `bell` rings when something was put into the outbox."""
        while True:
            try:
                if not await self.send_due():
                    await bell.wait(IDLE)
            except Exception:
                log.exception("the sender stumbled; what it was about is sent again")
                await asyncio.sleep(AFTER_FAILURE)
                await self.recover()

    async def send_due(self) -> int:
        """Send one message to each chat that is owed one; returns how many were tried."""
        due = await outbox.take_due(self._db, self._clock(), AT_ONCE)
        ends = await asyncio.gather(*map(self._deliver, due), return_exceptions=True)
        for error in ends:
            if isinstance(error, BaseException):
                raise error
        return len(due)

    async def _deliver(self, message: Message) -> None:
        try:
            await self._pace.turn(message.user_id)  # before it is written: a card is drawn as it is then
            delivery = await self._messages.compose(message)
            if delivery is not None:
                await self._send(message, delivery)
        except TelegramRetryAfter as error:
            await self._wait(message, error)
        except TelegramForbiddenError:
            await users.has_blocked(self._db, message.user_id, self._clock())
            await self._later(message, 0)
        except TROUBLE as error:
            self._in_trouble(error)
            await self._later(message, min(FIRST_PAUSE * 2 ** min(message.attempts - 1, 10), LONGEST_PAUSE))
        except TelegramAPIError as error:
            log.error(  # noqa: TRY400 - where it came from is clear
                "message %d (%s) can never be sent: %s", message.id, message.event, error
            )
            await outbox.drop(self._db, message.id, self._clock())
        except Exception:
            log.exception("message %d (%s) could not be written", message.id, message.event)
            await outbox.drop(self._db, message.id, self._clock())
        else:
            await self._done(message, sent=delivery is not None)

    async def _send(self, message: Message, delivery: Delivery) -> None:
        if delivery.message_id is not None:
            if await self._draw(message.user_id, delivery.message_id, delivery):
                return
            await self._pace.turn(message.user_id)
        screen = delivery.screen
        sent = await self._bot.send_message(
            message.user_id, screen.text, reply_markup=screen.keyboard, message_effect_id=screen.effect
        )
        if screen.order_id is not None:
            await orders.put_card(self._db, screen.order_id, message.user_id, sent.message_id)

    async def _draw(self, chat_id: int, message_id: int, delivery: Delivery) -> bool:
        """Draw over a message; False if it is gone or too old to be edited, then a new one is sent."""
        try:
            await self._bot.edit_message_text(
                delivery.screen.text,
                chat_id=chat_id,
                message_id=message_id,
                reply_markup=delivery.screen.keyboard,
            )
        except TelegramBadRequest as error:
            return NOT_MODIFIED in error.message.lower()
        return True

    async def _done(self, message: Message, *, sent: bool) -> None:
        if self._troubled and sent:
            log.info("Telegram takes messages again")
            self._troubled = False
        end = outbox.sent if sent else outbox.drop
        await end(self._db, message.id, self._clock())

    async def _wait(self, message: Message, error: TelegramRetryAfter) -> None:
        """Honour `retry_after` for the chat; a long one is Telegram's word to everything we send."""
        log.info("Telegram asks to wait %d s", error.retry_after)
        if error.retry_after > AT_ONCE:
            self._pace.hold(error.retry_after)
        await self._later(message, error.retry_after * SECOND)

    async def _later(self, message: Message, pause: int) -> None:
        await outbox.put_back(self._db, message.id, self._clock() + pause)

    def _in_trouble(self, error: Exception) -> None:
        if not self._troubled:
            log.warning("Telegram does not take messages: %s", type(error).__name__)
        self._troubled = True
