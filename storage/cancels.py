"""Requests to cancel an order. The panel only accepts them; the order's status shows the result."""

from enum import StrEnum

from storage.database import Queries
from storage.orders import ORDER_IS_OPEN
from storage.records import Record, read, read_all


class CancelStatus(StrEnum):
    RESERVED = "reserved"
    SUBMITTING = "submitting"
    ASKED = "asked"
    FAILED = "failed"
    UNCONFIRMED = "unconfirmed"


CANCEL_AGAIN_AFTER_MS = 86_400_000
"""So long (ms) after an accepted request, another one can be made."""


class Cancel(Record, frozen=True):
    """`detail` is the panel's answer or id; `operator_told`: a message to an operator names the request."""

    id: int
    order_id: int
    user_id: int
    status: CancelStatus
    failure: str | None
    detail: str
    created_at: int
    operator_told: bool


CANCEL_COLUMNS = "id, order_id, user_id, status, failure, detail, created_at, operator_told"


async def reserve(db: Queries, order_id: int, user_id: int, after: int, now: int) -> Cancel | None:
    """Reserve a request to cancel an order of this person; None if the order cannot be canceled.

    `after` is the id of the last request, 0 for none. None also if the panel accepted a request less than a
    day ago. Raises Constraint if a request is under way.
    """
    row = await db.fetch_one(
        f"""
        INSERT INTO cancels (order_id, user_id, created_at)
        SELECT id, user_id, $3 FROM orders
        WHERE id = $1 AND user_id = $2 AND cancelable = 1
            AND {ORDER_IS_OPEN}
            AND coalesce((SELECT max(id) FROM cancels WHERE order_id = $1), 0) = $4
            AND NOT EXISTS (
                SELECT 1 FROM cancels WHERE order_id = $1 AND status = 'asked' AND created_at > $5)
        RETURNING {CANCEL_COLUMNS}
        """,
        order_id, user_id, now, after, now - CANCEL_AGAIN_AFTER_MS,
    )  # fmt: skip
    return read(row, Cancel) if row else None


async def get(db: Queries, cancel_id: int) -> Cancel | None:
    row = await db.fetch_one(f"SELECT {CANCEL_COLUMNS} FROM cancels WHERE id = $1", cancel_id)
    return read(row, Cancel) if row else None


async def newest_of_order(db: Queries, order_id: int) -> Cancel | None:
    row = await db.fetch_one(
        f"SELECT {CANCEL_COLUMNS} FROM cancels WHERE order_id = $1 ORDER BY id DESC LIMIT 1", order_id
    )
    return read(row, Cancel) if row else None


async def all_of_order(db: Queries, order_id: int) -> list[Cancel]:
    """Return the requests to cancel an order, the oldest first."""
    rows = await db.fetch_all(
        f"SELECT {CANCEL_COLUMNS} FROM cancels WHERE order_id = $1 ORDER BY id", order_id
    )
    return read_all(rows, Cancel)


async def of_user(db: Queries, user_id: int) -> list[Cancel]:
    """Return a person's requests to cancel, the oldest first."""
    rows = await db.fetch_all(
        f"""
        SELECT {CANCEL_COLUMNS} FROM cancels
        WHERE order_id IN (SELECT id FROM orders WHERE user_id = $1) ORDER BY id
        """,
        user_id,
    )
    return read_all(rows, Cancel)


async def next_reserved(db: Queries, panel_key_id: int) -> Cancel | None:
    row = await db.fetch_one(
        f"""
        SELECT {CANCEL_COLUMNS} FROM cancels
        WHERE status = 'reserved' AND order_id IN (SELECT id FROM orders WHERE panel_key_id = $1)
        ORDER BY id LIMIT 1
        """,
        panel_key_id,
    )
    return read(row, Cancel) if row else None


async def submitting(db: Queries) -> list[Cancel]:
    return read_all(
        await db.fetch_all(f"SELECT {CANCEL_COLUMNS} FROM cancels WHERE status = 'submitting' ORDER BY id"),
        Cancel,
    )


async def move(
    db: Queries,
    cancel_id: int,
    before: CancelStatus,
    after: CancelStatus,
    failure: str | None = None,
    detail: str = "",
) -> Cancel | None:
    """Take one step; None if the request is not in the status `before`."""
    row = await db.fetch_one(
        f"""
        UPDATE cancels SET status = $3, failure = $4, detail = $5 WHERE id = $1 AND status = $2
        RETURNING {CANCEL_COLUMNS}
        """,
        cancel_id, before.value, after.value, failure, detail,
    )  # fmt: skip
    return read(row, Cancel) if row else None


async def operator_was_told(db: Queries, cancel_id: int) -> None:
    await db.execute("UPDATE cancels SET operator_told = 1 WHERE id = $1", cancel_id)
