"""What is known of payments in Stars: of one, and of a person's."""

from dataclasses import dataclass

from storage import accounts, star_refunds, topups, users
from storage.accounts import Wallet
from storage.database import Database, Queries
from storage.star_refunds import StarRefund, StarRefundStatus
from storage.topups import Topup
from storage.users import User
from usecases.clock import DAY, Clock
from usecases.errors import NoSuchPerson, PaymentGone
from usecases.paying.free_money import free

LAST_PAYMENTS = 5
LOOKED_AT = 50
"""So many payments of a person are considered for a refund."""

REFUND_WITHIN = DAY
"""So long after a payment the person may have it back without asking an operator."""


@dataclass(frozen=True, slots=True)
class PaymentState:
    """A payment and its newest refund, None if nobody asked for one."""

    topup: Topup
    refund: StarRefund | None

    @property
    def is_going_back(self) -> bool:
        """Whether the Stars are on their way back, or there."""
        return self.refund is not None and self.refund.status is not StarRefundStatus.REFUSED


@dataclass(frozen=True, slots=True)
class PaymentCard:
    """A payment as its message shows it. `payer` may have been forgotten since."""

    state: PaymentState
    payer: User
    wallet: Wallet


@dataclass(frozen=True, slots=True)
class PaymentsOfPerson:
    """The newest payments first. `free` (micro-units) is what may leave the wallet.

    `returnable` are the payments that can go back whole now.
    """

    payments: list[PaymentState]
    wallet: Wallet
    free: int
    returnable: list[Topup]
    currency: str


class ViewPayments:
    def __init__(self, *, db: Database, currency: str, clock: Clock) -> None:
        self._db = db
        self._currency = currency
        self._clock = clock

    async def card(self, topup_id: int) -> PaymentCard:
        """Raises PaymentGone."""
        topup = await topups.get(self._db, topup_id)
        payer = await users.get(self._db, topup.user_id) if topup else None
        if topup is None or payer is None:
            raise PaymentGone
        return PaymentCard(
            await _state(self._db, topup), payer, await accounts.of_user(self._db, topup.user_id)
        )

    async def payer(self, user_id: int) -> User:
        """Raises NoSuchPerson."""
        user = await users.get(self._db, user_id)
        if user is None:
            raise NoSuchPerson
        return user

    async def of_person(self, user_id: int) -> PaymentsOfPerson:
        """Return the payments that the person may have back without an operator, and the last five."""
        found = await self._payments(user_id, self._clock() - REFUND_WITHIN)
        return PaymentsOfPerson(
            found.payments[:LAST_PAYMENTS], found.wallet, found.free, found.returnable, found.currency
        )

    async def of_customer(self, user_id: int) -> PaymentsOfPerson:
        """Return a person's payments for an operator, who may return older ones too."""
        return await self._payments(user_id, since=0)

    async def _payments(self, user_id: int, since: int) -> PaymentsOfPerson:
        wallet = await accounts.of_user(self._db, user_id)
        may_leave = await free(self._db, user_id)
        known = [await _state(self._db, one) for one in await topups.of_user(self._db, user_id, LOOKED_AT)]
        returnable = [
            one.topup
            for one in known
            if one.topup.credited is not None
            and one.topup.credited <= may_leave
            and one.topup.paid_at >= since
            and not one.is_going_back
        ]
        return PaymentsOfPerson(known, wallet, may_leave, returnable, self._currency)


async def _state(db: Queries, topup: Topup) -> PaymentState:
    return PaymentState(topup, await star_refunds.of_topup(db, topup.id))
