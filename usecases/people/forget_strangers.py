"""Forgets people who wrote to a private bot and were never let in."""

import logging
from functools import partial

from storage import users
from storage.database import Database
from storage.users import User
from usecases.clock import DAY, Clock
from usecases.people.access import Access
from usecases.people.forget_people import ForgetPeople, Forgotten

log = logging.getLogger(__name__)

FORGOTTEN_AFTER_MS = 90 * DAY
"""After the last time that a stranger asked to be let in."""


class ForgetStrangers:
    def __init__(self, *, db: Database, access: Access, forget_people: ForgetPeople, clock: Clock) -> None:
        self._db = db
        self._access = access
        self._forget_people = forget_people
        self._clock = clock

    async def __call__(self) -> None:
        """Forget all whose time is over. One who is let in or knocks at this moment stays."""
        before = self._clock() - FORGOTTEN_AFTER_MS
        found = await users.strangers_since(self._db, before, self._access.let_in_by_settings)
        still = partial(_is_stranger_since, before)
        outcomes = [await self._forget_people(user_id, still) for user_id in found]
        forgotten = sum(isinstance(one, Forgotten) for one in outcomes)
        if forgotten:
            log.info("strangers who were forgotten: %d", forgotten)


def _is_stranger_since(before: int, user: User) -> bool:
    """Whether what `users.strangers_since` found is still true of the person (`before` in epoch ms)."""
    return user.role is None and user.removed_at is None and (user.knocked_at or 0) < before
