"""Notes since when Telegram has answered, for the operators' desk."""

from storage import bots
from storage.database import Database
from usecases.clock import MINUTE, Clock

LONG_BREAK = MINUTE
"""A shorter break, such as one call that failed, is not noted."""


class TelegramUptime:
    """Hears from one kind of calls whether they fail. It writes only when a long break is over."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock
        self._failing_since: int | None = None

    def failed(self) -> None:
        if self._failing_since is None:
            self._failing_since = self._clock()

    async def answered(self) -> None:
        """Safe to call after each answer."""
        failing_since, self._failing_since = self._failing_since, None
        if failing_since is not None and self._clock() - failing_since >= LONG_BREAK:
            await bots.telegram_is_back(self._db.relaxed, self._clock())
