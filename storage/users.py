"""People whom the bot knows, and their roles.

They have an id of the bot's own, drawn at random: no id is given twice, not even after going back to a copy.
"""

import secrets
import unicodedata
from collections.abc import Collection, Iterable
from enum import StrEnum

from storage.database import Database, Queries
from storage.records import Record, read, read_all


class Role(StrEnum):
    OPERATOR = "operator"
    CUSTOMER = "customer"


class OperatorRole(StrEnum):
    """What an operator may do; the table is in `usecases/people/roles.py`."""

    OWNER = "owner"
    MANAGER = "manager"
    SUPPORT = "support"
    VIEWER = "viewer"


class Notifications(StrEnum):
    ALL = "all"
    END = "end"
    NONE = "none"


class User(Record, frozen=True):
    """A person; `telegram_id` is also the id of the private chat with them, and None once they are forgotten.

    `let_in_at`, `refused_at` and `removed_at` in epoch ms; `let_in_by` is the operator who let them in, None
    if unknown. `time_zone` is a name of the IANA. Quiet hours last from `quiet_from` to `quiet_to` (minutes
    after midnight there), None without them. With `ends_wait` the final messages of orders wait.
    `operator_role` stays when somebody is no operator any more, and tells then what they were. With
    `stopped_at` (epoch ms) an operator lets them order nothing new, `stopped_because` of something.
    `news_muted_at` (epoch ms) is None while they want news.
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
    time_zone: str | None = None
    quiet_from: int | None = None
    quiet_to: int | None = None
    ends_wait: bool = False
    operator_role: OperatorRole | None = None
    stopped_at: int | None = None
    stopped_because: str | None = None
    news_muted_at: int | None = None


LARGEST_ID = 2**52 - 1
"""Buttons have room for an id of 16 digits, as for Telegram's."""

USER_COLUMNS = (
    "id, telegram_id, name, language_code, language, notifications, role, knocked_at, blocked_at, username, "
    "let_in_at, let_in_by, refused_at, removed_at, group_id, time_zone, quiet_from, quiet_to, ends_wait, "
    "operator_role, stopped_at, stopped_because, news_muted_at"
)


def in_small_letters(text: str) -> str:
    """Return a text for comparing: small letters, and one form of each letter."""
    return unicodedata.normalize("NFKC", text).casefold()


def called(name: str, username: str | None) -> str:
    """Return what a person is called: the name, and the user name with @."""
    return in_small_letters(f"{name} @{username}" if username else name)


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
        INSERT INTO users (telegram_id, name, language_code, created_at, username, id, called)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (telegram_id) DO UPDATE SET
            name = excluded.name, language_code = excluded.language_code, username = excluded.username,
            blocked_at = NULL, called = excluded.called
        RETURNING {USER_COLUMNS}
        """,
        telegram_id, name, language_code, now, username, _new_id(), called(name, username),
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

    `by` is the operator who let them in, None if unknown. `choose_operator_role` says what an operator may.
    """
    row = await db.fetch_one(
        """
        UPDATE users SET role = $2, let_in_at = $3, let_in_by = $4, removed_at = NULL
        WHERE id = $1 AND coalesce(role, '') NOT IN ('operator', $2) RETURNING id
        """,
        user_id, role.value, now, by,
    )  # fmt: skip
    return row is not None


async def choose_operator_role(
    db: Queries, user_id: int, role: OperatorRole | None, now: int, by: int | None = None
) -> None:
    """Make somebody an operator with a role; None makes a customer of an operator."""
    if role is None:
        await db.execute("UPDATE users SET role = 'customer' WHERE id = $1", user_id)
        return
    await db.execute(
        """
        UPDATE users SET role = 'operator', operator_role = $2, removed_at = NULL,
            let_in_at = coalesce(let_in_at, $3), let_in_by = coalesce(let_in_by, $4)
        WHERE id = $1
        """,
        user_id, role.value, now, by,
    )  # fmt: skip


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


async def choose_time_zone(db: Queries, user_id: int, time_zone: str) -> None:
    await db.execute("UPDATE users SET time_zone = $2 WHERE id = $1", user_id, time_zone)


async def choose_quiet_hours(db: Queries, user_id: int, start: int | None, end: int | None) -> None:
    """Save the minutes after midnight, None for no quiet hours."""
    await db.execute("UPDATE users SET quiet_from = $2, quiet_to = $3 WHERE id = $1", user_id, start, end)


async def choose_ends_wait(db: Queries, user_id: int, *, wait: bool) -> None:
    await db.execute("UPDATE users SET ends_wait = $2 WHERE id = $1", user_id, int(wait))


async def mute_news(db: Queries, user_id: int, now: int | None) -> None:
    """Mute news since `now` (epoch ms), or want them again with None."""
    await db.execute("UPDATE users SET news_muted_at = $2 WHERE id = $1", user_id, now)


async def exported_at(db: Queries, user_id: int) -> int | None:
    """Return when a person's data were last sent to them (epoch ms)."""
    row = await db.fetch_one("SELECT exported_at FROM users WHERE id = $1", user_id)
    return row[0] if row else None


async def note_export(db: Queries, user_id: int, now: int) -> None:
    await db.execute("UPDATE users SET exported_at = $2 WHERE id = $1", user_id, now)


async def strangers_since(db: Queries, moment: int, but: Collection[int]) -> list[int]:
    """Return the ids of people who last asked to be let in, or first wrote, before a moment (epoch ms).

    They have no role, were never removed, and have neither orders nor payments. The Telegram ids in `but` are
    left out.
    """
    rows = await db.fetch_all(
        f"""
        SELECT id FROM users
        WHERE telegram_id IS NOT NULL AND role IS NULL AND removed_at IS NULL AND let_in_at IS NULL
            AND coalesce(knocked_at, created_at) < $1 {without(but, 2)}
            AND NOT EXISTS (SELECT 1 FROM orders WHERE user_id = users.id)
            AND NOT EXISTS (SELECT 1 FROM topups WHERE user_id = users.id)
        ORDER BY id
        """,
        moment, *but,
    )  # fmt: skip
    return [row[0] for row in rows]


async def operators(db: Queries, admin_ids: Collection[int] = ()) -> list[User]:
    """Return the operators by role, and those with a Telegram id in `admin_ids`."""
    those = ", ".join(f"${place}" for place in range(1, len(admin_ids) + 1))
    or_those = f"OR telegram_id IN ({those})" if admin_ids else ""
    rows = await db.fetch_all(
        f"SELECT {USER_COLUMNS} FROM users WHERE role = 'operator' {or_those} ORDER BY created_at, id",
        *admin_ids,
    )
    return read_all(rows, User)
