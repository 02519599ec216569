"""Submissions: the one call that sends an order, and its outcome. An order has one submission at most."""

from enum import StrEnum

from storage.database import Queries
from storage.records import Json, Record, dump, read, read_all


class SubmissionOutcome(StrEnum):
    PLACED = "placed"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


class SubmissionDecision(StrEnum):
    """What an operator says of an order whose outcome is unknown."""

    EXISTS = "exists"
    NEVER = "never"


class Submission(Record, frozen=True):
    """`detail` is from the panel's answer; `balance_before` in micro-units; `decided_by` is an operator.

    `operator_told`: a message to an operator names the order and its outcome. `ended_at` (epoch ms) is the
    end of the call; if another process made the call, it is the latest possible end.
    """

    id: int
    order_id: int
    started_at: int
    ended_at: int | None
    outcome: SubmissionOutcome | None
    detail: str
    balance_before: int | None
    decided_by: int | None
    decided_at: int | None
    evidence: Json | None
    operator_told: bool


SUBMISSION_COLUMNS = (
    "id, order_id, started_at, ended_at, outcome, detail, balance_before, decided_by, decided_at, evidence, "
    "operator_told"
)


async def begin(db: Queries, order_id: int, balance_before: int | None, now: int) -> None:
    await db.execute(
        "INSERT INTO submissions (order_id, started_at, balance_before) VALUES ($1, $2, $3)",
        order_id, now, balance_before,
    )  # fmt: skip


async def end(db: Queries, order_id: int, outcome: SubmissionOutcome, detail: str, ended_at: int) -> None:
    """Record the outcome, once. A late answer replaces an unknown outcome while nobody has decided."""
    await db.execute(
        """
        UPDATE submissions SET outcome = $2, detail = $3, ended_at = $4
        WHERE order_id = $1
            AND (outcome IS NULL OR (outcome = 'unknown' AND decided_at IS NULL AND $2 <> 'unknown'))
        """,
        order_id, outcome.value, detail, ended_at,
    )  # fmt: skip


async def operator_was_told(db: Queries, order_id: int) -> None:
    await db.execute("UPDATE submissions SET operator_told = 1 WHERE order_id = $1", order_id)


async def of_order(db: Queries, order_id: int) -> Submission | None:
    row = await db.fetch_one(f"SELECT {SUBMISSION_COLUMNS} FROM submissions WHERE order_id = $1", order_id)
    return read(row, Submission) if row else None


async def last_ended_at(db: Queries, panel_key_id: int) -> int | None:
    """Return the last end (epoch ms) of this key's submissions, among the newest 20 of all keys."""
    row = await db.fetch_one(
        """
        SELECT max(ended_at) FROM submissions
        WHERE id IN (SELECT id FROM submissions ORDER BY id DESC LIMIT 20)
            AND (SELECT panel_key_id FROM orders WHERE id = order_id) = $1
        """,
        panel_key_id,
    )
    return row[0] if row else None


async def without_evidence(db: Queries) -> list[int]:
    """Return the ids of unconfirmed orders without evidence and decision."""
    rows = await db.fetch_all(
        """
        SELECT order_id FROM submissions
        WHERE outcome = 'unknown' AND evidence IS NULL AND decided_at IS NULL AND order_id IN (
            SELECT id FROM orders WHERE status = 'unconfirmed') ORDER BY id
        """
    )
    return [row[0] for row in rows]


async def undecided(db: Queries) -> list[int]:
    """Return the ids of orders that wait for a decision."""
    rows = await db.fetch_all(
        """
        SELECT order_id FROM submissions
        WHERE outcome = 'unknown' AND decided_at IS NULL AND order_id IN (
            SELECT id FROM orders WHERE status = 'unconfirmed') ORDER BY id
        """
    )
    return [row[0] for row in rows]


async def undecided_of(db: Queries, user_id: int) -> int | None:
    """Return a person's oldest order that waits for a decision."""
    row = await db.fetch_one(
        """
        SELECT min(order_id) FROM submissions
        WHERE outcome = 'unknown' AND decided_at IS NULL AND order_id IN (
            SELECT id FROM orders WHERE status = 'unconfirmed' AND user_id = $1)
        """,
        user_id,
    )
    return row[0] if row else None


async def unconfirmed(db: Queries) -> int:
    """Count the unconfirmed orders."""
    row = await db.fetch_one(
        """
        SELECT count(*) FROM submissions
        WHERE outcome = 'unknown' AND EXISTS (
            SELECT 1 FROM orders WHERE id = submissions.order_id AND status = 'unconfirmed')
        """
    )
    return int(row[0]) if row else 0


async def keep_evidence(db: Queries, order_id: int, evidence: dict[str, object]) -> bool:
    """Save the evidence once; False if there is evidence already, or if it was decided."""
    row = await db.fetch_one(
        """
        UPDATE submissions SET evidence = $2
        WHERE order_id = $1 AND evidence IS NULL AND decided_at IS NULL RETURNING id
        """,
        order_id, dump(evidence),
    )  # fmt: skip
    return row is not None


async def decide(
    db: Queries, order_id: int, decision: SubmissionDecision, operator_id: int, now: int
) -> bool:
    """Record the operator's decision; False if it was decided before or there is nothing to decide."""
    row = await db.fetch_one(
        """
        UPDATE submissions SET decision = $4, decided_by = $2, decided_at = $3
        WHERE order_id = $1 AND outcome = 'unknown' AND decided_at IS NULL RETURNING id
        """,
        order_id, operator_id, now, decision.value,
    )  # fmt: skip
    return row is not None


async def last_known_panel_order_id(db: Queries, panel_key_id: int, before: int) -> str | None:
    """Return the panel's id of the last order here that was placed before a moment (epoch ms)."""
    row = await db.fetch_one(
        """
        SELECT panel_order_id FROM orders
        WHERE panel_key_id = $1 AND panel_order_id IS NOT NULL AND placed_at <= $2
        ORDER BY placed_at DESC, id DESC LIMIT 1
        """,
        panel_key_id, before,
    )  # fmt: skip
    return str(row[0]) if row else None


class AcceptedSubmission(Record, frozen=True):
    """A submission with the balance before it (micro-units)."""

    order_id: int
    is_placed: bool
    balance_before: int | None
    ended_at: int | None


async def taken_since(db: Queries, panel_key_id: int, since: int) -> list[AcceptedSubmission]:
    """Return a key's submissions since a moment (epoch ms), among the newest 20 of all keys, oldest first."""
    rows = await db.fetch_all(
        """
        SELECT order_id, CASE WHEN outcome = 'placed' THEN 1 ELSE 0 END, balance_before, ended_at
        FROM submissions
        WHERE id IN (SELECT id FROM submissions ORDER BY id DESC LIMIT 20) AND started_at >= $2
            AND (SELECT panel_key_id FROM orders WHERE id = order_id) = $1
        ORDER BY id
        """,
        panel_key_id, since,
    )  # fmt: skip
    return read_all(rows, AcceptedSubmission)
