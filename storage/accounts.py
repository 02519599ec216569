"""The accounts of the ledger. Their balances are the sums of their transfers; the database keeps them."""

from collections.abc import Collection, Iterable
from enum import StrEnum

from storage.database import Queries
from storage.records import Record, read


class AccountKind(StrEnum):
    """The first three are one person's; the others are the house's."""

    WALLET = "wallet"
    KEPT_ASIDE = "held"
    """The prices of orders that are not settled."""
    DEBT = "debt"
    """What the person owes, as a negative number: payments that were taken back after they were spent."""
    SALES = "sales"
    STARS = "stars"
    CREDIT = "credit"
    GIFTS = "gifts"
    WRITEOFFS = "writeoffs"


OF_PEOPLE = (AccountKind.WALLET, AccountKind.KEPT_ASIDE, AccountKind.DEBT)
OF_THE_HOUSE = tuple(kind for kind in AccountKind if kind not in OF_PEOPLE)
_PEOPLES = ", ".join(f"'{kind}'" for kind in OF_PEOPLE)
_HOUSES = ", ".join(f"'{kind}'" for kind in OF_THE_HOUSE)


class Wallet(Record, frozen=True):
    """The money of a person, in micro-units; `floor` is 0 or minus the credit line."""

    balance: int
    kept_aside: int
    debt: int
    floor: int

    @property
    def available(self) -> int:
        """What the person may spend on orders: the balance and the credit line, nothing while they owe."""
        return 0 if self.debt else max(self.balance - self.floor, 0)

    def missing(self, price: int) -> int:
        """Return what has to come in (micro-units) until it can pay a price: a debt is paid first."""
        for_price = price - (self.balance - self.floor) - self.debt
        for_debt = -self.debt - self.balance if self.debt else 0
        return max(for_price, for_debt, 0)


NO_WALLET = Wallet(0, 0, 0, 0)


async def open_house(db: Queries, currency: str) -> None:
    """Make the accounts of the house that are missing, in a currency."""
    await db.execute_many(
        """
        INSERT INTO accounts (kind, currency) SELECT $1, $2
        WHERE NOT EXISTS (SELECT 1 FROM accounts WHERE kind = $1)
        """,
        [(kind.value, currency if kind is AccountKind.SALES else None) for kind in OF_THE_HOUSE],
    )


async def currency(db: Queries) -> str | None:
    """Return the currency of all accounts; None before the first start with wallets."""
    row = await db.fetch_one("SELECT currency FROM accounts WHERE kind = 'sales'")
    return str(row[0]) if row else None


async def change_currency(db: Queries, currency: str) -> None:
    """Raises Constraint while any account has money."""
    await db.execute("UPDATE accounts SET currency = $1 WHERE kind = 'sales'", currency)


async def is_there_money(db: Queries) -> bool:
    """Whether any account, of people or of the house, is not 0."""
    return await db.fetch_one("SELECT 1 FROM accounts WHERE balance <> 0 LIMIT 1") is not None


async def with_money(db: Queries) -> int:
    """Return how many people have money, money kept aside, or debts."""
    row = await db.fetch_one(
        f"SELECT count(DISTINCT user_id) FROM accounts WHERE kind IN ({_PEOPLES}) AND balance <> 0"
    )
    return int(row[0]) if row else 0


async def fullest(db: Queries, limit: int) -> tuple[list[tuple[int, int]], int, int]:
    """Return the fullest wallets (person, balance), and number and sum of those with money (micro-units)."""
    filled = "FROM accounts WHERE kind = 'wallet' AND balance > 0"
    rows = await db.fetch_all(
        f"SELECT user_id, balance {filled} ORDER BY balance DESC, user_id LIMIT $1", limit
    )
    row = await db.fetch_one(f"SELECT count(*), CAST(coalesce(sum(balance), 0) AS BIGINT) {filled}")
    count, total = row or (0, 0)
    return [(user_id, balance) for user_id, balance in rows], int(count), int(total)


async def open_for(db: Queries, user_id: int) -> None:
    """Make the accounts of a person that are missing."""
    await db.execute_many(
        """
        INSERT INTO accounts (kind, user_id)
        SELECT $1, id FROM users WHERE id = $2
            AND NOT EXISTS (SELECT 1 FROM accounts WHERE kind = $1 AND coalesce(user_id, 0) = $2)
        ON CONFLICT DO NOTHING
        """,
        [(kind.value, user_id) for kind in OF_PEOPLE],
    )


async def of_user(db: Queries, user_id: int) -> Wallet:
    """Return the money of a person; `NO_WALLET` if there are no accounts yet."""
    rows = await db.fetch_all(
        f"""
        SELECT kind, balance, floor FROM accounts
        WHERE kind IN ({_PEOPLES}) AND coalesce(user_id, 0) = $1
        """,
        user_id,
    )
    found = {kind: (balance, floor) for kind, balance, floor in rows}
    if not found:
        return NO_WALLET
    balance, floor = found[AccountKind.WALLET]
    return Wallet(balance, found[AccountKind.KEPT_ASIDE][0], found[AccountKind.DEBT][0], floor)


async def wallet_of(db: Queries, user_id: int) -> int | None:
    """Return the id of a person's wallet; None if it was not opened."""
    row = await db.fetch_one(
        "SELECT id FROM accounts WHERE kind = 'wallet' AND coalesce(user_id, 0) = $1", user_id
    )
    return int(row[0]) if row else None


async def lock(db: Queries, user_ids: Collection[int]) -> None:
    """Lock the accounts of the house and of these people until the transaction ends, by their ids.

    Call it before the first of several transfers, and after the orders have taken their steps: without this
    sequence two transactions on PostgreSQL can wait for each other. A single transfer locks its own accounts.
    """
    ids: set[int] = set()
    for kinds, owner in [(_HOUSES, 0), *((_PEOPLES, user_id) for user_id in user_ids)]:
        rows = await db.fetch_all(
            f"SELECT id FROM accounts WHERE kind IN ({kinds}) AND coalesce(user_id, 0) = $1", owner
        )
        ids |= {row[0] for row in rows}
    await _lock(db, ids)


async def _lock(db: Queries, ids: Iterable[int]) -> None:
    await db.execute_many(
        "UPDATE accounts SET posted = posted WHERE id = $1", [(one,) for one in sorted(ids)]
    )


class LedgerAccount(Record, frozen=True):
    id: int
    kind: AccountKind
    user_id: int | None
    balance: int
    floor: int


async def with_id(db: Queries, account_id: int) -> LedgerAccount | None:
    row = await db.fetch_one(
        "SELECT id, kind, user_id, balance, floor FROM accounts WHERE id = $1", account_id
    )
    return read(row, LedgerAccount) if row else None
