"""Asks Telegram whether the webhook works, and logs each fault once."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiogram import Bot
from aiogram.types import WebhookInfo

from bot.telegram.uptime import TelegramUptime
from bot.telegram.verdicts import REFUSALS, TokenRefused, Verdict, verdict
from storage.database import DatabaseAway

log = logging.getLogger(__name__)

FIRST_LOOK = 20.0  # seconds; Telegram has repeated a failed delivery by then
BETWEEN = 120.0  # seconds between two looks


def fault_of(info: WebhookInfo, url: str) -> str | None:
    """Return why updates do not arrive, or None if they do. The text has no URL: its path may be secret."""
    if not info.url:
        return "no webhook is set"
    if info.url != url:
        where = f"it is set to another URL, at {urlsplit(info.url).hostname}"
        return f"{where}: another program uses this token, or WEBHOOK_URL was changed"
    if info.last_error_message and info.pending_update_count:
        return f"Telegram cannot deliver: {info.last_error_message}; {info.pending_update_count} updates wait"
    return None


async def watch_deliveries(
    bot: Bot, url: str, set_again: Callable[[], Awaitable[None]], uptime: TelegramUptime
) -> None:
    """Ask repeatedly, and set the webhook again if another program has changed it. Raises TokenRefused."""
    said: str | None = None
    await asyncio.sleep(FIRST_LOOK)
    while True:
        try:
            info = await bot.get_webhook_info()
        except REFUSALS as error:
            if verdict(error) is Verdict.ENDS:
                raise TokenRefused from None
            uptime.failed()
            log.debug("Telegram does not say how it delivers: %s", type(error).__name__)
        else:
            with contextlib.suppress(DatabaseAway):
                await uptime.answered()
            found = fault_of(info, url)
            if found and not said:
                log.warning("WEBHOOK_URL: %s", found)
            if info.url != url:
                await set_again()
                log.warning("WEBHOOK_URL: the webhook is set again")
            if said and not found:
                log.info("WEBHOOK_URL: Telegram delivers again")
            said = found
        await asyncio.sleep(BETWEEN)
