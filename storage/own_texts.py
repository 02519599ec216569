"""Texts that operators write instead of the bot's own."""

from enum import StrEnum

from storage.database import Queries
from storage.records import Record, read, read_all

ALL_LANGUAGES = "all"
"""Stands for every language that has no text of its own."""


class TextKind(StrEnum):
    WELCOME = "welcome"
    RULES = "rules"
    SUPPORT = "support"


class OwnText(Record, frozen=True):
    """`html` is in Telegram's HTML and was checked. `language` is a code or `ALL_LANGUAGES`."""

    kind: TextKind
    language: str
    html: str
    changed_by: int
    changed_at: int


OWN_TEXT_COLUMNS = "kind, language, html, changed_by, changed_at"


async def all_texts(db: Queries) -> list[OwnText]:
    return read_all(
        await db.fetch_all(f"SELECT {OWN_TEXT_COLUMNS} FROM own_texts ORDER BY kind, language"), OwnText
    )


async def get(db: Queries, kind: TextKind, language: str) -> OwnText | None:
    """Return the text of exactly this language."""
    row = await db.fetch_one(
        f"SELECT {OWN_TEXT_COLUMNS} FROM own_texts WHERE kind = $1 AND language = $2", kind, language
    )
    return read(row, OwnText) if row else None


async def nearest(db: Queries, kind: TextKind, language: str) -> OwnText | None:
    """Return the text of the language, else the one for all languages."""
    return await get(db, kind, language) or await get(db, kind, ALL_LANGUAGES)


async def put(db: Queries, kind: TextKind, language: str, html: str, operator_id: int, now: int) -> None:
    await db.execute(
        f"""
        INSERT INTO own_texts ({OWN_TEXT_COLUMNS}) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (kind, language) DO UPDATE SET
            html = excluded.html, changed_by = excluded.changed_by, changed_at = excluded.changed_at
        """,
        kind, language, html, operator_id, now,
    )  # fmt: skip


async def remove(db: Queries, kind: TextKind, language: str) -> None:
    await db.execute("DELETE FROM own_texts WHERE kind = $1 AND language = $2", kind, language)
