"""People by a part of their names. `users.called` has the names in small letters."""

from collections.abc import Sequence

from storage.database import Database, Queries
from storage.records import Record, read_all
from storage.users import USER_COLUMNS, User, called, in_small_letters

NAMES_AT_ONCE = 1_000
IS_NAMED_SO = "called IS NOT NULL AND called LIKE $1 ESCAPE '!'"
"""With the first condition SQLite reads the index and not the table."""


class _Count(Record, frozen=True):
    people: int


async def page(db: Database, words: str, limit: int, offset: int) -> list[User]:
    """Return a page of the people whose names have these words in them, by name. It reads all names."""
    return await db.fetch_records(
        User,
        USER_COLUMNS,
        f"""
        FROM users WHERE id IN (
            SELECT id FROM users WHERE {IS_NAMED_SO} ORDER BY called, id LIMIT $2 OFFSET $3)
        ORDER BY called, id
        """,
        _pattern(words), limit, offset,
    )  # fmt: skip


async def count(db: Database, words: str) -> int:
    """Count the people whose names have these words in them. It reads all names."""
    counted = f"FROM (SELECT count(*) AS people FROM users WHERE {IS_NAMED_SO}) AS counted"
    (found,) = await db.fetch_records(_Count, "people", counted, _pattern(words))
    return found.people


async def who_ordered(db: Queries, targets: Sequence[str], limit: int, offset: int) -> list[User]:
    """Return a page of the people who ordered for one of these targets, whatever its case."""
    those = _ordered_for(len(targets), 3)
    rows = await db.fetch_all(
        f"SELECT {USER_COLUMNS} FROM users WHERE {those} ORDER BY id LIMIT $1 OFFSET $2",
        limit, offset, *targets,
    )  # fmt: skip
    return read_all(rows, User)


async def count_who_ordered(db: Queries, targets: Sequence[str]) -> int:
    row = await db.fetch_one(f"SELECT count(*) FROM users WHERE {_ordered_for(len(targets), 1)}", *targets)
    return int(row[0]) if row else 0


def _ordered_for(targets: int, first: int) -> str:
    """Return the condition; `first` is the number of the first placeholder."""
    those = ", ".join(f"lower(${first + place})" for place in range(targets))
    return f"""telegram_id IS NOT NULL AND id IN (
        SELECT user_id FROM orders WHERE target <> '' AND lower(target) IN ({those}))"""


def _pattern(words: str) -> str:
    plain = in_small_letters(words)
    for special in "!%_":
        plain = plain.replace(special, f"!{special}")
    return f"%{plain}%"


async def fill_in(db: Database) -> None:
    """Fill in what people are called who were there before. Call it at the start of the program."""
    while True:
        rows = await db.fetch_all(
            """
            SELECT id, name, username FROM users
            WHERE called IS NULL AND telegram_id IS NOT NULL LIMIT $1
            """,
            NAMES_AT_ONCE,
        )
        if not rows:
            return
        await db.execute_many(
            "UPDATE users SET called = $2 WHERE id = $1 AND called IS NULL AND telegram_id IS NOT NULL",
            [(user_id, called(name, username)) for user_id, name, username in rows],
        )
