"""When the next message may be sent: Telegram takes about one a second to a chat and 30 a second in all."""

import asyncio
from collections.abc import Callable

MESSAGES_A_SECOND = 29.5
BURST = 5  # messages to one chat that may follow one another at once
CHAT_PAUSE = 1.0  # seconds between two messages to one chat after that
MOST_CHATS = 10_000  # remembered; a bound on memory, nothing more


class Pace:
    """Hands out sending times; `hold` stops everything after a global 429."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._next = 0.0
        self._chats: dict[int, float] = {}

    async def turn(self, chat_id: int) -> None:
        """Wait until a message to this chat may go out."""
        now = self._clock()
        paid_until = max(self._chats.get(chat_id, 0.0), now)
        at = max(self._next, paid_until - (BURST - 1) * CHAT_PAUSE)
        self._next = max(self._next, now) + 1 / MESSAGES_A_SECOND
        self._chats[chat_id] = paid_until + CHAT_PAUSE
        self._forget(now)
        if at > now:
            await asyncio.sleep(at - now)

    def hold(self, seconds: float) -> None:
        self._next = max(self._next, self._clock() + seconds)

    def _forget(self, now: float) -> None:
        if len(self._chats) > MOST_CHATS:
            self._chats = {chat: until for chat, until in self._chats.items() if until > now}
