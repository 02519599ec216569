"""Writes down what must not be forgotten, however long the database is away."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from storage.database import DatabaseAway

T = TypeVar("T")

RETRY_DELAY_S = 0.5  # seconds between attempts


async def retry_while_away(write: Callable[[], Awaitable[T]]) -> T:
    """Write until it is written. What may have been written at an attempt that failed must bear repeating."""
    while True:
        try:
            return await write()
        except DatabaseAway:
            await asyncio.sleep(RETRY_DELAY_S)
