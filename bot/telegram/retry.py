"""Retries a call to Telegram until it succeeds."""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable

from bot.telegram.verdicts import REFUSALS, TokenRefused, Verdict, verdict, wait_of

log = logging.getLogger(__name__)

CONNECT_RETRY_DELAYS_S = (1.0, 2.0, 5.0, 10.0)  # seconds between attempts while Telegram cannot be reached


async def retry(what: Callable[[], Awaitable[object]], stop: asyncio.Event) -> bool:
    """Call Telegram and retry with backoff until it succeeds. Returns False if stopped before.

    `what` must be idempotent. Raises TokenRefused, or the refusal that no retry can cure.
    """
    for attempt in itertools.count():
        try:
            await what()
        except REFUSALS as error:
            found = verdict(error)
            if found is Verdict.ENDS:
                raise TokenRefused from None
            if found is Verdict.NEVER:
                raise
            if attempt == 0:
                log.warning("Telegram cannot be reached: %s; trying again", type(error).__name__)
            if await _stopped(
                stop,
                max(wait_of(error), CONNECT_RETRY_DELAYS_S[min(attempt, len(CONNECT_RETRY_DELAYS_S) - 1)]),
            ):
                return False
        else:
            break
    return True


async def _stopped(stop: asyncio.Event, seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await stop.wait()
    except TimeoutError:
        return False
    return True
