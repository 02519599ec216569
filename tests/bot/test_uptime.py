"""Since when Telegram answers is noted after a long break, and not after a call that failed."""

from pathlib import Path

from bot.telegram.uptime import TelegramUptime
from storage import bots
from storage.engines.open import open_database

SECOND_MS = 1_000


class SetClock:
    def __init__(self) -> None:
        self.now = 1_000_000

    def __call__(self) -> int:
        return self.now


async def test_a_long_break_counts_and_a_short_one_does_not(tmp_path: Path) -> None:
    clock = SetClock()
    async with open_database(f"sqlite:///{tmp_path}/panelgram.db") as db:
        await bots.claim(db, 42)
        assert await bots.telegram_up_since(db) is None
        await bots.serves(db, clock.now)
        begun = clock.now
        uptime = TelegramUptime(db=db, clock=clock)

        uptime.failed()
        clock.now += 59 * SECOND_MS
        await uptime.answered()
        await bots.serves(db, clock.now)
        assert await bots.telegram_up_since(db) == begun

        uptime.failed()
        clock.now += 59 * SECOND_MS
        uptime.failed()
        clock.now += SECOND_MS
        await uptime.answered()
        back = clock.now
        clock.now += 90 * SECOND_MS
        await uptime.answered()
        assert await bots.telegram_up_since(db) == back
