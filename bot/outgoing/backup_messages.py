"""Builds the message with a backup, or with the reason why it is not sent."""

import asyncio

from bot.backups import Backups
from bot.outgoing.delivery import Delivery
from storage.outbox import OutboxMessage
from views.operating import backups

LARGEST_BACKUP = 50_000_000
"""Bytes that Telegram takes from a bot: https://core.telegram.org/bots/api#senddocument"""


class BackupMessages:
    """`copies` is None with PostgreSQL."""

    def __init__(self, copies: Backups | None) -> None:
        self._copies = copies

    async def compose(self, message: OutboxMessage) -> Delivery | None:
        """Build the message. A copy that is gone or not sealed is not sent."""
        if self._copies is None:
            return None
        file = await asyncio.to_thread(self._copies.find, str(message.payload["file"]))
        if file is None:
            return None
        size = file.stat().st_size
        if size > LARGEST_BACKUP:
            return Delivery(backups.too_large(str(file), size, LARGEST_BACKUP))
        return Delivery(backups.sent(file.name), file=(file.name, await asyncio.to_thread(file.read_bytes)))
