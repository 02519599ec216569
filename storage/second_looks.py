"""Orders that have ended and are asked for again, because panels correct finished orders."""

from collections.abc import Mapping

from storage.database import Queries
from storage.open_orders import ToldStatus
from storage.orders import FINISHED, ORDER_COLUMNS, Order
from storage.records import Record, read, read_all


class EndedOrder(Record, frozen=True):
    """`ended_at` in epoch milliseconds."""

    id: int
    panel_order_id: str
    ended_at: int


async def due(db: Queries, panel_key_id: int, now: int, limit: int) -> list[EndedOrder]:
    """Return the orders whose next look is due, the longest waiting first."""
    rows = await db.fetch_all(
        """
        SELECT id, panel_order_id, ended_at FROM orders
        WHERE panel_key_id = $1 AND look_again_at <= $2
            AND ended_at IS NOT NULL AND panel_order_id IS NOT NULL
        ORDER BY look_again_at, id LIMIT $3
        """,
        panel_key_id, now, limit,
    )  # fmt: skip
    return read_all(rows, EndedOrder)


async def look_at(db: Queries, times: Mapping[int, int | None]) -> None:
    """Set when orders are looked at again (epoch ms); None: never."""
    if times:
        await db.execute_many("UPDATE orders SET look_again_at = $2 WHERE id = $1", list(times.items()))


async def correct(db: Queries, order_id: int, told: ToldStatus, now: int) -> Order | None:
    """Record another end than before, or other figures of it; None if nothing has changed.

    A state that is no end changes nothing here. What was left before is not what is left of an order that is
    partial now.
    """
    status = told.state.value if told.state is not None else ""
    if status not in FINISHED:
        return None
    row = await db.fetch_one(
        f"""
        UPDATE orders SET status = $2, status_word = $3,
            remains = CASE WHEN status <> $2 AND $2 = 'partial'
                THEN CAST($4 AS BIGINT) ELSE coalesce($4, remains) END,
            charge = coalesce($5, charge), charge_currency = coalesce($6, charge_currency),
            changed_at = CAST($7 AS BIGINT), checked_at = CAST($7 AS BIGINT)
        WHERE id = $1 AND (status <> $2 OR coalesce(remains, CAST($4 AS BIGINT) - 1) <> $4)
            AND status IN ('completed', 'partial', 'canceled')
        RETURNING {ORDER_COLUMNS}
        """,
        order_id, status, told.word, told.remains, told.charge, told.currency, now,
    )  # fmt: skip
    return read(row, Order) if row else None
