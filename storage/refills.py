"""Refills, from reserved to their end.

A panel may repeat the ids of refills, so a refill is identified by its id here.
"""

from enum import StrEnum

from storage.database import Queries
from storage.records import Record, read, read_all


class RefillStage(StrEnum):
    RESERVED = "reserved"
    SUBMITTING = "submitting"
    UNCONFIRMED = "unconfirmed"
    FAILED = "failed"
    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    REJECTED = "rejected"
    CANCELED = "canceled"
    ERROR = "error"
    UNREPORTED = "unreported"
    """The panel does not tell its status. Another refill may be asked for after a day."""
    CLOSED = "closed"
    """An operator ended it because its panel is a former one. Its real end is not known."""

    @property
    def open(self) -> bool:
        return self in OPEN_REFILL_STATES


OPEN_REFILL_STATES = frozenset(
    {
        RefillStage.RESERVED,
        RefillStage.SUBMITTING,
        RefillStage.UNCONFIRMED,
        RefillStage.PENDING,
        RefillStage.IN_PROGRESS,
    }
)


REFILL_AGAIN_AFTER_MS = 86_400_000
"""So long (ms) after an unreported refill was asked for, another one can be asked for."""


class Refill(Record, frozen=True):
    """Times in epoch milliseconds; `failure` as in orders; `detail` is from the panel's answer.

    `misses` counts answers in a row that did not know the refill, the first at `missing_since`. The panel has
    told `status_word` since `word_since`. `operator_told`: a message to an operator names this refill.
    """

    id: int
    order_id: int
    user_id: int
    panel_key_id: int
    status: RefillStage
    status_word: str
    failure: str | None
    detail: str
    panel_refill_id: str | None
    created_at: int
    ended_at: int | None
    missing_since: int | None
    misses: int
    word_since: int | None
    operator_told: bool


REFILL_COLUMNS = (
    "id, order_id, user_id, panel_key_id, status, status_word, failure, detail, panel_refill_id, "
    "created_at, ended_at, missing_since, misses, word_since, operator_told"
)


NEWEST = """
    NOT EXISTS (SELECT 1 FROM refills newer WHERE newer.order_id = refills.order_id AND newer.id > refills.id)
"""


async def reserve(db: Queries, order_id: int, user_id: int, after: int, now: int) -> Refill | None:
    """Reserve a refill of a finished, refillable order of this person.

    `after` is the id of its last refill, 0 for none. None if there is no such order, or if it has an
    unreported refill that is younger than a day. Raises Constraint if a refill of it is open.
    """
    row = await db.fetch_one(
        f"""
        INSERT INTO refills (order_id, user_id, panel_key_id, created_at)
        SELECT id, user_id, panel_key_id, $3 FROM orders
        WHERE id = $1 AND user_id = $2 AND refillable = 1 AND status IN ('completed', 'partial')
            AND coalesce((SELECT max(id) FROM refills WHERE order_id = $1), 0) = $4
            AND NOT EXISTS (
                SELECT 1 FROM refills WHERE order_id = $1 AND status = 'unreported' AND created_at > $5)
        RETURNING {REFILL_COLUMNS}
        """,
        order_id, user_id, now, after, now - REFILL_AGAIN_AFTER_MS,
    )  # fmt: skip
    return read(row, Refill) if row else None


async def get(db: Queries, refill_id: int) -> Refill | None:
    row = await db.fetch_one(f"SELECT {REFILL_COLUMNS} FROM refills WHERE id = $1", refill_id)
    return read(row, Refill) if row else None


async def newest_of_order(db: Queries, order_id: int) -> Refill | None:
    row = await db.fetch_one(
        f"SELECT {REFILL_COLUMNS} FROM refills WHERE order_id = $1 ORDER BY id DESC LIMIT 1", order_id
    )
    return read(row, Refill) if row else None


async def all_of_order(db: Queries, order_id: int) -> list[Refill]:
    """Return the refills of an order, the oldest first."""
    rows = await db.fetch_all(
        f"SELECT {REFILL_COLUMNS} FROM refills WHERE order_id = $1 ORDER BY id", order_id
    )
    return read_all(rows, Refill)


async def of_user(db: Queries, user_id: int) -> list[Refill]:
    """Return a person's refills, the oldest first."""
    rows = await db.fetch_all(
        f"""
        SELECT {REFILL_COLUMNS} FROM refills
        WHERE order_id IN (SELECT id FROM orders WHERE user_id = $1) ORDER BY id
        """,
        user_id,
    )
    return read_all(rows, Refill)


async def was_made(db: Queries, order_id: int) -> bool:
    """Whether the panel has made or may have made a refill of an order."""
    row = await db.fetch_one(
        """
        SELECT 1 FROM refills
        WHERE order_id = $1 AND status NOT IN ('reserved', 'submitting', 'failed', 'rejected') LIMIT 1
        """,
        order_id,
    )
    return row is not None


async def next_reserved(db: Queries, panel_key_id: int) -> Refill | None:
    row = await db.fetch_one(
        f"""
        SELECT {REFILL_COLUMNS} FROM refills
        WHERE status = 'reserved' AND panel_key_id = $1 ORDER BY id LIMIT 1
        """,
        panel_key_id,
    )
    return read(row, Refill) if row else None


async def submitting(db: Queries) -> list[Refill]:
    return read_all(
        await db.fetch_all(f"SELECT {REFILL_COLUMNS} FROM refills WHERE status = 'submitting' ORDER BY id"),
        Refill,
    )


