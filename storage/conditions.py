"""Conditions: the panel is down, the key is refused, the funds are low."""

from storage.database import Database, Queries
from storage.records import Record, read_all


class Condition(Record, frozen=True):
    """`since` is in epoch milliseconds; `detail` is for the operator."""

    name: str
    since: int
    detail: str


async def begin(db: Queries, name: str, now: int, detail: str = "") -> bool:
    """Begin a condition; True if it did not stand before."""
    row = await db.fetch_one(
        """
        INSERT INTO conditions (name, since, detail) VALUES ($1, $2, $3)
        ON CONFLICT (name) DO NOTHING RETURNING name
        """,
        name, now, detail,
    )  # fmt: skip
    return row is not None


async def note(db: Queries, name: str, detail: str) -> None:
    """Change the detail of a condition."""
    await db.execute("UPDATE conditions SET detail = $2 WHERE name = $1", name, detail)


async def end(db: Queries, name: str) -> int | None:
    """End a condition; return its begin (epoch ms), or None if it did not stand."""
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
    """Whether the first `shown` characters of an open order's or refill's status word are `word`."""
    for found in (
        "FROM orders WHERE status NOT IN ('failed', 'completed', 'partial', 'canceled', 'closed')",
        "FROM refills WHERE status IN ('pending', 'in_progress', 'unreported')",
    ):
        begins = f"{found} AND substr(status_word, 1, $2) = $1 LIMIT 1"
        if await db.fetch_records(WordSeen, "id", begins, word, shown):
            return True
    return False
