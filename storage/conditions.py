"""Things that are wrong for a time: the panel is down, its key is refused, its funds are low."""

from storage.database import Database, Queries
from storage.records import Record, read_all


class Condition(Record, frozen=True):
    """`since` is epoch milliseconds; `detail` is what was seen, for the operator."""

    name: str
    since: int
    detail: str


async def begin(db: Queries, name: str, now: int, detail: str = "") -> bool:
    """Note that something is wrong; True if it was not noted before."""
    row = await db.fetch_one(
        """
        INSERT INTO conditions (name, since, detail) VALUES ($1, $2, $3)
        ON CONFLICT (name) DO NOTHING RETURNING name
        """,
        name, now, detail,
    )  # fmt: skip
    return row is not None


async def note(db: Queries, name: str, detail: str) -> None:
    """Say something else of what is noted."""
    await db.execute("UPDATE conditions SET detail = $2 WHERE name = $1", name, detail)


async def end(db: Queries, name: str) -> int | None:
    """Note that it is over; since when it lasted, or None if it was not noted."""
    row = await db.fetch_one("DELETE FROM conditions WHERE name = $1 RETURNING since", name)
    return int(row[0]) if row else None


async def stands(db: Queries, name: str) -> bool:
    return await db.fetch_one("SELECT 1 FROM conditions WHERE name = $1", name) is not None


async def current(db: Queries) -> list[Condition]:
    return read_all(
        await db.fetch_all("SELECT name, since, detail FROM conditions ORDER BY since"), Condition
    )


class WordSeen(Record, frozen=True):
    id: int


async def is_heard(db: Database, word: str, shown: int) -> bool:
    """Whether an open order or refill has a status word that begins with so many characters of `word`."""
    for found in (
        "FROM orders WHERE status NOT IN ('failed', 'completed', 'partial', 'canceled', 'closed')",
        "FROM refills WHERE status IN ('pending', 'in_progress', 'unreported')",
    ):
        begins = f"{found} AND substr(status_word, 1, $2) = $1 LIMIT 1"
        if await db.fetch_records(WordSeen, "id", begins, word, shown):
            return True
    return False
