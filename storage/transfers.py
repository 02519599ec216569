"""The transfers of the ledger: one debit and one credit each, written once. See migration 24."""

from enum import StrEnum

from storage.accounts import OF_PEOPLE, AccountKind
from storage.database import Constraint, Queries
from storage.records import Record, read, read_all


class TransferKind(StrEnum):
    RESERVE = "reserve"
    CAPTURE = "capture"
    RELEASE = "release"
    REFUND = "refund"
    TOPUP = "topup"
    TOPUP_REVERSAL = "topup_reversal"
    REVERSAL_UNDONE = "reversal_undone"
    DEBT_PAYMENT = "debt_payment"
    GIFT = "gift"
    GIFT_REVERSAL = "gift_reversal"
    CREDIT = "credit"
    DEBIT = "debit"
    ADJUSTMENT = "adjustment"


class Transfer(Record, frozen=True):
    """`amount` in micro-units, `happened_at` in epoch milliseconds; `debit` gives and `credit` gets."""

    id: int
    key: str
    kind: TransferKind
    debit: int
    credit: int
    amount: int
    order_id: int | None
    topup_id: int | None
    actor: int | None
    reason: str
    happened_at: int


TRANSFER_COLUMNS = "id, key, kind, debit, credit, amount, order_id, topup_id, actor, reason, happened_at"


async def add(
    db: Queries,
    *,
    key: str,
    kind: TransferKind,
    giver: AccountKind,
    taker: AccountKind,
    user_id: int,
    amount: int,
    now: int,
    happened_at: int | None = None,
    order_id: int | None = None,
    topup_id: int | None = None,
    actor: int | None = None,
    reason: str = "",
) -> Transfer:
    """Move money between two accounts, of which at least one is the person's.

    `happened_at` is when it happened elsewhere, None for now.

    Raises Constraint if there is too little money, if an account was not opened, if a rule of the ledger
    forbids it, or if there is a transfer with this key.
    """
    row = await db.fetch_one(
        f"""
        INSERT INTO transfers (
            key, kind, debit, credit, amount, order_id, topup_id, actor, reason, happened_at, created_at)
        SELECT $1, $2, giver.id, taker.id, CAST($7 AS BIGINT), CAST($8 AS BIGINT), CAST($9 AS BIGINT),
            CAST($10 AS BIGINT), $11, CAST($12 AS BIGINT), CAST($13 AS BIGINT)
        FROM accounts AS giver, accounts AS taker
        WHERE giver.kind = $3 AND coalesce(giver.user_id, 0) = $4
            AND taker.kind = $5 AND coalesce(taker.user_id, 0) = $6
        RETURNING {TRANSFER_COLUMNS}
        """,
        key, kind.value, giver.value, _owner(giver, user_id), taker.value, _owner(taker, user_id), amount,
        order_id, topup_id, actor, reason, now if happened_at is None else happened_at, now,
    )  # fmt: skip
    if row is None:
        raise Constraint("there is no such account")
    return read(row, Transfer)


def _owner(kind: AccountKind, user_id: int) -> int:
    return user_id if kind in OF_PEOPLE else 0


async def get(db: Queries, transfer_id: int) -> Transfer | None:
    row = await db.fetch_one(f"SELECT {TRANSFER_COLUMNS} FROM transfers WHERE id = $1", transfer_id)
    return read(row, Transfer) if row else None


async def with_key(db: Queries, key: str) -> Transfer | None:
    row = await db.fetch_one(f"SELECT {TRANSFER_COLUMNS} FROM transfers WHERE key = $1", key)
    return read(row, Transfer) if row else None


async def count_of_topup(db: Queries, topup_id: int, kind: TransferKind) -> int:
    row = await db.fetch_one(
        "SELECT count(*) FROM transfers WHERE topup_id = $1 AND kind = $2", topup_id, kind.value
    )
    return int(row[0]) if row else 0


class WalletEntry(Record, frozen=True):
    """A transfer as one person sees it: `amount` (micro-units) is above 0 for what came into their wallet.

    `service_name` is of the order that it is about.
    """

    id: int
    kind: TransferKind
    amount: int
    order_id: int | None
    topup_id: int | None
    reason: str
    happened_at: int
    service_name: str | None


ENTRIES = """
    SELECT moved.id, moved.kind, moved.amount, moved.order_id, moved.topup_id, moved.reason,
        moved.happened_at, (SELECT service_name FROM orders WHERE id = moved.order_id)
    FROM (
        SELECT * FROM (
            SELECT id, kind, amount, order_id, topup_id, reason, happened_at FROM transfers
            WHERE credit IN ($1, $1) AND id < $2 ORDER BY credit DESC, id DESC LIMIT $3) AS came
        UNION ALL SELECT * FROM (
            SELECT id, kind, -amount, order_id, topup_id, reason, happened_at FROM transfers
            WHERE debit IN ($1, $1) AND id < $2 ORDER BY debit DESC, id DESC LIMIT $3) AS went
    ) AS moved ORDER BY moved.id DESC LIMIT $3
    """
"""The list of values holds PostgreSQL to the index of the account. With `credit = $1 ORDER BY id` it may
follow the primary key instead, past the transfers of everybody else."""


async def entries(db: Queries, account_id: int, before: int, limit: int) -> list[WalletEntry]:
    """Return the newest transfers of an account whose ids are below `before`, newest first."""
    return read_all(await db.fetch_all(ENTRIES, account_id, before, limit), WalletEntry)


async def entries_of_order(db: Queries, account_id: int, order_id: int) -> list[WalletEntry]:
    """Return the transfers between an account and an order, the oldest first."""
    rows = await db.fetch_all(
        """
        SELECT id, kind, CASE WHEN credit = $1 THEN amount ELSE -amount END, order_id, topup_id, reason,
            happened_at, NULL
        FROM transfers WHERE order_id = $2 AND (credit = $1 OR debit = $1) ORDER BY id
        """,
        account_id, order_id,
    )  # fmt: skip
    return read_all(rows, WalletEntry)
