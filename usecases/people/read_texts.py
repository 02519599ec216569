"""Finds what operators wrote for people to read, in a person's language."""

from storage import own_texts
from storage.database import Database
from storage.own_texts import TextKind


class ReadTexts:
    def __init__(self, *, db: Database) -> None:
        self._db = db

    async def __call__(self, kind: TextKind, language: str) -> str | None:
        """Return Telegram's HTML; None if no operator wrote this text for the language or for all."""
        found = await own_texts.nearest(self._db, kind, language)
        return found.html if found else None
