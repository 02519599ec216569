"""The orders of one person: lists by filter, all of them, and what they are for."""

from enum import StrEnum

from storage.database import Queries
from storage.orders import DISMISSIBLE, NOT_ENDED, ORDER_COLUMNS, ORDER_HAS_ENDED, Order
from storage.records import Record, read_all


class Filter(StrEnum):
    """The lists of a person's orders."""

    ALL = "all"
    OPEN = "open"
    FINISHED = "finished"
    ATTENTION = "attention"


FILTER_CONDITIONS = {
    Filter.ALL: "TRUE",
    Filter.OPEN: NOT_ENDED,
    Filter.FINISHED: ORDER_HAS_ENDED,
    Filter.ATTENTION: f"(status IN ('unconfirmed', 'problem') OR {DISMISSIBLE})",
}


async def page(db: Queries, user_id: int, which: Filter, limit: int, offset: int) -> list[Order]:
    """Return a page of a person's orders, newest first.

    The list of values holds PostgreSQL to the index of the person, as in `transfers.ENTRIES`.
    """
    rows = await db.fetch_all(
        f"""
        SELECT {ORDER_COLUMNS} FROM orders WHERE user_id IN ($1, $1) AND {FILTER_CONDITIONS[which]}
        ORDER BY user_id DESC, id DESC LIMIT $2 OFFSET $3
        """,
        user_id, limit, offset,
    )  # fmt: skip
    return read_all(rows, Order)


class Told(Record, frozen=True):
    """What a person can remember of an order."""

    id: int
    target: str
    service_name: str


async def told(db: Queries, user_id: int, limit: int) -> list[Told]:
    """Return what a person's newest orders are for, the newest first."""
    rows = await db.fetch_all(
        "SELECT id, target, service_name FROM orders WHERE user_id = $1 ORDER BY id DESC LIMIT $2",
        user_id, limit,
    )  # fmt: skip
    return read_all(rows, Told)


async def all_from(db: Queries, user_id: int, after: int, limit: int) -> list[Order]:
    """Return a person's orders with greater ids than `after`, the oldest first."""
    rows = await db.fetch_all(
        f"SELECT {ORDER_COLUMNS} FROM orders WHERE user_id = $1 AND id > $2 ORDER BY id LIMIT $3",
        user_id, after, limit,
    )  # fmt: skip
    return read_all(rows, Order)


async def count(db: Queries, user_id: int, which: Filter) -> int:
    row = await db.fetch_one(
        f"SELECT count(*) FROM orders WHERE user_id = $1 AND {FILTER_CONDITIONS[which]}", user_id
    )
    return int(row[0]) if row else 0


class OrderCounts(Record, frozen=True):
    """`refunded` counts the orders of which money came back."""

    total: int
    open: int
    refunded: int


async def counts(db: Queries, user_id: int) -> OrderCounts:
    """Count all of a person's orders, those that have not ended, and those of which money came back."""
    row = await db.fetch_one(
        f"""
        SELECT count(*), CAST(coalesce(sum(CASE WHEN {NOT_ENDED} THEN 1 ELSE 0 END), 0) AS BIGINT),
            CAST(coalesce(sum(CASE WHEN refunded > 0 THEN 1 ELSE 0 END), 0) AS BIGINT)
        FROM orders WHERE user_id = $1
        """,
        user_id,
    )
    return OrderCounts(*row) if row else OrderCounts(0, 0, 0)
