"""The inbox: updates that were confirmed to Telegram but not handled yet, and updates set aside."""

from collections.abc import Collection

from storage.database import Queries


async def keep(db: Queries, update_id: int, raw: str, now: int, instance: int) -> None:
    """Keep an update, so that it survives the end of this process. Idempotent."""
    await db.execute(
        """
        INSERT INTO inbox (update_id, raw, kept_at, kept_by) VALUES ($1, $2, $3, $4)
        ON CONFLICT (update_id) DO NOTHING
        """,
        update_id, raw, now, instance,
    )  # fmt: skip


async def handled(db: Queries, update_id: int) -> None:
    await db.execute("DELETE FROM inbox WHERE update_id = $1 AND set_aside_because IS NULL", update_id)


async def adopt(db: Queries, instance: int, living: Collection[int]) -> list[str]:
    """Take over the unfinished updates of processes that are gone, and return them, the oldest first.

    It includes the updates that `instance` itself kept. Each update goes to one process only.
    """
    adopted = []
    for (keeper,) in await db.fetch_all("SELECT DISTINCT kept_by FROM inbox WHERE set_aside_because IS NULL"):
        if keeper not in living or keeper == instance:
            adopted += await db.fetch_all(
                """
                UPDATE inbox SET kept_by = $1 WHERE kept_by = $2 AND set_aside_because IS NULL
                RETURNING update_id, raw
                """,
                instance, keeper,
            )  # fmt: skip
    return [raw for _, raw in sorted(adopted)]


async def set_aside(db: Queries, update_id: int, reason: str, now: int) -> None:
    """Set an update aside: delete its contents, and keep its id and the reason."""
    await db.execute(
        """
        INSERT INTO inbox (update_id, raw, kept_at, kept_by, set_aside_because) VALUES ($1, '', $2, 0, $3)
        ON CONFLICT (update_id) DO UPDATE SET raw = '', set_aside_because = excluded.set_aside_because
        """,
        update_id, now, reason,
    )  # fmt: skip
