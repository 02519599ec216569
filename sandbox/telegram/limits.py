"""Telegram's limits: about one message a second to a chat after a burst, 30 a second over all chats."""

import math
import time
from collections import deque
from collections.abc import Callable

from sandbox.telegram.errors import ApiError

BURST = 20.0  # messages to one chat that are let through at once
A_SECOND = 30


class Limits:
    def __init__(self, *, enabled: bool, clock: Callable[[], float] = time.monotonic) -> None:
        self.enabled = enabled
        self._clock = clock
        self._chats: dict[int, tuple[float, float]] = {}
        self._all: deque[float] = deque()

    def count(self, chat_id: int) -> None:
        """Let a message through, or raise 429 with the seconds to wait."""
        if not self.enabled:
            return
        now = self._clock()
        while self._all and self._all[0] <= now - 1:
            self._all.popleft()
        left, since = self._chats.get(chat_id, (BURST, now))
        left = min(BURST, left + now - since)
        if left < 1 or len(self._all) >= A_SECOND:
            wait = max(1, math.ceil(1 - left))
            raise ApiError(429, f"Too Many Requests: retry after {wait}", wait)
        self._chats[chat_id] = (left - 1, now)
        self._all.append(now)
