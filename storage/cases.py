"""Cases of support: each is about one order of a person, or about no order."""

from enum import StrEnum

from storage.database import Queries
from storage.records import Record, read, read_all


class CaseReason(StrEnum):
    """What a person says is wrong. OTHER stands for a case without an order."""

    NOT_STARTED = "not_started"
    SLOW = "slow"
    DROPPED = "dropped"
    WRONG_LINK = "wrong_link"
    MONEY = "money"
    OTHER = "other"


class Case(Record, frozen=True):
    """Times in epoch ms. `closed_by` is the user who closed it, None if it is open or nobody did."""

    id: int
    user_id: int
    order_id: int | None
    reason: CaseReason
    opened_at: int
    closed_at: int | None
    closed_by: int | None

    @property
    def is_open(self) -> bool:
        return self.closed_at is None


CASE_COLUMNS = "id, user_id, order_id, reason, opened_at, closed_at, closed_by"
CASE_IS_OPEN = "closed_at IS NULL"


async def get(db: Queries, case_id: int) -> Case | None:
    row = await db.fetch_one(f"SELECT {CASE_COLUMNS} FROM cases WHERE id = $1", case_id)
    return read(row, Case) if row else None


async def open_about(db: Queries, user_id: int, order_id: int | None) -> Case | None:
    """Return a person's open case about an order, or about no order."""
    subject = "order_id = $2" if order_id is not None else "order_id IS NULL AND $2 = 0"
    row = await db.fetch_one(
        f"SELECT {CASE_COLUMNS} FROM cases WHERE user_id = $1 AND {subject} AND {CASE_IS_OPEN}",
        user_id, order_id or 0,
    )  # fmt: skip
    return read(row, Case) if row else None


async def open_of(db: Queries, user_id: int) -> list[Case]:
    """Return a person's open cases, the newest first."""
    rows = await db.fetch_all(
        f"SELECT {CASE_COLUMNS} FROM cases WHERE user_id = $1 AND {CASE_IS_OPEN} ORDER BY id DESC", user_id
    )
    return read_all(rows, Case)


async def of_user(db: Queries, user_id: int) -> list[Case]:
    """Return all cases of a person, the oldest first."""
    rows = await db.fetch_all(f"SELECT {CASE_COLUMNS} FROM cases WHERE user_id = $1 ORDER BY id", user_id)
    return read_all(rows, Case)


async def add(db: Queries, user_id: int, order_id: int | None, reason: CaseReason, now: int) -> Case | None:
    """Open a case; None if there is an open one about the same."""
    row = await db.fetch_one(
        f"""
        INSERT INTO cases (user_id, order_id, reason, opened_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT DO NOTHING RETURNING {CASE_COLUMNS}
        """,
        user_id, order_id, reason.value, now,
    )  # fmt: skip
    return read(row, Case) if row else None


async def lock_open(db: Queries, case_id: int) -> bool:
    """Keep a case from being closed until the transaction ends; False if it is closed."""
    return await db.execute(f"UPDATE cases SET reason = reason WHERE id = $1 AND {CASE_IS_OPEN}", case_id) > 0


async def close(db: Queries, case_id: int, closed_by: int, now: int) -> bool:
    """Close a case; False if it was closed before. The first of several wins."""
    closed = await db.execute(
        f"UPDATE cases SET closed_at = $2, closed_by = $3 WHERE id = $1 AND {CASE_IS_OPEN}",
        case_id, now, closed_by,
    )  # fmt: skip
    return closed > 0


async def close_of(db: Queries, user_id: int, now: int) -> None:
    """Close all cases of a person who is being forgotten."""
    await db.execute(f"UPDATE cases SET closed_at = $2 WHERE user_id = $1 AND {CASE_IS_OPEN}", user_id, now)


async def count_open(db: Queries) -> int:
    row = await db.fetch_one(f"SELECT count(*) FROM cases WHERE {CASE_IS_OPEN}")
    return row[0] if row else 0


async def page_of_open(db: Queries, limit: int, offset: int) -> list[Case]:
    """Return some open cases, the oldest first."""
    rows = await db.fetch_all(
        f"SELECT {CASE_COLUMNS} FROM cases WHERE {CASE_IS_OPEN} ORDER BY id LIMIT $1 OFFSET $2", limit, offset
    )
    return read_all(rows, Case)
