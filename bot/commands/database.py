"""Opens the database of this bot for a command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.settings import Settings
from storage import bots
from storage.database import Database, DatabaseError, DatabaseInUse
from storage.engines.open import open_database


@asynccontextmanager
async def open_for_command(settings: Settings) -> AsyncIterator[Database]:
    """Open it if it is this bot's. Raises DatabaseError; on SQLite also while the bot runs."""
    try:
        async with open_database(settings.database_url) as db:
            await bots.check(db, settings.bot_id)
            yield db
    except DatabaseInUse as error:
        raise DatabaseError(f"{error}; end the bot (nothing is lost), run this again, and start it") from None
