"""What the bot has told Telegram about itself in each language, as digests."""

from storage.database import Queries

Digests = dict[tuple[str, str], str]


async def all_told(db: Queries) -> Digests:
    """Return the digests by what was told, such as "commands", and the language ("": for all others)."""
    rows = await db.fetch_all("SELECT what, language, digest FROM introductions")
    return {(str(what), str(language)): str(digest) for what, language, digest in rows}


async def note(db: Queries, what: str, language: str, digest: str) -> None:
    await db.execute(
        """
        INSERT INTO introductions (what, language, digest) VALUES ($1, $2, $3)
        ON CONFLICT (what, language) DO UPDATE SET digest = excluded.digest
        """,
        what, language, digest,
    )  # fmt: skip


async def forget(db: Queries, what: str, language: str) -> None:
    await db.execute("DELETE FROM introductions WHERE what = $1 AND language = $2", what, language)
