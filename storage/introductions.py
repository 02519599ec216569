"""What the bot has told Telegram about itself in each language, as fingerprints."""

from storage.database import Queries

Fingerprints = dict[tuple[str, str], str]


async def all_told(db: Queries) -> Fingerprints:
    """Return the fingerprints by what was told, such as "commands", and the language ("": for all others)."""
    rows = await db.fetch_all("SELECT what, language, digest FROM introductions")
    return {(str(what), str(language)): str(fingerprint) for what, language, fingerprint in rows}


async def note(db: Queries, what: str, language: str, fingerprint: str) -> None:
    await db.execute(
        """
        INSERT INTO introductions (what, language, digest) VALUES ($1, $2, $3)
        ON CONFLICT (what, language) DO UPDATE SET digest = excluded.digest
        """,
        what, language, fingerprint,
    )  # fmt: skip


async def forget(db: Queries, what: str, language: str) -> None:
    await db.execute("DELETE FROM introductions WHERE what = $1 AND language = $2", what, language)
