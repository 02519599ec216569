"""Retries a write for as long as the database is away."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from storage.database import DatabaseAway

T = TypeVar("T")

RETRY_DELAY_S = 0.5  # seconds between attempts


async def retry_while_away(write: Callable[[], Awaitable[T]]) -> T:
    """Retry until the database accepts it.

    `write` must be idempotent: a failed attempt may have been committed.
    """
    while True:
        try:
            return await write()
        except DatabaseAway:
            await asyncio.sleep(RETRY_DELAY_S)
