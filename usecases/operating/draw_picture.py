"""Draws a picture for an operator, and remembers for a moment that it was sent."""

import logging

from drawing.painter import NotPainted, Painter
from usecases.clock import SECOND, Clock

log = logging.getLogger(__name__)

SAME_FOR = 5 * SECOND
"""A second tap waits behind the first. Within this time it gets no picture of its own."""


class DrawPicture:
    def __init__(self, *, painter: Painter, clock: Clock) -> None:
        self._painter = painter
        self._clock = clock
        self._sent_at: dict[tuple[int, str], int] = {}

    async def __call__(self, svg: str) -> bytes | None:
        """Return the picture as PNG, or None if there is none: the log has the reason."""
        try:
            return await self._painter.paint(svg)
        except NotPainted as error:
            log.info("%s", error)
            return None

    def note_sent(self, user_id: int, what: str) -> None:
        self._sent_at[user_id, what] = self._clock()

    def was_just_sent(self, user_id: int, what: str) -> bool:
        at = self._sent_at.get((user_id, what))
        return at is not None and 0 <= self._clock() - at < SAME_FOR
