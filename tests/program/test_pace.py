"""Telegram's thirty a second, at the moment of the calls."""

import asyncio
import time

from bot.pace import Pace


async def test_no_second_sees_more_than_thirty_calls_however_their_turns_were_held_up() -> None:
    pace = Pace()
    called: list[float] = []

    async def call() -> None:
        await pace.last_look()
        called.append(time.monotonic())

    await asyncio.gather(*(call() for _ in range(35)))

    assert len(called) == 35
    assert all(later - earlier >= 1 for earlier, later in zip(called, called[30:], strict=False))
