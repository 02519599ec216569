"""Asks for Stars to go back, by the person or an operator. The money leaves the wallet at once."""

from storage import accounts, audit_trail, star_refunds, topups
from storage.audit_trail import Act
from storage.database import Constraint, Database, Queries
from storage.star_refunds import RefundCause
from storage.topups import Topup
from usecases.clock import Clock
from usecases.errors import AlreadyDecided, PaymentGone, StarsInUse
from usecases.paying.free_money import free
from usecases.paying.reversals import reverse
from usecases.paying.view_payments import REFUND_WITHIN
from usecases.wakeup import WakeUp


class ReturnStars:
    """Whole payments only, and only what is free in the wallet: neither spent nor kept aside for orders.

    The worker `SendStarsBack` then calls Telegram.
    """

    def __init__(self, *, db: Database, wake_returns: WakeUp, clock: Clock) -> None:
        self._db = db
        self._wake_returns = wake_returns
        self._clock = clock

    async def to_person(self, topup_id: int, user_id: int) -> Topup:
        """Return a payment to who made it and asks for it, within `REFUND_WITHIN`.

        Raises PaymentGone, StarsInUse, or AlreadyDecided if the Stars go back already.
        """
        topup = await topups.get(self._db, topup_id)
        if topup is None or topup.user_id != user_id or topup.credited is None:
            raise PaymentGone
        if self._clock() - topup.paid_at > REFUND_WITHIN:
            raise await self._in_use(self._db, topup)
        return await self._ask(topup, RefundCause.PERSON, user_id)

    async def by_operator(self, topup_id: int, operator_id: int) -> Topup:
        """As `to_person`, at any time, also for a payment that was not matched to an invoice."""
        topup = await topups.get(self._db, topup_id)
        if topup is None:
            raise PaymentGone
        return await self._ask(topup, RefundCause.OPERATOR, operator_id)

    async def _ask(self, topup: Topup, cause: RefundCause, asked_by: int) -> Topup:
        now = self._clock()
        try:
            async with self._db.transaction() as transaction:
                reversal = await self._take(transaction, topup, asked_by, now) if topup.credited else None
                await star_refunds.ask(transaction, topup.id, reversal, cause, asked_by, now)
                if cause is RefundCause.OPERATOR:
                    told = f"{topup.stars} ★"
                    await audit_trail.add(
                        transaction, now, asked_by, Act.PAYMENT_RETURNED, topup.id, after=told
                    )
        except Constraint:  # it goes back already, or was credited at this moment
            raise AlreadyDecided from None
        self._wake_returns.set()
        return topup

    async def _take(self, db: Queries, topup: Topup, asked_by: int, now: int) -> str:
        await accounts.lock(db, [topup.user_id])
        state = await star_refunds.of_topup(db, topup.id)
        if state is not None and state.ended_at is None:
            raise AlreadyDecided
        if await free(db, topup.user_id) < (topup.credited or 0):
            raise await self._in_use(db, topup)
        return await reverse(db, topup, now, now, asked_by)

    async def _in_use(self, db: Queries, topup: Topup) -> StarsInUse:
        wallet = await accounts.of_user(db, topup.user_id)
        return StarsInUse(await free(db, topup.user_id), wallet.kept_aside, topup.currency)
