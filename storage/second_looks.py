"""Orders that have ended and are asked for again, because panels correct finished orders."""

from collections.abc import Mapping

from storage.database import Queries
from storage.open_orders import ToldStatus
from storage.orders import FINISHED, NOT_ENDED, ORDER_COLUMNS, Order
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


LOOKED_AT_FOR_MS = 14 * 24 * 3_600_000
"""So long after its end an order is asked for again; see `usecases.tracking.look_again`."""

LATE_BY_MS = 24 * 3_600_000
"""The last look may come so late. A former panel is asked no more, so its orders wait for a look for ever."""

MAY_BE_CORRECTED = (
    f"(look_again_at IS NOT NULL AND ended_at > CAST($1 AS BIGINT) - {LOOKED_AT_FOR_MS + LATE_BY_MS})"
)
"""The SQL condition that another look at an order is to come; $1 is now."""


async def count_open(db: Queries, now: int) -> int:
    """Count the orders from wallets that have not ended, may be corrected, or whose money is in question."""
    row = await db.fetch_one(
        f"""
        SELECT count(*) FROM orders
        WHERE paid_from = 'wallet' AND (
            {NOT_ENDED} OR {MAY_BE_CORRECTED}
            OR id IN (SELECT order_id FROM refund_questions WHERE decided_at IS NULL))
        """,
        now,
    )
    return int(row[0]) if row else 0


async def look_at(db: Queries, times: Mapping[int, int | None]) -> None:
    """Set when orders are looked at again (epoch ms); None: never."""
    if times:
        await db.execute_many("UPDATE orders SET look_again_at = $2 WHERE id = $1", list(times.items()))


async def last_of(db: Queries, user_id: int, now: int) -> int | None:
    """Return when no order of a person can be corrected any more (epoch ms, later than `now`); None: now."""
    row = await db.fetch_one(
        f"SELECT max(ended_at) FROM orders WHERE user_id = $2 AND {MAY_BE_CORRECTED}", now, user_id
    )
    if row is None or row[0] is None:
        return None
    last = int(row[0]) + LOOKED_AT_FOR_MS
    return last if last > now else int(row[0]) + LOOKED_AT_FOR_MS + LATE_BY_MS


async def is_asked_for(db: Queries, order_id: int) -> bool:
    """Whether the panel is asked for an order: it has not ended, or may be corrected."""
    row = await db.fetch_one(
        f"SELECT 1 FROM orders WHERE id = $1 AND ({NOT_ENDED} OR look_again_at IS NOT NULL)", order_id
    )
    return row is not None


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
