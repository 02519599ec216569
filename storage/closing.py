"""Closes the open orders and refills of a former panel. Their real end is not known."""

from storage.database import Queries
from storage.orders import DISCONNECTED, ORDER_COLUMNS, ORDER_IS_OPEN, Order
from storage.records import Record, read, read_all
from storage.refills import REFILL_COLUMNS, Refill


class Left(Record, frozen=True):
    """The numbers of an account's orders and refills that have not ended.

    `in_doubt` orders were sent, but it is unknown whether the panel has them; `unsent` orders were not sent.
    """

    placed: int
    in_doubt: int
    unsent: int
    refills: int

    @property
    def orders(self) -> int:
        return self.placed + self.in_doubt + self.unsent


async def left_at(db: Queries, panel_key_id: int) -> Left:
    row = await db.fetch_one(
        f"""
        SELECT
            (SELECT count(*) FROM orders WHERE panel_key_id = $1 AND {ORDER_IS_OPEN}),
            (SELECT count(*) FROM orders WHERE panel_key_id = $1 AND status IN ('submitting', 'unconfirmed')),
            (SELECT count(*) FROM orders WHERE panel_key_id = $1 AND status = 'reserved'),
            (SELECT count(*) FROM refills WHERE panel_key_id = $1
                AND status IN ('reserved', 'submitting', 'unconfirmed', 'pending', 'in_progress'))
        """,
        panel_key_id,
    )
    assert row is not None  # noqa: S101 - counts are always there
    return read(row, Left)


async def first_placed(db: Queries, panel_key_id: int) -> Order | None:
    """Return the first open order, as an example of the customer's message."""
    row = await db.fetch_one(
        f"SELECT {ORDER_COLUMNS} FROM orders WHERE panel_key_id = $1 AND {ORDER_IS_OPEN} ORDER BY id LIMIT 1",
        panel_key_id,
    )
    return read(row, Order) if row else None


async def first_in_doubt(db: Queries, panel_key_id: int) -> Order | None:
    """As `first_placed`, of an order in doubt."""
    row = await db.fetch_one(
        f"""
        SELECT {ORDER_COLUMNS} FROM orders
        WHERE panel_key_id = $1 AND status = 'unconfirmed' ORDER BY id LIMIT 1
        """,
        panel_key_id,
    )
    return read(row, Order) if row else None


async def close_placed(db: Queries, panel_key_id: int, operator_id: int, now: int) -> list[tuple[int, int]]:
    """Close all open orders; return (order id, customer id) of each."""
    rows = await db.fetch_all(
        f"""
        UPDATE orders SET status = 'closed', ended_by = $2, ended_at = $3, next_check_at = NULL
        WHERE panel_key_id = $1 AND {ORDER_IS_OPEN} RETURNING id, user_id
        """,
        panel_key_id, operator_id, now,
    )  # fmt: skip
    return sorted((row[0], row[1]) for row in rows)


async def close_in_doubt(db: Queries, order_id: int, operator_id: int, now: int) -> Order | None:
    """Fail an order in doubt as disconnected; None if it is not in doubt."""
    row = await db.fetch_one(
        f"""
        UPDATE orders SET status = 'failed', failure = '{DISCONNECTED}', ended_by = $2, ended_at = $3
        WHERE id = $1 AND status = 'unconfirmed' RETURNING {ORDER_COLUMNS}
        """,
        order_id, operator_id, now,
    )  # fmt: skip
    return read(row, Order) if row else None


async def in_doubt(db: Queries, panel_key_id: int) -> list[int]:
    rows = await db.fetch_all(
        "SELECT id FROM orders WHERE panel_key_id = $1 AND status = 'unconfirmed' ORDER BY id", panel_key_id
    )
    return [row[0] for row in rows]


async def unsent(db: Queries, panel_key_id: int) -> list[Order]:
    rows = await db.fetch_all(
        f"SELECT {ORDER_COLUMNS} FROM orders WHERE panel_key_id = $1 AND status = 'reserved' ORDER BY id",
        panel_key_id,
    )
    return read_all(rows, Order)


async def unsent_refills(db: Queries, panel_key_id: int) -> list[Refill]:
    rows = await db.fetch_all(
        f"SELECT {REFILL_COLUMNS} FROM refills WHERE panel_key_id = $1 AND status = 'reserved' ORDER BY id",
        panel_key_id,
    )
    return read_all(rows, Refill)


async def close_refills(db: Queries, panel_key_id: int, now: int) -> list[tuple[int, int]]:
    """Close all refills that the panel has or may have; return (refill id, customer id) of each."""
    rows = await db.fetch_all(
        """
        UPDATE refills SET status = 'closed', ended_at = $2, next_check_at = NULL
        WHERE panel_key_id = $1 AND status IN ('unconfirmed', 'pending', 'in_progress')
        RETURNING id, user_id
        """,
        panel_key_id, now,
    )  # fmt: skip
    return sorted((row[0], row[1]) for row in rows)
