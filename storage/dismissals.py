"""Dismisses orders from Attention. They stay in all other lists."""

from storage.database import Queries
from storage.orders import DISMISSIBLE


async def dismiss(db: Queries, order_id: int, user_id: int, now: int) -> bool:
    """Dismiss an order of this person; False if it cannot be dismissed or was dismissed before."""
    changed = await db.execute(
        f"UPDATE orders SET dismissed_at = $3 WHERE id = $1 AND user_id = $2 AND {DISMISSIBLE}",
        order_id, user_id, now,
    )  # fmt: skip
    return changed > 0


async def dismiss_all(db: Queries, user_id: int, now: int) -> int:
    """Dismiss all such orders of a person, and return their number."""
    return await db.execute(
        f"UPDATE orders SET dismissed_at = $2 WHERE user_id = $1 AND {DISMISSIBLE}", user_id, now
    )


async def count_dismissible(db: Queries, user_id: int) -> int:
    row = await db.fetch_one(f"SELECT count(*) FROM orders WHERE user_id = $1 AND {DISMISSIBLE}", user_id)
    return int(row[0]) if row else 0
