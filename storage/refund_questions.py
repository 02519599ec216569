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
    """Open a question; False if the same one is open. Another open one is over: the panel has other news.

    Call it while the order is locked.
    """
    newest = await of_order(db, order_id)
    if newest is not None and newest.decided_at is None:
        if newest.doubt == doubt:
            return False
        await close(db, order_id, now)
    await db.execute(
        "INSERT INTO refund_questions (order_id, doubt, asked_at, said_at) VALUES ($1, $2, $3, $3)",
        order_id, doubt, now,
    )  # fmt: skip
    return True


async def get(db: Queries, question_id: int) -> RefundQuestion | None:
    row = await db.fetch_one(f"SELECT {QUESTION_COLUMNS} FROM refund_questions WHERE id = $1", question_id)
    return read(row, RefundQuestion) if row else None


async def waits(db: Queries, order_id: int) -> bool:
    """Whether a question about an order's money is open."""
    row = await db.fetch_one(
        "SELECT 1 FROM refund_questions WHERE order_id = $1 AND decided_at IS NULL", order_id
    )
    return row is not None


async def of_order(db: Queries, order_id: int) -> RefundQuestion | None:
    """Return the newest question about an order."""
    row = await db.fetch_one(
        f"SELECT {QUESTION_COLUMNS} FROM refund_questions WHERE order_id = $1 ORDER BY id DESC LIMIT 1",
        order_id,
    )
    return read(row, RefundQuestion) if row else None


async def close(db: Queries, order_id: int, now: int) -> None:
    """Close the open question of an order, if there is one: the panel's news has answered it."""
    await db.execute(
        "UPDATE refund_questions SET decided_at = $2 WHERE order_id = $1 AND decided_at IS NULL",
        order_id,
        now,
    )


async def decide(db: Queries, question_id: int, operator_id: int, now: int) -> bool:
    """Close a question by an operator's decision; False if it was closed before."""
    closed = await db.execute(
        "UPDATE refund_questions SET decided_at = $2, decided_by = $3 WHERE id = $1 AND decided_at IS NULL",
        question_id, now, operator_id,
    )  # fmt: skip
    return bool(closed)


async def is_open_for(db: Queries, user_id: int) -> bool:
    """Whether a question about an order of this person is open."""
    row = await db.fetch_one(
        """
        SELECT 1 FROM refund_questions JOIN orders ON orders.id = order_id
        WHERE decided_at IS NULL AND user_id = $1 LIMIT 1
        """,
        user_id,
    )
    return row is not None


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


async def of_mass_order(db: Queries, mass_order_id: int) -> list[RefundQuestion]:
    """Return the questions about the orders of a mass order."""
    rows = await db.fetch_all(
        f"""
        SELECT {QUESTION_COLUMNS} FROM refund_questions
        WHERE order_id IN (SELECT id FROM orders WHERE mass_order_id = $1) ORDER BY id
        """,
        mass_order_id,
    )
    return read_all(rows, RefundQuestion)


TAKING_BACK = "debit:refund_question:"
"""The key of the transfer that takes back what was given back; the question's id follows."""

GIVING_AGAIN = "credit:refund_question:"
"""The key of the transfer that gives again what was taken back; the question's id follows."""


async def taken_back(db: Queries, order_id: int) -> int:
    """Return how much of what was given back of an order is with the house again (micro-units)."""
    row = await db.fetch_one(
        f"""
        WITH asked (id) AS (SELECT CAST(id AS TEXT) FROM refund_questions WHERE order_id = $1)
        SELECT CAST(coalesce(sum(CASE kind WHEN 'debit' THEN amount ELSE -amount END), 0) AS BIGINT)
        FROM transfers
        WHERE key IN (
            SELECT '{TAKING_BACK}' || id FROM asked UNION ALL SELECT '{GIVING_AGAIN}' || id FROM asked)
        """,
        order_id,
    )
    return int(row[0]) if row else 0
