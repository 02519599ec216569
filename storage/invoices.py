"""Invoices in Stars: what was asked of whom, and the order that follows the payment."""

import secrets
from enum import StrEnum

from storage.database import Queries
from storage.records import Record, read, read_all
from storage.users import LARGEST_ID


class InvoiceStatus(StrEnum):
    OPEN = "open"
    PAID = "paid"
    EXPIRED = "expired"


class Invoice(Record, frozen=True):
    """`credited` is what comes into the wallet (micro-units of `currency`); times in epoch milliseconds.

    `draft_id` and `review` name the order that is placed when it is paid. `message_id` is the message with
    the Pay button, in the person's private chat; None if it was not sent.
    """

    id: int
    user_id: int
    stars: int
    credited: int
    currency: str
    draft_id: str | None
    review: str | None
    status: InvoiceStatus
    message_id: int | None
    created_at: int
    expires_at: int


INVOICE_COLUMNS = (
    "id, user_id, stars, credited, currency, draft_id, review, status, message_id, created_at, expires_at"
)


async def add(
    db: Queries,
    user_id: int,
    stars: int,
    credited: int,
    currency: str,
    draft: tuple[str, str] | None,
    now: int,
    expires_at: int,
) -> Invoice:
    """Write an invoice down before it is sent. `draft`: its id, and its review's fingerprint."""
    draft_id, review = draft or (None, None)
    row = await db.fetch_one(
        f"""
        INSERT INTO invoices (
            id, user_id, stars, credited, currency, draft_id, review, created_at, expires_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING {INVOICE_COLUMNS}
        """,
        1 + secrets.randbelow(LARGEST_ID), user_id, stars, credited, currency, draft_id, review, now,
        expires_at,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - an insert returns its row
    return read(row, Invoice)


async def get(db: Queries, invoice_id: int) -> Invoice | None:
    row = await db.fetch_one(f"SELECT {INVOICE_COLUMNS} FROM invoices WHERE id = $1", invoice_id)
    return read(row, Invoice) if row else None


async def note_message(db: Queries, invoice_id: int, message_id: int) -> None:
    """Note in which message the invoice stands."""
    await db.execute("UPDATE invoices SET message_id = $2 WHERE id = $1", invoice_id, message_id)


async def pay(db: Queries, invoice_id: int) -> bool:
    """Record that an invoice was paid; False if it was paid before, or is not known."""
    row = await db.fetch_one(
        "UPDATE invoices SET status = 'paid' WHERE id = $1 AND status <> 'paid' RETURNING id", invoice_id
    )
    return row is not None


async def expire(db: Queries, now: int) -> list[Invoice]:
    """End the open invoices whose time is over, and return them."""
    rows = await db.fetch_all(
        f"""
        UPDATE invoices SET status = 'expired' WHERE status = 'open' AND expires_at <= $1
        RETURNING {INVOICE_COLUMNS}
        """,
        now,
    )
    return read_all(rows, Invoice)


async def expire_of(db: Queries, user_id: int) -> None:
    """End a person's open invoices."""
    await db.execute("UPDATE invoices SET status = 'expired' WHERE user_id = $1 AND status = 'open'", user_id)


async def to_order(db: Queries) -> list[Invoice]:
    """Return the paid invoices whose order was not placed yet, in no particular sequence."""
    rows = await db.fetch_all(
        f"""
        SELECT {INVOICE_COLUMNS} FROM invoices
        WHERE status = 'paid' AND draft_id IS NOT NULL AND ordered_at IS NULL
        """
    )
    return read_all(rows, Invoice)


async def note_ordered(db: Queries, invoice_id: int, now: int) -> bool:
    """Record that the invoice's order was placed, or is not possible; False if that was recorded before."""
    row = await db.fetch_one(
        """
        UPDATE invoices SET ordered_at = $2
        WHERE id = $1 AND status = 'paid' AND draft_id IS NOT NULL AND ordered_at IS NULL RETURNING id
        """,
        invoice_id, now,
    )  # fmt: skip
    return row is not None


async def count_open(db: Queries, now: int) -> int:
    """Count the invoices that can be paid at a moment (epoch ms)."""
    row = await db.fetch_one("SELECT count(*) FROM invoices WHERE status = 'open' AND expires_at > $1", now)
    return int(row[0]) if row else 0
