"""A person's wallet: what is in it, and what came and went."""

from dataclasses import dataclass

from storage import accounts, transfers
from storage.accounts import Wallet
from storage.database import Database
from storage.transfers import Entry

ENTRIES_PER_PAGE = 8
ENTRIES_PER_READ = 1_000
ABOVE_ALL = 2**62
"""More than the id of any transfer."""


@dataclass(frozen=True, slots=True)
class WalletPage:
    """Money in micro-units of `currency`. `older` is the id before which the next page ends, None if last."""

    wallet: Wallet
    currency: str
    entries: list[Entry]
    is_newest: bool
    older: int | None


@dataclass(frozen=True, slots=True)
class Statement:
    """All transfers of a wallet, the oldest first."""

    currency: str
    entries: list[Entry]


class ViewWallet:
    def __init__(self, *, db: Database, currency: str) -> None:
        self._db = db
        self._currency = currency

    async def __call__(self, user_id: int, before: int = 0) -> WalletPage:
        """Return the transfers with ids below `before`, newest first; 0: the newest."""
        account = await accounts.wallet_of(self._db, user_id)
        found: list[Entry] = []
        if account is not None:  # one more than is shown tells whether there is a next page
            found = await transfers.entries(self._db, account, before or ABOVE_ALL, ENTRIES_PER_PAGE + 1)
        shown = found[:ENTRIES_PER_PAGE]
        return WalletPage(
            wallet=await accounts.of_user(self._db, user_id),
            currency=self._currency,
            entries=shown,
            is_newest=not before,
            older=shown[-1].id if len(found) > ENTRIES_PER_PAGE else None,
        )

    async def statement(self, user_id: int) -> Statement:
        """Return everything that came into the wallet and went out of it. It reads in pieces."""
        account = await accounts.wallet_of(self._db, user_id)
        found: list[Entry] = []
        read = account is not None
        while account is not None and read:
            before = found[-1].id if found else ABOVE_ALL
            piece = await transfers.entries(self._db, account, before, ENTRIES_PER_READ)
            found += piece
            read = len(piece) == ENTRIES_PER_READ
        return Statement(self._currency, found[::-1])
