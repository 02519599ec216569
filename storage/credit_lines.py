"""Credit lines: how far below 0 orders may take a wallet, who granted it, when and why. See migration 29."""

from storage.database import Queries
from storage.records import Record, read


class CreditLine(Record, frozen=True):
    """`line` in micro-units, 0 if it ended; `granted_by` is None if the program ended it.

    `created_at` in epoch milliseconds.
    """

    id: int
    user_id: int
    line: int
    granted_by: int | None
    reason: str
    created_at: int


CREDIT_LINE_COLUMNS = "id, user_id, line, granted_by, reason, created_at"


async def grant(
    db: Queries, user_id: int, line: int, granted_by: int | None, reason: str, now: int
) -> CreditLine:
    """Set a person's credit line (micro-units). The person's accounts are open, and locked.

    Raises Constraint if the wallet is further below 0, or if nobody who may grants it.
    """
    row = await db.fetch_one(
        f"""
        INSERT INTO credit_lines (user_id, line, granted_by, reason, created_at)
        VALUES ($1, $2, $3, $4, $5) RETURNING {CREDIT_LINE_COLUMNS}
        """,
        user_id, line, granted_by, reason, now,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - an insert returns its row
    return read(row, CreditLine)


async def last_of(db: Queries, user_id: int) -> CreditLine | None:
    """Return what was granted to a person last."""
    row = await db.fetch_one(
        f"SELECT {CREDIT_LINE_COLUMNS} FROM credit_lines WHERE user_id = $1 ORDER BY id DESC LIMIT 1", user_id
    )
    return read(row, CreditLine) if row else None
