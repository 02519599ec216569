"""People whom the bot knows, and their roles.

They have an id of the bot's own, drawn at random: no id is given twice, not even after going back to a copy.
"""

import secrets
from collections.abc import Collection, Iterable
from enum import StrEnum

from storage.database import Database, Queries
from storage.records import Record, read, read_all


class Role(StrEnum):
    OPERATOR = "operator"
    CUSTOMER = "customer"


class Notifications(StrEnum):
    ALL = "all"
    END = "end"
    NONE = "none"


class User(Record, frozen=True):
    """A person; `telegram_id` is also the id of the private chat with them, and None once they are forgotten.

    `let_in_at`, `refused_at` and `removed_at` in epoch ms; `let_in_by` is the operator who let them in, None
    if unknown.
    """

    id: int
    telegram_id: int | None
    name: str
    language_code: str | None
    language: str | None
    notifications: Notifications
    role: Role | None
    knocked_at: int | None
    blocked_at: int | None
    username: str | None
    let_in_at: int | None
    let_in_by: int | None
    refused_at: int | None
    removed_at: int | None = None
    group_id: int | None = None


LARGEST_ID = 2**52 - 1
"""Buttons have room for an id of 16 digits, as for Telegram's."""

USER_COLUMNS = (
    "id, telegram_id, name, language_code, language, notifications, role, knocked_at, blocked_at, username, "
    "let_in_at, let_in_by, refused_at, removed_at, group_id"
)


async def get(db: Queries, user_id: int) -> User | None:
    row = await db.fetch_one(f"SELECT {USER_COLUMNS} FROM users WHERE id = $1", user_id)
    return read(row, User) if row else None


async def find(db: Queries, telegram_id: int) -> User | None:
    row = await db.fetch_one(f"SELECT {USER_COLUMNS} FROM users WHERE telegram_id = $1", telegram_id)
    return read(row, User) if row else None


async def with_username(db: Queries, username: str) -> list[User]:
    """Return the people with a user name (without @), whatever its case: names pass from one to another."""
    rows = await db.fetch_all(
        f"""
        SELECT {USER_COLUMNS} FROM users WHERE username IS NOT NULL AND lower(username) = lower($1)
        ORDER BY id LIMIT 8
        """,
        username,
    )
    return read_all(rows, User)


async def keep(
    db: Queries, telegram_id: int, name: str, language_code: str | None, now: int, username: str | None = None
) -> User:
    """Add a person, or update their names from Telegram. A person who writes has not blocked the bot."""
    row = await db.fetch_one(
        f"""
        INSERT INTO users (telegram_id, name, language_code, created_at, username, id)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (telegram_id) DO UPDATE SET
            name = excluded.name, language_code = excluded.language_code, username = excluded.username,
            blocked_at = NULL
        RETURNING {USER_COLUMNS}
        """,
        telegram_id, name, language_code, now, username, _new_id(),
    )  # fmt: skip
    assert row is not None  # noqa: S101 - an upsert returns its row
    return read(row, User)


async def expect(db: Queries, telegram_ids: Iterable[int], now: int) -> None:
    """Add people who have not written yet. Messages wait for them, as for people who blocked the bot."""
    await db.execute_many(
        """
        INSERT INTO users (telegram_id, name, created_at, blocked_at, id) VALUES ($1, '', $2, $2, $3)
        ON CONFLICT (telegram_id) DO NOTHING
        """,
        [(telegram_id, now, _new_id()) for telegram_id in sorted(telegram_ids)],
    )


async def note_admins(db: Database, telegram_ids: Collection[int]) -> None:
    """Note whom ADMIN_IDS names now: the database lets nobody but operators decide about money."""
    async with db.transaction() as transaction:
        rows = await transaction.fetch_all("SELECT telegram_id FROM users WHERE in_admin_ids = 1")
        before = {row[0] for row in rows}
        changed = [(one, 0) for one in before - set(telegram_ids)]
        changed += [(one, 1) for one in set(telegram_ids) - before]
        await transaction.execute_many(
            "UPDATE users SET in_admin_ids = $2 WHERE telegram_id = $1", sorted(changed)
        )


