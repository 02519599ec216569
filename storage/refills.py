"""Refills that were asked for, from reserved to their end; they have their own sweep.

The ids that a panel gives to refills repeat, so a refill is known by the id that it has here.
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
    """The panel does not tell how it is. Another refill may be asked for after a day."""
    CLOSED = "closed"
    """Its panel is no longer connected, and the operator ended it: what became of it is not known."""

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
"""So long (ms) after an unreported refill was asked for, another one can be."""


class Refill(Record, frozen=True):
    """Times in epoch milliseconds; `failure` as in orders; `detail` is what was seen of the answer.

    `misses`: so many answers in a row did not know it, the first at `missing_since`. `word_since`: since when
    the panel says `status_word`. `operator_told`: a message to an operator names this refill.
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
    """Ask for a refill of a finished, refillable order of this person.

    `after` is its last refill, 0 for none. None if there is no such order, or if the panel does not report on
    a refill that is younger than a day. Raises Constraint if a refill of it is open.
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
    """Refills that were asked for before a moment (epoch ms) and were not sent."""
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
    """The panel took it, under an id that other refills may have too."""
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
    """Refills that wait for the operator's word."""
    return [
        row[0]
        for row in await db.fetch_all("SELECT id FROM refills WHERE status = 'unconfirmed' ORDER BY id")
    ]


async def count_open(db: Queries, panel_key_id: int) -> int:
    """Refills on a panel account that have not come to their end."""
    row = await db.fetch_one(
        """
        SELECT count(*) FROM refills WHERE panel_key_id = $1
            AND status IN ('reserved', 'submitting', 'unconfirmed', 'pending', 'in_progress')
        """,
        panel_key_id,
    )
    return int(row[0]) if row else 0


async def due(db: Queries, panel_key_id: int, now: int, far: int, limit: int) -> list[Refill]:
    """Refills that are to be asked for, the longest waiting first.

    Nothing is put off beyond `far`; what is was put off before somebody set the clock back, and is due too.
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
    """Write down what the panel said.

    None if the refill has ended meanwhile, or is unreported and a newer one has taken its place.
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
    """The panel said nothing new: (refill id, next check at) of each; None: it is not asked for any more."""
    if checks:
        await db.execute_many(
            "UPDATE refills SET next_check_at = $2, missing_since = NULL, misses = 0 WHERE id = $1", checks
        )


async def miss(db: Queries, refill_id: int, now: int, next_check_at: int | None) -> None:
    """The panel does not know it just now."""
    await db.execute(
        """
        UPDATE refills SET missing_since = coalesce(missing_since, $2), misses = misses + 1,
            next_check_at = $3
        WHERE id = $1
        """,
        refill_id, now, next_check_at,
    )  # fmt: skip


async def leave_unreported(db: Queries, refill_id: int, next_check_at: int) -> Refill | None:
    """The panel does not tell how it is; None if it has ended meanwhile."""
    row = await db.fetch_one(
        f"""
        UPDATE refills SET status = 'unreported', next_check_at = $2
        WHERE id = $1 AND status IN ('pending', 'in_progress')
        RETURNING {REFILL_COLUMNS}
        """,
        refill_id, next_check_at,
    )  # fmt: skip
    return read(row, Refill) if row else None
