"""Sends what one message of the outbox says: as a new message, by an edit, as a file or a copied photo."""

import logging

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BufferedInputFile, Message, MessageId

from bot.outgoing.delivery import CopiedPhoto, Delivery
from bot.outgoing.quiet_messages import QuietMessages
from bot.telegram.client import CALL_TIMEOUT_S, OutboxBot
from bot.telegram.rate_limits import RateLimits
from bot.telegram.verdicts import REFUSALS, Verdict, description, verdict
from storage import cards, knocks
from storage.database import Database
from storage.events import Event
from storage.outbox import OutboxMessage

log = logging.getLogger(__name__)

SLOWEST_UPLOAD = 100_000  # bytes a second; a slower call with a file is ended


class SendDelivery:
    def __init__(self, *, bot: Bot, db: Database, messages: QuietMessages, rate_limits: RateLimits) -> None:
        self._bot = OutboxBot(bot)
        self._db = db
        self._messages = messages
        self._rate_limits = rate_limits

    async def __call__(self, message: OutboxMessage, delivery: Delivery) -> bool:
        """Send or edit. Returns whether a new message was sent; an edit is safe to repeat."""
        await self._send_before(message, delivery.before)
        if delivery.postponed is not None:
            return False
        await self._delete(message.chat_id, delivery.deleted_id)
        for former in delivery.former_ids:
            if not await self._is_card(former, delivery):
                continue
            if not await self._draw(message.chat_id, former, delivery):
                await cards.leave(self._db.relaxed, message.user_id, former)
            await self._rate_limits.wait_for_outbox_slot(message.chat_id)
        if delivery.message_id is not None:
            if not await self._is_card(delivery.message_id, delivery):
                present = await self._messages.compose(message)
                return present is not None and await self(message, present)
            if await self._draw(message.chat_id, delivery.message_id, delivery):
                return False
            if delivery.is_only_redrawn:
                return False
            await self._rate_limits.wait_for_outbox_slot(message.chat_id)
        await self._note(message, delivery, await self._send_new(message.chat_id, delivery))
        return True

    async def _note(self, message: OutboxMessage, delivery: Delivery, sent: Message | MessageId) -> None:
        """Record which message shows what."""
        if delivery.screen.order_id is not None:
            await cards.put(self._db, delivery.screen.order_id, message.user_id, sent.message_id)
        if message.event is Event.KNOCK:
            await knocks.put_card(self._db, message.id, sent.message_id)
        if delivery.note_sent is not None:
            await delivery.note_sent(sent.message_id)

    async def _send_new(self, chat_id: int, delivery: Delivery) -> Message | MessageId:
        screen = delivery.screen
        if delivery.photo is not None:
            copied = await self._copy(chat_id, delivery, delivery.photo)
            if copied is not None:
                return copied
        async with self._rate_limits.call(chat_id):
            if delivery.file is not None:
                name, body = delivery.file
                return await self._bot.send_document(
                    chat_id,
                    BufferedInputFile(body, name),
                    caption=screen.text,
                    reply_markup=screen.keyboard,
                    disable_notification=delivery.is_silent or None,
                    request_timeout=CALL_TIMEOUT_S + len(body) // SLOWEST_UPLOAD,
                )
            return await self._bot.send_message(
                chat_id,
                screen.text,
                reply_markup=screen.keyboard,
                message_effect_id=None if delivery.is_silent else screen.effect,
                disable_notification=delivery.is_silent or None,
            )

    async def _copy(self, chat_id: int, delivery: Delivery, photo: CopiedPhoto) -> MessageId | None:
        """Copy a photo from another chat. Returns None if it is gone or cannot be copied."""
        try:
            async with self._rate_limits.call(chat_id):
                return await self._bot.copy_message(
                    chat_id,
                    photo.chat_id,
                    photo.message_id,
                    caption=photo.caption,
                    reply_markup=delivery.screen.keyboard,
                )
        except TelegramBadRequest as error:
            log.info("a photo could not be copied: %s", description(error))
        await self._rate_limits.wait_for_outbox_slot(chat_id)
        return None

    async def _send_before(self, message: OutboxMessage, delivery: Delivery | None) -> None:
        """Send or edit the other message about the same event, if there is one."""
        if delivery is not None:
            await self(message, delivery)
            await self._rate_limits.wait_for_outbox_slot(message.chat_id)

    async def _is_card(self, message_id: int, delivery: Delivery) -> bool:
        """Return whether the message still shows the order of the delivery. A tap may have made it a menu."""
        order_id = delivery.screen.order_id
        return order_id is None or await cards.shows(self._db, message_id, order_id)

    async def _delete(self, chat_id: int, message_id: int | None) -> None:
        """Delete a message of the bot, if one is given, unless it is gone or too old."""
        if message_id is None:
            return
        try:
            async with self._rate_limits.call(chat_id):
                await self._bot.delete_message(chat_id, message_id)
        except TelegramBadRequest:
            log.info("a message could not be deleted")
        await self._rate_limits.wait_for_outbox_slot(chat_id)

    async def _draw(self, chat_id: int, message_id: int, delivery: Delivery) -> bool:
        """Edit a message. Returns False if it is gone or cannot be edited; then a new one is sent."""
        try:
            async with self._rate_limits.call(chat_id):
                await self._bot.edit_message_text(
                    delivery.screen.text,
                    chat_id=chat_id,
                    message_id=message_id,
                    reply_markup=delivery.screen.keyboard,
                )
        except REFUSALS as error:
            found = verdict(error)
            if found not in (Verdict.DONE, Verdict.ANEW, Verdict.NEVER):
                raise
            return found is Verdict.DONE
        return True
