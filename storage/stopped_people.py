"""People who may order nothing new, because an operator has blocked them. Their open orders go on."""

from storage.database import Queries


async def stop(db: Queries, user_id: int, reason: str, now: int) -> bool:
    """Stop a person's orders, or change the reason; False if they were forgotten."""
    changed = await db.execute(
        """
        UPDATE users SET stopped_at = coalesce(stopped_at, $3), stopped_because = $2
        WHERE id = $1 AND telegram_id IS NOT NULL
        """,
        user_id, reason, now,
    )  # fmt: skip
    return changed > 0


async def resume(db: Queries, user_id: int) -> bool:
    """Let a person order again; False if their orders were not stopped."""
    changed = await db.execute(
        """
        UPDATE users SET stopped_at = NULL, stopped_because = NULL
        WHERE id = $1 AND stopped_at IS NOT NULL
        """,
        user_id,
    )
    return changed > 0


async def reason_of(db: Queries, user_id: int) -> str | None:
    """Return why a person may order nothing new; None if they may."""
    row = await db.fetch_one("SELECT stopped_because FROM users WHERE id = $1", user_id)
    return row[0] if row else None
