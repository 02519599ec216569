"""What operators did by hand with money: credits, debits and adjustments. See migration 28."""

from storage.accounts import AccountKind
from storage.database import Queries
from storage.records import read
from storage.transfers import TRANSFER_COLUMNS, Transfer

ACCOUNTS_OF_PERSON = (
    "SELECT id FROM accounts WHERE kind IN ('wallet', 'held', 'debt') AND coalesce(user_id, 0) = $1"
)
IS_BY_HAND = "kind IN ('credit', 'debit', 'adjustment')"


async def last_of(db: Queries, user_id: int) -> Transfer | None:
    """Return the newest transfer that an operator made on a person's accounts."""
    row = await db.fetch_one(
        f"""
        SELECT {TRANSFER_COLUMNS} FROM transfers WHERE id = (
            SELECT max(id) FROM (
                SELECT id FROM transfers WHERE {IS_BY_HAND} AND credit IN ({ACCOUNTS_OF_PERSON})
                UNION ALL
                SELECT id FROM transfers WHERE {IS_BY_HAND} AND debit IN ({ACCOUNTS_OF_PERSON})) AS moved)
        """,
        user_id,
    )
    return read(row, Transfer) if row else None


async def debited_since(db: Queries, operator_id: int, since: int) -> int:
    """Return how much an operator has taken since a moment (epoch ms), in micro-units."""
    return await _moved_since(db, "kind = 'debit'", operator_id, since)


async def credited_since(db: Queries, operator_id: int, since: int) -> int:
    """Return how much an operator has given or written off since a moment (epoch ms), in micro-units."""
    return await _moved_since(db, "kind <> 'debit'", operator_id, since)


async def _moved_since(db: Queries, which: str, operator_id: int, since: int) -> int:
    row = await db.fetch_one(
        f"""
        SELECT CAST(coalesce(sum(amount), 0) AS BIGINT) FROM transfers
        WHERE {IS_BY_HAND} AND {which} AND actor = $1 AND created_at >= $2
        """,
        operator_id, since,
    )  # fmt: skip
    return int(row[0]) if row else 0


async def owner_of(db: Queries, transfer: Transfer) -> int | None:
    """Return the person whose money a transfer moved."""
    row = await db.fetch_one(
        "SELECT user_id FROM accounts WHERE id IN ($1, $2) AND user_id IS NOT NULL",
        transfer.debit, transfer.credit,
    )  # fmt: skip
    return int(row[0]) if row else None


async def unspent_gifts(db: Queries, user_id: int) -> int:
    """Return how much of a wallet is gifts (micro-units). Orders since the first gift spend gifts first."""
    given = await _between(db, AccountKind.GIFTS, AccountKind.WALLET, user_id)
    if not given[0]:
        return 0
    back = await _between(db, AccountKind.WALLET, AccountKind.GIFTS, user_id)
    row = await db.fetch_one(
        """
        SELECT CAST(coalesce(sum(CASE kind WHEN 'reserve' THEN amount ELSE -amount END), 0) AS BIGINT)
        FROM transfers WHERE id > $2 AND kind IN ('reserve', 'release', 'refund')
            AND order_id IN (SELECT id FROM orders WHERE user_id = $1)
        """,
        user_id, given[1],
    )  # fmt: skip
    spent = int(row[0]) if row else 0
    return max(given[0] - back[0] - max(spent, 0), 0)


async def _between(db: Queries, giver: AccountKind, taker: AccountKind, user_id: int) -> tuple[int, int]:
    """Return the sum that went from one account to another, and the first transfer of it (0: none)."""
    row = await db.fetch_one(
        """
        SELECT CAST(coalesce(sum(amount), 0) AS BIGINT), coalesce(min(transfers.id), 0)
        FROM transfers
        JOIN accounts AS giver ON giver.id = transfers.debit
        JOIN accounts AS taker ON taker.id = transfers.credit
        WHERE giver.kind = $1 AND taker.kind = $2 AND $3 IN (giver.user_id, taker.user_id)
            AND transfers.kind IN ('gift', 'gift_reversal')
        """,
        giver.value, taker.value, user_id,
    )  # fmt: skip
    return (int(row[0]), int(row[1])) if row else (0, 0)
