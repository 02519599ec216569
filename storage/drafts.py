"""Drafts: the answers so far, and the quote when all questions are answered."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec.structs import replace

from storage.database import Queries
from storage.records import Json, Record, dump, read


class DraftStatus(StrEnum):
    OPEN = "open"
    READY = "ready"
    CLAIMED = "claimed"
    DROPPED = "dropped"


class Draft(Record, frozen=True):
    """`answers` maps a parameter of `add` to the value to send; `price` is in micro-units of `currency`.

    `quantity` is the number of paid units, None for a package. Quantity, rate, price, currency and service
    name are the quote; they are None until the draft is ready.
    """

    id: str
    user_id: int
    panel_key_id: int
    service_id: str
    status: DraftStatus
    quantity: int | None
    rate: str | None
    price: int | None
    currency: str | None
    answers: Json
    service_name: str | None


DRAFT_COLUMNS = (
    "id, user_id, panel_key_id, service_id, status, quantity, rate, price, currency, answers, service_name"
)


GETTING = f"SELECT {DRAFT_COLUMNS} FROM drafts WHERE id = $1 AND user_id = $2"

ANSWERING = """
    UPDATE drafts SET answers = $3, updated_at = $4
    WHERE id = $1 AND user_id = $2 AND status = 'open'
    """

ANSWERING_ANEW = """
    UPDATE drafts SET
        answers = $3, updated_at = $4, status = 'open',
        quantity = NULL, rate = NULL, price = NULL, currency = NULL, service_name = NULL
    WHERE id = $1 AND user_id = $2 AND status = 'ready'
    """


async def create(
    db: Queries,
    draft_id: str,
    user_id: int,
    panel_key_id: int,
    service_id: str,
    answers: dict[str, str],
    now: int,
) -> Draft:
    row = await db.fetch_one(
        f"""
        INSERT INTO drafts (id, user_id, panel_key_id, service_id, answers, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $6)
        RETURNING {DRAFT_COLUMNS}
        """,
        draft_id, user_id, panel_key_id, service_id, dump(answers), now,
    )  # fmt: skip
    assert row is not None  # noqa: S101 - an insert returns its row
    return read(row, Draft)


async def get(db: Queries, draft_id: str, user_id: int) -> Draft | None:
    row = await db.fetch_one(GETTING, draft_id, user_id)
    return read(row, Draft) if row else None


async def answer(db: Queries, draft: Draft, answers: dict[str, str], now: int) -> Draft | None:
    """Replace the answers and clear the quote; None if the draft is no longer open or ready."""
    values = (draft.id, draft.user_id, dump(answers), now)
    if not (await db.execute(ANSWERING, *values) or await db.execute(ANSWERING_ANEW, *values)):
        return None
    no_quote = dict.fromkeys(("quantity", "rate", "price", "currency", "service_name"))
    return replace(draft, status=DraftStatus.OPEN, answers=Json(answers), **no_quote)


async def quote(
    db: Queries,
    draft_id: str,
    user_id: int,
    quantity: int | None,
    rate: str,
    price: int,
    currency: str,
    service_name: str,
    now: int,
) -> Draft | None:
    """Quote a draft, which makes it ready to confirm; None if it is no longer open or ready."""
    row = await db.fetch_one(
        f"""
        UPDATE drafts SET
            status = 'ready', quantity = $3, rate = $4, price = $5, currency = $6, service_name = $7,
            updated_at = $8
        WHERE id = $1 AND user_id = $2 AND status IN ('open', 'ready')
        RETURNING {DRAFT_COLUMNS}
        """,
        draft_id, user_id, quantity, rate, price, currency, service_name, now,
    )  # fmt: skip
    return read(row, Draft) if row else None


async def claim(db: Queries, draft_id: str, user_id: int) -> Draft | None:
    """Claim a draft for ordering; None if it is not ready.

    Only one of several taps gets the draft: the check and the change are one statement.
    """
    row = await db.fetch_one(
        f"""
        UPDATE drafts SET status = 'claimed'
        WHERE id = $1 AND user_id = $2 AND status = 'ready'
        RETURNING {DRAFT_COLUMNS}
        """,
        draft_id, user_id,
    )  # fmt: skip
    return read(row, Draft) if row else None


async def claim_new(db: Queries, new: Sequence[Draft], now: int) -> None:
    """Make drafts with their quotes and claim them. Call it in the transaction that orders them."""
    await db.execute_many(
        """
        INSERT INTO drafts (id, user_id, panel_key_id, service_id, answers, created_at, updated_at)
        VALUES ($1, $2, $3, $4, $5, $6, $6)
        """,
        [(one.id, one.user_id, one.panel_key_id, one.service_id, dump(one.answers), now) for one in new],
    )
    await db.execute_many(
        """
        UPDATE drafts SET
            status = 'ready', quantity = $2, rate = $3, price = $4, currency = $5, service_name = $6
        WHERE id = $1
        """,
        [(one.id, one.quantity, one.rate, one.price, one.currency, one.service_name) for one in new],
    )
    await db.execute_many("UPDATE drafts SET status = 'claimed' WHERE id = $1", [(one.id,) for one in new])


async def drop(db: Queries, draft_id: str, user_id: int) -> bool:
    row = await db.fetch_one(
        """
        UPDATE drafts SET status = 'dropped'
        WHERE id = $1 AND user_id = $2 AND status IN ('open', 'ready')
        RETURNING id
        """,
        draft_id, user_id,
    )  # fmt: skip
    return row is not None


async def drop_all(db: Queries, user_id: int) -> None:
    """Drop all open and ready drafts of a person."""
    await db.execute(
        "UPDATE drafts SET status = 'dropped' WHERE user_id = $1 AND status IN ('open', 'ready')", user_id
    )
