"""Updates that were confirmed to Telegram before they were handled, and those that could not be handled."""

from storage.database import Queries


async def keep(db: Queries, update_id: int, raw: str, now: int) -> None:
    """From here on the update is ours to handle, whatever happens to this process."""
    await db.execute(
        "INSERT INTO inbox (update_id, raw, kept_at) VALUES ($1, $2, $3) ON CONFLICT (update_id) DO NOTHING",
        update_id, raw, now,
    )  # fmt: skip


async def handled(db: Queries, update_id: int) -> None:
    await db.execute("DELETE FROM inbox WHERE update_id = $1 AND set_aside_because IS NULL", update_id)


async def waiting(db: Queries) -> list[str]:
    """Those that the last process kept and did not get to the end of, as they came, the oldest first."""
    rows = await db.fetch_all("SELECT raw FROM inbox WHERE set_aside_because IS NULL ORDER BY update_id")
    return [row[0] for row in rows]


async def set_aside(db: Queries, update_id: int, reason: str, now: int) -> None:
    """Handle it no more; only that it came and why it failed is remembered."""
    await db.execute(
        """
        INSERT INTO inbox (update_id, raw, kept_at, set_aside_because) VALUES ($1, '', $2, $3)
        ON CONFLICT (update_id) DO UPDATE SET raw = '', set_aside_because = excluded.set_aside_because
        """,
        update_id, now, reason,
    )  # fmt: skip
