"""People who have written to the bot, and what they may do."""

from enum import StrEnum

from storage.database import Queries
from storage.rows import Record, read


class Role(StrEnum):
    OPERATOR = "operator"
    CUSTOMER = "customer"


class Notifications(StrEnum):
    ALL = "all"
    END = "end"
    NONE = "none"


class User(Record, frozen=True):
    """A person; `id` is Telegram's and also names the private chat with them."""

    id: int
    name: str
    language_code: str | None
    language: str | None
    notifications: Notifications
    role: Role | None
    knocked_at: int | None
    blocked_at: int | None


COLUMNS = "id, name, language_code, language, notifications, role, knocked_at, blocked_at"


async def get(db: Queries, user_id: int) -> User | None:
    row = await db.fetch_one(f"SELECT {COLUMNS} FROM users WHERE id = $1", user_id)
    return read(row, User) if row else None


async def keep(db: Queries, user_id: int, name: str, language_code: str | None, now: int) -> User:
    """Add a person or take over what Telegram says of them now; whoever writes has not blocked the bot."""
    row = await db.fetch_one(
        f"""
        INSERT INTO users (id, name, language_code, created_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (id) DO UPDATE SET
            name = excluded.name, language_code = excluded.language_code, blocked_at = NULL
        RETURNING {COLUMNS}
        """,
        user_id, name, language_code, now,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - an upsert returns its row
    return read(row, User)


async def give_role(db: Queries, user_id: int, role: Role) -> bool:
    """Let someone in; an operator who opens a customer's link stays an operator. True if it was news."""
    row = await db.fetch_one(
        """
        UPDATE users SET role = $2
        WHERE id = $1 AND coalesce(role, '') NOT IN ('operator', $2) RETURNING id
        """,
        user_id, role.value,
    )  # fmt: skip
    return row is not None


async def knock(db: Queries, user_id: int, now: int) -> bool:
    """Say that a stranger asks to be let in; True only the first time."""
    row = await db.fetch_one(
        "UPDATE users SET knocked_at = $2 WHERE id = $1 AND knocked_at IS NULL RETURNING id", user_id, now
    )
    return row is not None


async def has_blocked(db: Queries, user_id: int, now: int) -> None:
    await db.execute("UPDATE users SET blocked_at = $2 WHERE id = $1", user_id, now)


async def choose_language(db: Queries, user_id: int, language: str | None) -> None:
    await db.execute("UPDATE users SET language = $2 WHERE id = $1", user_id, language)


async def choose_notifications(db: Queries, user_id: int, notifications: Notifications) -> None:
    await db.execute("UPDATE users SET notifications = $2 WHERE id = $1", user_id, notifications.value)


async def operators(db: Queries) -> list[int]:
    """Those who became operator in the chat; ADMIN_IDS are not among them."""
    return [row[0] for row in await db.fetch_all("SELECT id FROM users WHERE role = 'operator'")]
