"""What an operator sees of one person: orders, money, and whether messages reach them."""

from dataclasses import dataclass

from storage import accounts, own_orders, sales, users
from storage.accounts import Wallet
from storage.database import Database
from storage.own_orders import OrderCounts
from storage.users import User
from usecases.clock import DAY, Clock
from usecases.errors import PersonGone

SPENT_WITHIN = 30 * DAY


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """`spent` is by currency (micro-units), of the last 30 days. `wallet` is None without a shop.

    `user.blocked_at` (epoch ms): the person has blocked the bot, or has not written yet.
    """

    user: User
    orders: OrderCounts
    spent: dict[str, int]
    wallet: Wallet | None
    currency: str


class ViewPerson:
    """`wallet_currency` is None in private mode, where there are no wallets."""

    def __init__(self, *, db: Database, wallet_currency: str | None, clock: Clock) -> None:
        self._db = db
        self._wallet_currency = wallet_currency
        self._clock = clock

    async def __call__(self, user_id: int) -> PersonFacts:
        """Raises PersonGone if the person was forgotten."""
        user = await users.get(self._db, user_id)
        if user is None or user.telegram_id is None:
            raise PersonGone
        currency = self._wallet_currency
        return PersonFacts(
            user=user,
            orders=await own_orders.counts(self._db, user_id),
            spent=await sales.spent_since(self._db, user_id, self._clock() - SPENT_WITHIN),
            wallet=await accounts.of_user(self._db, user_id) if currency is not None else None,
            currency=currency or "",
        )