async def reserved_before(db: Queries, moment: int) -> list[Refill]:
    """Return the unsent refills that were asked for before a moment (epoch ms)."""
    rows = await db.fetch_all(
        f"""
        SELECT {REFILL_COLUMNS} FROM refills
        WHERE status = 'reserved' AND panel_key_id IN (SELECT id FROM panel_keys) AND created_at < $1
        ORDER BY id
        """,
        moment,
    )
    return read_all(rows, Refill)


async def begin_submitting(db: Queries, refill_id: int) -> bool:
    row = await db.fetch_one(
        "UPDATE refills SET status = 'submitting' WHERE id = $1 AND status = 'reserved' RETURNING id",
        refill_id,
    )
    return row is not None


async def accept(db: Queries, refill_id: int, panel_refill_id: str, next_check_at: int) -> Refill | None:
    """Record that the panel accepted a refill. Other refills may have the same panel id."""
    row = await db.fetch_one(
        f"""
        UPDATE refills SET status = 'pending', panel_refill_id = $2, next_check_at = $3
        WHERE id = $1 AND status IN ('submitting', 'unconfirmed')
        RETURNING {REFILL_COLUMNS}
        """,
        refill_id, panel_refill_id, next_check_at,
    )  # fmt: skip
    return read(row, Refill) if row else None


async def fail(db: Queries, refill_id: int, failure: str, detail: str, now: int) -> Refill | None:
    row = await db.fetch_one(
        f"""
        UPDATE refills SET status = 'failed', failure = $2, detail = $3, ended_at = $4
        WHERE id = $1 AND status IN ('submitting', 'unconfirmed')
        RETURNING {REFILL_COLUMNS}
        """,
        refill_id, failure, detail, now,
    )  # fmt: skip
    return read(row, Refill) if row else None


async def operator_was_told(db: Queries, refill_id: int) -> None:
    await db.execute("UPDATE refills SET operator_told = 1 WHERE id = $1", refill_id)


async def unconfirm(db: Queries, refill_id: int, detail: str) -> Refill | None:
    row = await db.fetch_one(
        f"""
        UPDATE refills SET status = 'unconfirmed', detail = $2 WHERE id = $1 AND status = 'submitting'
        RETURNING {REFILL_COLUMNS}
        """,
        refill_id, detail,
    )  # fmt: skip
    return read(row, Refill) if row else None


async def unconfirmed(db: Queries) -> list[int]:
    """Return the ids of refills that wait for a decision."""
    return [
        row[0]
        for row in await db.fetch_all("SELECT id FROM refills WHERE status = 'unconfirmed' ORDER BY id")
    ]


async def count_open(db: Queries, panel_key_id: int) -> int:
    """Count the open refills on a panel account."""
    row = await db.fetch_one(
        """
        SELECT count(*) FROM refills WHERE panel_key_id = $1
            AND status IN ('reserved', 'submitting', 'unconfirmed', 'pending', 'in_progress')
        """,
        panel_key_id,
    )
    return int(row[0]) if row else 0


async def due(db: Queries, panel_key_id: int, now: int, far: int, limit: int) -> list[Refill]:
    """Return the refills that are due, the longest waiting first.

    A check beyond `far` is due too, because the clock must have been set back since it was planned.
    """
    rows = await db.fetch_all(
        f"""
        SELECT {REFILL_COLUMNS} FROM refills
        WHERE panel_key_id = $1 AND (next_check_at <= $2 OR next_check_at > $3)
            AND status IN ('pending', 'in_progress', 'unreported')
        ORDER BY next_check_at LIMIT $4
        """,
        panel_key_id, now, far, limit,
    )  # fmt: skip
    return read_all(rows, Refill)


async def record(
    db: Queries, refill_id: int, status: RefillStage, word: str, now: int, next_check_at: int | None
) -> Refill | None:
    """Record the panel's status.

    None if the refill has ended meanwhile, or is unreported and not the newest of its order.
    """
    row = await db.fetch_one(
        f"""
        UPDATE refills SET status = $2, next_check_at = $5, missing_since = NULL, misses = 0,
            word_since = CASE WHEN status_word = $3 THEN word_since ELSE CAST($4 AS BIGINT) END,
            status_word = $3,
            ended_at = CASE
                WHEN $2 IN ('completed', 'rejected', 'canceled', 'error') THEN CAST($4 AS BIGINT) END
        WHERE id = $1 AND (status IN ('pending', 'in_progress') OR status = 'unreported' AND {NEWEST})
        RETURNING {REFILL_COLUMNS}
        """,
        refill_id, status.value, word, now, next_check_at,
    )  # fmt: skip
    return read(row, Refill) if row else None


async def put_off(db: Queries, checks: list[tuple[int, int | None]]) -> None:
    """Set the next checks of refills without news: (refill id, epoch ms) each; None: no more checks."""
    if checks:
        await db.execute_many(
            "UPDATE refills SET next_check_at = $2, missing_since = NULL, misses = 0 WHERE id = $1", checks
        )


async def miss(db: Queries, refill_id: int, now: int, next_check_at: int | None) -> None:
    """Count an answer that does not know the refill."""
    await db.execute(
        """
        UPDATE refills SET missing_since = coalesce(missing_since, $2), misses = misses + 1,
            next_check_at = $3
        WHERE id = $1
        """,
        refill_id, now, next_check_at,
    )  # fmt: skip


async def leave_unreported(db: Queries, refill_id: int, next_check_at: int) -> Refill | None:
    """Make a refill unreported; None if it is not pending or in progress."""
    row = await db.fetch_one(
        f"""
        UPDATE refills SET status = 'unreported', next_check_at = $2
        WHERE id = $1 AND status IN ('pending', 'in_progress')
        RETURNING {REFILL_COLUMNS}
        """,
        refill_id, next_check_at,
    )  # fmt: skip
    return read(row, Refill) if row else None
