"""The begin of the last ended rounds. Cards show by it when an order was last checked."""

from collections.abc import Mapping

from storage.database import Queries


async def note_ends(db: Queries, panel_key_id: int, began_at: Mapping[str, int]) -> None:
    """Record that the rounds of these ages ended; `began_at` has the begin of each (epoch ms)."""
    await db.execute_many(
        """
        INSERT INTO rounds (panel_key_id, age, began_at) VALUES ($1, $2, $3)
        ON CONFLICT (panel_key_id, age) DO UPDATE SET began_at = excluded.began_at
        """,
        [(panel_key_id, age, at) for age, at in began_at.items()],
    )


async def last(db: Queries, panel_key_id: int) -> int | None:
    """Return when the last round began that has ended (epoch ms)."""
    row = await db.fetch_one("SELECT max(began_at) FROM rounds WHERE panel_key_id = $1", panel_key_id)
    return row[0] if row else None


async def around(db: Queries, order_id: int) -> dict[str, int]:
    """Return the begin of the last ended rounds, by age (epoch ms).

    It is empty for an order that has an appointment or is missing, because rounds do not ask for it.
    """
    rows = await db.fetch_all(
        """
        SELECT age, began_at FROM rounds WHERE panel_key_id = (
            SELECT panel_key_id FROM orders
            WHERE id = $1 AND next_check_at IS NULL AND missing_since IS NULL)
        """,
        order_id,
    )
    return {str(age): int(at) for age, at in rows}
