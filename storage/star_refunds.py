"""Stars that go back to the person who paid them. The money has left the wallet before."""

from enum import StrEnum

from storage.database import Queries
from storage.records import Record, read, read_all


class RefundCause(StrEnum):
    PERSON = "person"
    OPERATOR = "operator"
    TELEGRAM = "telegram"
    """Nobody here asked for it: a chargeback."""
    REPLAYED = "replayed"
    """It was in Telegram's statement after going back to a copy: probably asked for here."""


class StarRefundStatus(StrEnum):
    ASKED = "asked"
    SENDING = "sending"
    """Telegram is called, or has not given a clear answer."""
    DONE = "done"
    REFUSED = "refused"


class StarRefund(Record, frozen=True):
    """`reversal` is the key of the transfer that took the money back, None if it never was in a wallet.

    Times in epoch milliseconds.
    """

    id: int
    topup_id: int
    reversal: str | None
    status: StarRefundStatus
    detail: str
    asked_at: int
    due_at: int
    ended_at: int | None


STAR_REFUND_COLUMNS = "id, topup_id, reversal, status, detail, asked_at, due_at, ended_at"


async def ask(
    db: Queries, topup_id: int, reversal: str | None, cause: RefundCause, asked_by: int, now: int
) -> StarRefund:
    """Record that Stars are to go back. Raises Constraint if they do, or if the money is not taken yet."""
    row = await db.fetch_one(
        f"""
        INSERT INTO star_refunds (topup_id, reversal, cause, asked_by, asked_at, due_at)
        VALUES ($1, $2, $3, $4, $5, $5) RETURNING {STAR_REFUND_COLUMNS}
        """,
        topup_id, reversal, cause.value, asked_by, now,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - an insert returns its row
    return read(row, StarRefund)


async def note(db: Queries, topup_id: int, reversal: str | None, cause: RefundCause, now: int) -> None:
    """Record Stars that went back without us. Raises Constraint as `ask` does."""
    await db.execute(
        """
        INSERT INTO star_refunds (topup_id, reversal, cause, status, asked_at, due_at, ended_at)
        VALUES ($1, $2, $3, 'done', $4, $4, $4)
        """,
        topup_id, reversal, cause.value, now,
    )  # fmt: skip


async def get(db: Queries, refund_id: int) -> StarRefund | None:
    row = await db.fetch_one(f"SELECT {STAR_REFUND_COLUMNS} FROM star_refunds WHERE id = $1", refund_id)
    return read(row, StarRefund) if row else None


async def lock(db: Queries, refund_id: int) -> StarRefund | None:
    """Return a refund that has not ended, and keep it so until the transaction ends; None if it has."""
    row = await db.fetch_one(
        f"""
        UPDATE star_refunds SET due_at = due_at WHERE id = $1 AND ended_at IS NULL
        RETURNING {STAR_REFUND_COLUMNS}
        """,
        refund_id,
    )
    return read(row, StarRefund) if row else None


async def of_topup(db: Queries, topup_id: int) -> StarRefund | None:
    """Return the newest refund of a payment."""
    row = await db.fetch_one(
        f"SELECT {STAR_REFUND_COLUMNS} FROM star_refunds WHERE topup_id = $1 ORDER BY id DESC LIMIT 1",
        topup_id,
    )
    return read(row, StarRefund) if row else None


async def due(db: Queries, now: int) -> list[StarRefund]:
    """Return the refunds for which Telegram is to be called now."""
    rows = await db.fetch_all(
        f"""
        SELECT {STAR_REFUND_COLUMNS} FROM star_refunds
        WHERE status IN ('asked', 'sending') AND due_at <= $1 ORDER BY id LIMIT 100
        """,
        now,
    )
    return read_all(rows, StarRefund)


async def begin_sending(db: Queries, refund_id: int, due_at: int) -> bool:
    """Take a refund for a call. It is due again at `due_at` (epoch ms) if nothing is recorded until then."""
    row = await db.fetch_one(
        """
        UPDATE star_refunds SET status = 'sending', due_at = $2
        WHERE id = $1 AND status IN ('asked', 'sending') RETURNING id
        """,
        refund_id, due_at,
    )  # fmt: skip
    return row is not None


async def end(db: Queries, refund_id: int, now: int) -> bool:
    """Record that the Stars went back; False if the refund has ended before."""
    row = await db.fetch_one(
        """
        UPDATE star_refunds SET status = 'done', ended_at = $2
        WHERE id = $1 AND status IN ('asked', 'sending') RETURNING id
        """,
        refund_id, now,
    )  # fmt: skip
    return row is not None


async def refuse(db: Queries, refund_id: int, detail: str, now: int) -> bool:
    """Record that Telegram refused. The money is back in the wallet before. False as in `end`."""
    row = await db.fetch_one(
        """
        UPDATE star_refunds SET status = 'refused', detail = $2, ended_at = $3
        WHERE id = $1 AND status = 'sending' RETURNING id
        """,
        refund_id, detail, now,
    )  # fmt: skip
    return row is not None


async def replayed(db: Queries, since: int) -> list[StarRefund]:
    """Return the refunds that were found in the statement since a moment (epoch ms), after a restore."""
    rows = await db.fetch_all(
        f"""
        SELECT {STAR_REFUND_COLUMNS} FROM star_refunds
        WHERE cause = 'replayed' AND asked_at >= $1 ORDER BY id
        """,
        since,
    )
    return read_all(rows, StarRefund)
