"""Saves a person's own settings."""

from storage import postponed_ends, users
from storage.database import Database, Queries
from storage.users import Notifications
from usecases.clock import Clock
from usecases.errors import BadAnswer
from usecases.people.access import Access, Person
from usecases.people.quiet_hours import zone_of


class ChooseSettings:
    """What changes about quiet hours counts for the messages that wait, too."""

    def __init__(self, *, db: Database, access: Access, clock: Clock) -> None:
        self._db = db
        self._access = access
        self._clock = clock

    async def language(self, user_id: int, language: str) -> Person:
        """Save a language code of `views.language`. The bot speaks English for an unknown code."""
        await users.choose_language(self._db, user_id, language)
        return await self._access.known(user_id)

    async def notifications(self, user_id: int, notifications: Notifications) -> Person:
        await users.choose_notifications(self._db, user_id, notifications)
        return await self._access.known(user_id)

    async def time_zone(self, user_id: int, name: str) -> Person:
        """Save a time zone of the IANA. Raises BadAnswer for an unknown one; the old one stays."""
        if zone_of(name) is None:
            raise BadAnswer("time_zone")
        async with self._db.transaction() as transaction:
            await users.choose_time_zone(transaction, user_id, name)
            await self._release(transaction, user_id)
        return await self._access.known(user_id)

    async def quiet_hours(self, user_id: int, start: int, end: int) -> Person:
        """Save quiet hours in minutes after midnight. Raises BadAnswer if they are empty."""
        if start == end:
            raise BadAnswer("quiet_hours")
        return await self._quiet_hours(user_id, start, end)

    async def no_quiet_hours(self, user_id: int) -> Person:
        return await self._quiet_hours(user_id, None, None)

    async def ends_wait(self, user_id: int, *, wait: bool) -> Person:
        """Save whether the final messages of orders wait for the end of quiet hours."""
        async with self._db.transaction() as transaction:
            await users.choose_ends_wait(transaction, user_id, wait=wait)
            await self._release(transaction, user_id)
        return await self._access.known(user_id)

    async def news(self, user_id: int, *, wanted: bool) -> Person:
        """Save whether a person wants the operators' news."""
        await users.mute_news(self._db, user_id, None if wanted else self._clock())
        return await self._access.known(user_id)

    async def _quiet_hours(self, user_id: int, start: int | None, end: int | None) -> Person:
        async with self._db.transaction() as transaction:
            await users.choose_quiet_hours(transaction, user_id, start, end)
            await self._release(transaction, user_id)
        return await self._access.known(user_id)

    async def _release(self, db: Queries, user_id: int) -> None:
        await postponed_ends.release(db, user_id, self._clock())
