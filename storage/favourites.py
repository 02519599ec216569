"""Favourites: the services that a person has marked."""

from storage.database import Queries

MOST_FAVOURITES = 100


async def add(db: Queries, user_id: int, panel_key_id: int, service_id: str, now: int) -> bool:
    """Mark a service; False if it was marked before, or `MOST_FAVOURITES` of this panel key are."""
    changed = await db.execute(
        f"""
        INSERT INTO favourites (user_id, panel_key_id, service_id, added_at)
        SELECT $1, $2, $3, $4
        WHERE (SELECT count(*) FROM favourites WHERE user_id = $1 AND panel_key_id = $2) < {MOST_FAVOURITES}
        ON CONFLICT (user_id, panel_key_id, service_id) DO NOTHING
        """,
        user_id, panel_key_id, service_id, now,
    )  # fmt: skip
    return changed > 0


async def remove(db: Queries, user_id: int, panel_key_id: int, service_id: str) -> None:
    await db.execute(
        "DELETE FROM favourites WHERE user_id = $1 AND panel_key_id = $2 AND service_id = $3",
        user_id, panel_key_id, service_id,
    )  # fmt: skip


async def of_user(db: Queries, user_id: int, panel_key_id: int) -> list[str]:
    """Return the ids of the services, the one marked last first."""
    rows = await db.fetch_all(
        """
        SELECT service_id FROM favourites WHERE user_id = $1 AND panel_key_id = $2
        ORDER BY added_at DESC, service_id
        """,
        user_id, panel_key_id,
    )  # fmt: skip
    return [str(row[0]) for row in rows]