def _new_id() -> int:
    return 1 + secrets.randbelow(LARGEST_ID)


async def give_role(db: Queries, user_id: int, role: Role, now: int, by: int | None = None) -> bool:
    """Give a role; True if it is new. An operator who opens a customer's link stays an operator.

    `by` is the operator who let them in, None if unknown.
    """
    row = await db.fetch_one(
        """
        UPDATE users SET role = $2, let_in_at = $3, let_in_by = $4, removed_at = NULL
        WHERE id = $1 AND coalesce(role, '') NOT IN ('operator', $2) RETURNING id
        """,
        user_id, role.value, now, by,
    )  # fmt: skip
    return row is not None


async def remove(db: Queries, user_id: int, now: int) -> bool:
    """Remove a person and their role; False if they were removed before. They may ask to be let in again."""
    row = await db.fetch_one(
        """
        UPDATE users SET role = NULL, let_in_at = NULL, let_in_by = NULL, knocked_at = NULL,
            refused_at = NULL, removed_at = $2
        WHERE id = $1 AND (role IS NOT NULL OR removed_at IS NULL) RETURNING id
        """,
        user_id, now,
    )  # fmt: skip
    return row is not None


async def lock_operators(db: Queries) -> None:
    """Lock the rows of the operators until the transaction ends."""
    await db.execute("UPDATE users SET role = role WHERE role = 'operator'")


async def let_in(db: Queries, but: Collection[int], offset: int, limit: int) -> list[User]:
    """Return a page of people with a role; operators first, then the newest.

    The people with the Telegram ids in `but` are left out.
    """
    rows = await db.fetch_all(
        f"""
        SELECT {USER_COLUMNS} FROM users WHERE role IS NOT NULL {without(but, 3)}
        ORDER BY role DESC, coalesce(let_in_at, created_at) DESC, id LIMIT $1 OFFSET $2
        """,
        limit, offset, *but,
    )  # fmt: skip
    return read_all(rows, User)


async def count_let_in(db: Queries, but: Collection[int]) -> int:
    """Count the people with a role, without the Telegram ids in `but`."""
    row = await db.fetch_one(f"SELECT count(*) FROM users WHERE role IS NOT NULL {without(but, 1)}", *but)
    return row[0] if row else 0


def without(telegram_ids: Collection[int], first: int) -> str:
    """Return a condition that excludes some people; `first` is the number of the first placeholder."""
    those = ", ".join(f"${first + place}" for place in range(len(telegram_ids)))
    return f"AND telegram_id NOT IN ({those})" if telegram_ids else ""


async def has_blocked(db: Queries, user_id: int, now: int) -> None:
    await db.execute("UPDATE users SET blocked_at = $2 WHERE id = $1", user_id, now)


async def choose_language(db: Queries, user_id: int, language: str | None) -> None:
    await db.execute("UPDATE users SET language = $2 WHERE id = $1", user_id, language)


async def choose_notifications(db: Queries, user_id: int, notifications: Notifications) -> None:
    await db.execute("UPDATE users SET notifications = $2 WHERE id = $1", user_id, notifications.value)


async def operators(db: Queries, admin_ids: Collection[int] = ()) -> list[User]:
    """Return the operators by role, and those with a Telegram id in `admin_ids`."""
    those = ", ".join(f"${place}" for place in range(1, len(admin_ids) + 1))
    or_those = f"OR telegram_id IN ({those})" if admin_ids else ""
    rows = await db.fetch_all(
        f"SELECT {USER_COLUMNS} FROM users WHERE role = 'operator' {or_those} ORDER BY created_at, id",
        *admin_ids,
    )
    return read_all(rows, User)
