"""The bot that owns the database. Only this bot has the chats with its people."""

from storage.database import DatabaseError, Queries

OWNER = "SELECT id FROM bots"


class DatabaseOfAnother(DatabaseError):
    """The database belongs to another bot."""


async def claim(db: Queries, bot_id: int) -> None:
    """Record this bot as the owner if there is none; raises DatabaseOfAnother."""
    await db.execute(
        "INSERT INTO bots (only_one, id) VALUES (1, $1) ON CONFLICT (only_one) DO NOTHING", bot_id
    )
    await check(db, bot_id)


async def check(db: Queries, bot_id: int) -> None:
    """Raises DatabaseOfAnother."""
    row = await db.fetch_one(OWNER)
    if row is not None:
        compare(row[0], bot_id, "DATABASE_URL: this database")


def compare(owner: int, bot_id: int, what: str) -> None:
    """Raises DatabaseOfAnother if the owner is another bot; `what` begins the text."""
    if owner != bot_id:
        raise DatabaseOfAnother(
            f"{what} belongs to bot {owner}, and BOT_TOKEN is bot {bot_id}'s."
            " Give each bot a database of its own, or set the token of the right bot"
        )


async def try_write(db: Queries, now: int) -> None:
    """Write a row, to raise the error of a database that accepts no writes; `now` in epoch milliseconds."""
    await db.execute("UPDATE bots SET tried_at = $1", now)


async def served_at(db: Queries) -> int:
    """Return when a program last served its bot on this database (epoch ms); 0: never."""
    row = await db.fetch_one("SELECT served_at FROM bots")
    return int(row[0]) if row else 0


async def serves(db: Queries, now: int) -> None:
    await db.execute(
        "UPDATE bots SET served_at = $1, telegram_up_since = coalesce(telegram_up_since, $1)", now
    )


async def telegram_is_back(db: Queries, now: int) -> None:
    """Note that Telegram answers since now."""
    await db.execute("UPDATE bots SET telegram_up_since = $1", now)


async def telegram_up_since(db: Queries) -> int | None:
    """Return since when Telegram has answered (epoch ms)."""
    row = await db.fetch_one("SELECT telegram_up_since FROM bots")
    return row[0] if row else None


async def tried_at(db: Queries) -> int:
    """Return when a running program last tried a write (epoch ms); 0: never."""
    row = await db.fetch_one("SELECT tried_at FROM bots")
    return int(row[0]) if row else 0
