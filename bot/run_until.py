"""Runs work until it is done or an event is set."""

import asyncio
from collections.abc import Awaitable
from typing import TypeVar

T = TypeVar("T")


async def run_until(event: asyncio.Event, work: Awaitable[T]) -> T | None:
    """Return the result of `work`, or cancel it and return None when `event` is set before.

    Raises what `work` raises.
    """
    working, waiting = asyncio.ensure_future(work), asyncio.ensure_future(event.wait())
    try:
        await asyncio.wait({working, waiting}, return_when=asyncio.FIRST_COMPLETED)
        return await working if working.done() else None
    finally:
        working.cancel()
        waiting.cancel()
        await asyncio.gather(working, waiting, return_exceptions=True)
