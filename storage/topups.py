"""Payments that Telegram has reported. What became of their money is in the transfers."""

import secrets
from enum import StrEnum

from storage.database import Queries
from storage.records import Record, read, read_all
from storage.users import LARGEST_ID


class HeardFrom(StrEnum):
    UPDATE = "update"
    STATEMENT = "statement"


class Topup(Record, frozen=True):
    """`credited` (micro-units of `currency`) is None while the payment is not matched to an invoice.

    `charge_id` is Telegram's `telegram_payment_charge_id`; `user_id` is the payer; `paid_at` in epoch ms.
    """

    id: int
    charge_id: str
    user_id: int
    stars: int
    credited: int | None
    currency: str
    invoice_id: str | None
    heard_from: HeardFrom
    paid_at: int


TOPUP_COLUMNS = "id, charge_id, user_id, stars, credited, currency, invoice_id, heard_from, paid_at"


async def stars_since(db: Queries, moment: int) -> int:
    """Return how many Stars were paid since a moment (epoch ms)."""
    row = await db.fetch_one(
        "SELECT CAST(coalesce(sum(stars), 0) AS BIGINT) FROM topups WHERE paid_at >= $1", moment
    )
    return int(row[0]) if row else 0


async def add(
    db: Queries,
    *,
    charge_id: str,
    user_id: int,
    stars: int,
    credited: int | None,
    currency: str,
    invoice_id: int | None,
    heard_from: HeardFrom,
    paid_at: int,
    now: int,
) -> Topup:
    """Record a payment. Raises Constraint if the charge is known.

    Its id is drawn at random: an operator's button names no other payment after going back to a copy.
    """
    row = await db.fetch_one(
        f"""
        INSERT INTO topups (
            id, charge_id, user_id, stars, credited, currency, invoice_id, heard_from, paid_at, created_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) RETURNING {TOPUP_COLUMNS}
        """,
        1 + secrets.randbelow(LARGEST_ID), charge_id, user_id, stars, credited, currency,
        None if invoice_id is None else str(invoice_id), heard_from.value, paid_at, now,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - an insert returns its row
    return read(row, Topup)


async def get(db: Queries, topup_id: int) -> Topup | None:
    row = await db.fetch_one(f"SELECT {TOPUP_COLUMNS} FROM topups WHERE id = $1", topup_id)
    return read(row, Topup) if row else None


async def of_charge(db: Queries, charge_id: str) -> Topup | None:
    row = await db.fetch_one(f"SELECT {TOPUP_COLUMNS} FROM topups WHERE charge_id = $1", charge_id)
    return read(row, Topup) if row else None


async def is_unsettled_of(db: Queries, user_id: int) -> bool:
    """Whether a payment of a person waits for an operator, or goes back and is not there yet."""
    row = await db.fetch_one(
        """
        SELECT 1 FROM topups WHERE user_id = $1 AND (
            id IN (SELECT topup_id FROM star_refunds WHERE status IN ('asked', 'sending'))
            OR (credited IS NULL
                AND id NOT IN (SELECT topup_id FROM star_refunds WHERE status <> 'refused')))
        LIMIT 1
        """,
        user_id,
    )
    return row is not None


async def of_user(db: Queries, user_id: int, limit: int) -> list[Topup]:
    """Return the newest payments of a person, newest first."""
    rows = await db.fetch_all(
        f"SELECT {TOPUP_COLUMNS} FROM topups WHERE user_id = $1 ORDER BY paid_at DESC, id LIMIT $2",
        user_id, limit,
    )  # fmt: skip
    return read_all(rows, Topup)


async def match(db: Queries, topup_id: int, credited: int) -> bool:
    """Decide what an unmatched payment brings (micro-units); False if it was decided before.

    Raises Constraint if its Stars go back.
    """
    row = await db.fetch_one(
        "UPDATE topups SET credited = $2 WHERE id = $1 AND credited IS NULL RETURNING id", topup_id, credited
    )
    return row is not None


class PaidSince(Record, frozen=True):
    """`first_at` (epoch ms) is when the person paid first, None if never; `amount` in micro-units."""

    first_at: int | None
    amount: int


async def paid_since(db: Queries, user_id: int, since: int) -> PaidSince:
    """Return what a person has topped up since a moment (epoch ms), and when they did for the first time."""
    row = await db.fetch_one(
        """
        SELECT min(paid_at),
            CAST(coalesce(sum(CASE WHEN paid_at >= $2 THEN coalesce(credited, 0) END), 0) AS BIGINT)
        FROM topups WHERE user_id = $1
        """,
        user_id, since,
    )  # fmt: skip
    return read(row, PaidSince) if row else PaidSince(None, 0)
