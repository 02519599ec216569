"""What is noted when Telegram says that a person has blocked the bot."""

from storage import case_messages, users
from storage.database import Queries


async def note_block(db: Queries, user_id: int, now: int) -> None:
    """Note it, and tell the operators whose answers wait for the person, whatever was sent to find it out."""
    await users.has_blocked(db, user_id, now)
    await case_messages.tell_unread(db, user_id, now)
