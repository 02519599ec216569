"""Questions about the money of orders that an operator decides. An order has one open question at most."""

from storage.database import Queries
from storage.records import Record, read, read_all


class RefundQuestion(Record, frozen=True):
    """`doubt` is a value of `usecases.paying.refund_rules.Doubt`; times in epoch milliseconds."""

    id: int
    order_id: int
    doubt: str
    asked_at: int
    decided_by: int | None
    decided_at: int | None

    @property
    def was_answered_by_the_panel(self) -> bool:
        """Whether the panel's later news closed it, and no operator."""
        return self.decided_at is not None and self.decided_by is None


QUESTION_COLUMNS = "id, order_id, doubt, asked_at, decided_by, decided_at"


async def ask(db: Queries, order_id: int, doubt: str, now: int) -> bool:
    """Open a question, or give the open one this doubt; False if the same doubt is open already."""
    row = await db.fetch_one(
        """
        INSERT INTO refund_questions (order_id, doubt, asked_at, said_at) VALUES ($1, $2, $3, $3)
        ON CONFLICT (order_id) WHERE decided_at IS NULL DO UPDATE SET doubt = excluded.doubt, said_at = $3
            WHERE refund_questions.doubt <> excluded.doubt
        RETURNING id
        """,
        order_id, doubt, now,
    )  # fmt: skip
    return row is not None


async def of_order(db: Queries, order_id: int) -> RefundQuestion | None:
    """Return the newest question about an order."""
    row = await db.fetch_one(
        f"SELECT {QUESTION_COLUMNS} FROM refund_questions WHERE order_id = $1 ORDER BY id DESC LIMIT 1",
        order_id,
    )
    return read(row, RefundQuestion) if row else None


async def close(db: Queries, order_id: int, now: int, operator_id: int | None = None) -> bool:
    """Close the open question; False if there is none. Without an operator the panel's news answered it."""
    closed = await db.execute(
        """
        UPDATE refund_questions SET decided_at = $2, decided_by = $3
        WHERE order_id = $1 AND decided_at IS NULL
        """,
        order_id, now, operator_id,
    )  # fmt: skip
    return bool(closed)


async def open_ones(db: Queries) -> list[RefundQuestion]:
    """Return the open questions, the oldest first."""
    return read_all(
        await db.fetch_all(
            f"SELECT {QUESTION_COLUMNS} FROM refund_questions WHERE decided_at IS NULL ORDER BY id"
        ),
        RefundQuestion,
    )


async def say_again(db: Queries, before: int, now: int) -> list[int]:
    """Return the orders of which the operators were told last before a moment (epoch ms).

    It notes that they are told now.
    """
    rows = await db.fetch_all(
        """
        UPDATE refund_questions SET said_at = $2 WHERE decided_at IS NULL AND said_at <= $1
        RETURNING order_id
        """,
        before, now,
    )  # fmt: skip
    return sorted(row[0] for row in rows)


TAKING_BACK = "debit:refund_question:"
"""The key of the transfer that takes back what was given back; the question's id follows."""


async def taken_back(db: Queries, order_id: int) -> int:
    """Return how much of what was given back of an order was taken back (micro-units)."""
    row = await db.fetch_one(
        f"""
        SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) FROM transfers
        WHERE key IN (
            SELECT '{TAKING_BACK}' || CAST(id AS TEXT) FROM refund_questions WHERE order_id = $1)
        """,
        order_id,
    )
    return int(row[0]) if row else 0
