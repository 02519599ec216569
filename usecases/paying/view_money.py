"""A person's money as the operator sees it, and what was done with it by hand."""

from dataclasses import dataclass

from storage import accounts, by_hand, credit_lines, own_orders, sales, transfers, users
from storage.accounts import Wallet
from storage.credit_lines import CreditLine
from storage.database import Database
from storage.own_orders import Filter
from storage.transfers import Transfer
from storage.users import User
from usecases.clock import DAY, Clock
from usecases.errors import PersonGone
from usecases.paying.free_money import free
from usecases.paying.move_by_hand import Move, move_of


@dataclass(frozen=True, slots=True)
class MoneyCard:
    """Money in micro-units of `currency`. `free` is what a debit may take; `spent` is of the last 30 days.

    `line` is what was granted last, by `granted_by`; None: nothing, or by an older release.
    """

    user: User
    wallet: Wallet
    currency: str
    free: int
    orders: int
    open_orders: int
    spent: int
    line: CreditLine | None = None
    granted_by: User | None = None


@dataclass(frozen=True, slots=True)
class HandMove:
    """A transfer by hand, whose it was and who did it; `paid_debt` (micro-units) of it went into a debt.

    `move` is None for a correction of another kind.
    """

    transfer: Transfer
    move: Move | None
    user: User
    by: User | None
    currency: str
    paid_debt: int


class ViewMoney:
    def __init__(self, *, db: Database, currency: str, clock: Clock) -> None:
        self._db = db
        self._currency = currency
        self._clock = clock

    async def card(self, user_id: int) -> MoneyCard:
        """Raises PersonGone if there is no such person."""
        line = await credit_lines.last_of(self._db, user_id)
        return MoneyCard(
            user=await self.person(user_id),
            wallet=await accounts.of_user(self._db, user_id),
            currency=self._currency,
            free=await free(self._db, user_id),
            orders=await own_orders.count(self._db, user_id, Filter.ALL),
            open_orders=await own_orders.count(self._db, user_id, Filter.OPEN),
            spent=await sales.paid_since(self._db, user_id, self._clock() - 30 * DAY),
            line=line,
            granted_by=await users.get(self._db, line.granted_by) if line and line.granted_by else None,
        )

    async def person(self, user_id: int) -> User:
        user = await users.get(self._db, user_id)
        if user is None:
            raise PersonGone
        return user

    async def wallet(self, user_id: int) -> Wallet:
        return await accounts.of_user(self._db, user_id)

    async def by_hand(self, transfer_id: int) -> HandMove:
        """Return what was done by hand; raises PersonGone if there is no such transfer."""
        transfer = await transfers.get(self._db, transfer_id)
        owner = await by_hand.owner_of(self._db, transfer) if transfer else None
        if transfer is None or owner is None:
            raise PersonGone
        paid = await transfers.with_key(self._db, f"debt_payment:{transfer.key}")
        return HandMove(
            transfer=transfer,
            move=await move_of(self._db, transfer),
            user=await self.person(owner),
            by=await users.get(self._db, transfer.actor) if transfer.actor else None,
            currency=self._currency,
            paid_debt=paid.amount if paid else 0,
        )

    @property
    def currency(self) -> str:
        return self._currency
