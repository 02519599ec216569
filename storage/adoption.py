"""Orders that the panel has and this database lacks, because it was restored from a copy."""

from collections.abc import Sequence

from storage import drafts, order_progress
from storage.database import Queries
from storage.orders import ORDER_COLUMNS, Order
from storage.records import read

RECENT_ORDERS = 200  # orders whose numbers are looked at


async def last_number(db: Queries, panel_key_id: int) -> int | None:
    """Return the panel's highest number among our newest orders; None if none of them is decimal."""
    rows = await db.fetch_all(
        f"""
        SELECT panel_order_id FROM orders
        WHERE panel_key_id = $1 AND panel_order_id IS NOT NULL AND adopted_by IS NULL
        ORDER BY placed_at DESC, id DESC LIMIT {RECENT_ORDERS}
        """,
        panel_key_id,
    )
    return max((int(one) for (one,) in rows if one.isascii() and one.isdecimal()), default=None)


async def ours(db: Queries, panel_key_id: int, numbers: Sequence[str]) -> set[str]:
    """Return those of the panel's numbers that orders here have."""
    places = ", ".join(f"${place}" for place in range(2, len(numbers) + 2))
    rows = await db.fetch_all(
        f"SELECT panel_order_id FROM orders WHERE panel_key_id = $1 AND panel_order_id IN ({places})",
        panel_key_id, *numbers,
    )  # fmt: skip
    return {row[0] for row in rows}


async def adopt(
    db: Queries, draft_id: str, panel_key_id: int, person: int, number: str, operator_id: int, now: int
) -> Order:
    """Enter an order of which only the panel's number is known. Call it in a transaction.

    The order takes all usual steps, but nothing is sent, so it has no submission. Raises Constraint if an
    order here has the number.
    """
    await drafts.create(db, draft_id, person, panel_key_id, "", {}, now)
    await drafts.quote(db, draft_id, person, None, "0", 0, "", "", now)
    await drafts.claim(db, draft_id, person)
    row = await db.fetch_one(
        f"""
        INSERT INTO orders (
            user_id, panel_key_id, draft_id, service_id, service_name, service_type, parameters, target,
            rate, price, currency, refillable, cancelable, created_at, adopted_by)
        VALUES ($1, $2, $3, '', '', '', '{{}}', '', '0', 0, '', 0, 0, $4, $5)
        RETURNING {ORDER_COLUMNS}
        """,
        person, panel_key_id, draft_id, now, operator_id,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - an insert returns its row
    order = read(row, Order)
    await order_progress.begin_submitting(db, order.id)
    placed = await order_progress.place(db, order.id, number, now, now)
    assert placed is not None  # noqa: S101 - no other transaction sees it yet
    return placed
