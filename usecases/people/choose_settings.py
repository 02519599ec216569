"""Saves a person's own settings."""

from storage import users
from storage.database import Database
from storage.users import Notifications
from usecases.people.access import Access, Person


class ChooseSettings:
    def __init__(self, *, db: Database, access: Access) -> None:
        self._db = db
        self._access = access

    async def language(self, user_id: int, language: str) -> Person:
        """Save a language code of `views.language`. The bot speaks English for an unknown code."""
        await users.choose_language(self._db, user_id, language)
        return await self._access.known(user_id)

    async def notifications(self, user_id: int, notifications: Notifications) -> Person:
        await users.choose_notifications(self._db, user_id, notifications)
        return await self._access.known(user_id)
