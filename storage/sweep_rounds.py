"""How far the rounds are in which open orders are asked for; a restart goes on where the last life was."""

from storage.database import Queries
from storage.records import Record, read_all


class RoundState(Record, frozen=True):
    """How far the round of an age is; times in epoch milliseconds.

    `heard_at` is when the last round that came to its end had begun. One under way has asked for the orders
    up to the one placed at `asked_placed_at` with `asked_id`.
    """

    age: str
    began_at: int
    heard_at: int | None
    asked_placed_at: int | None
    asked_id: int | None


ROUND_COLUMNS = "age, began_at, heard_at, asked_placed_at, asked_id"


async def of_panel_key(db: Queries, panel_key_id: int) -> list[RoundState]:
    rows = await db.fetch_all(f"SELECT {ROUND_COLUMNS} FROM rounds WHERE panel_key_id = $1", panel_key_id)
    return read_all(rows, RoundState)


async def around(db: Queries, order_id: int) -> list[RoundState]:
    """The rounds that an order is asked for in; none while it has an appointment or is missing."""
    rows = await db.fetch_all(
        f"""
        SELECT {ROUND_COLUMNS} FROM rounds WHERE panel_key_id = (
            SELECT panel_key_id FROM orders
            WHERE id = $1 AND next_check_at IS NULL AND missing_since IS NULL)
        """,
        order_id,
    )
    return read_all(rows, RoundState)


async def keep(db: Queries, panel_key_id: int, kept: list[RoundState]) -> None:
    await db.execute_many(
        f"""
        INSERT INTO rounds (panel_key_id, {ROUND_COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (panel_key_id, age) DO UPDATE SET
            began_at = excluded.began_at, heard_at = excluded.heard_at,
            asked_placed_at = excluded.asked_placed_at, asked_id = excluded.asked_id
        """,
        [
            (panel_key_id, one.age, one.began_at, one.heard_at, one.asked_placed_at, one.asked_id)
            for one in kept
        ],
    )
