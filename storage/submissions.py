"""What was sent to the panel for an order, and what became of it: one submission an order, ever."""

from enum import StrEnum

from storage.database import Queries
from storage.records import Json, Record, dump, read, read_all


class SubmissionOutcome(StrEnum):
    PLACED = "placed"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


class Submission(Record, frozen=True):
    """`detail` is what was seen of the answer; `balance_before` in micro-units; `decided_by` an operator.

    `operator_told`: a message to an operator names the order, with what came of it.
    `ended_at` (epoch ms) is when the call was over, or will be at the latest where another process made it.
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
    await db.execute(
        """
        UPDATE submissions SET outcome = $2, detail = $3, ended_at = $4
        WHERE order_id = $1 AND outcome IS NULL
        """,
        order_id, outcome.value, detail, ended_at,
    )  # fmt: skip


async def operator_was_told(db: Queries, order_id: int) -> None:
    await db.execute("UPDATE submissions SET operator_told = 1 WHERE order_id = $1", order_id)


async def of_order(db: Queries, order_id: int) -> Submission | None:
    row = await db.fetch_one(f"SELECT {SUBMISSION_COLUMNS} FROM submissions WHERE order_id = $1", order_id)
    return read(row, Submission) if row else None


async def last_ended_at(db: Queries, panel_key_id: int) -> int | None:
    """When a submission on this key last ended (epoch ms), of the newest on all keys."""
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
    """Orders whose submission ended unknown and about which nothing was gathered or decided yet."""
    rows = await db.fetch_all(
        """
        SELECT order_id FROM submissions
        WHERE outcome = 'unknown' AND evidence IS NULL AND decided_at IS NULL AND order_id IN (
            SELECT id FROM orders WHERE status = 'unconfirmed') ORDER BY id
        """
    )
    return [row[0] for row in rows]


async def undecided(db: Queries) -> list[int]:
    """Orders that wait for the operator's word."""
    rows = await db.fetch_all(
        """
        SELECT order_id FROM submissions
        WHERE outcome = 'unknown' AND decided_at IS NULL AND order_id IN (
            SELECT id FROM orders WHERE status = 'unconfirmed') ORDER BY id
        """
    )
    return [row[0] for row in rows]


async def unconfirmed(db: Queries) -> int:
    """How many orders nobody knows the outcome of."""
    row = await db.fetch_one(
        """
        SELECT count(*) FROM submissions
        WHERE outcome = 'unknown' AND EXISTS (
            SELECT 1 FROM orders WHERE id = submissions.order_id AND status = 'unconfirmed')
        """
    )
    return int(row[0]) if row else 0


async def keep_evidence(db: Queries, order_id: int, evidence: dict[str, object]) -> bool:
    """Of several who gathered it the first keeps his; False for the others, and once it was decided."""
    row = await db.fetch_one(
        """
        UPDATE submissions SET evidence = $2
        WHERE order_id = $1 AND evidence IS NULL AND decided_at IS NULL RETURNING id
        """,
        order_id, dump(evidence),
    )  # fmt: skip
    return row is not None


async def decide(db: Queries, order_id: int, operator_id: int, now: int) -> bool:
    """Note who decided; False if it was decided before or there is nothing to decide."""
    row = await db.fetch_one(
        """
        UPDATE submissions SET decided_by = $2, decided_at = $3
        WHERE order_id = $1 AND outcome = 'unknown' AND decided_at IS NULL RETURNING id
        """,
        order_id, operator_id, now,
    )  # fmt: skip
    return row is not None


async def last_known_panel_order_id(db: Queries, panel_key_id: int, before: int) -> str | None:
    """The id that the panel gave to the last order of ours that it took before a moment."""
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
    """What was sent for an order, with the balance before it (micro-units)."""

    order_id: int
    is_placed: bool
    balance_before: int | None
    ended_at: int | None


async def taken_since(db: Queries, panel_key_id: int, since: int) -> list[AcceptedSubmission]:
    """The last submissions on a key that were begun since a moment (epoch ms), in their order."""
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
