"""Calls Telegram for the Stars that are to go back. A lost answer is looked up before a second call."""

import logging
from collections.abc import Awaitable, Callable

from storage import accounts, outbox, star_refunds, topups, users
from storage.database import Database
from storage.events import Event
from storage.star_refunds import StarRefund, StarRefundStatus
from storage.topups import Topup
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import MINUTE, Clock
from usecases.paying.reversals import undo
from usecases.paying.telegram_stars import ReturnRefused, StarsAway, StarsReturned, TelegramStars

log = logging.getLogger(__name__)

LOOK_AFTER_MS = MINUTE
"""So long after a call without a clear answer the statement is looked into, and Telegram called again."""

RETURN_REFUSED = "return_refused"
"""The alert that Telegram refused a refund. A colon and the number of Stars follow."""

PAYER_FORGOTTEN = ReturnRefused("the person's data was deleted")


class SendStarsBack:
    """Only the leader runs it. `read_statement` ends the refunds that Telegram's statement already has."""

    def __init__(
        self,
        *,
        db: Database,
        stars: TelegramStars,
        read_statement: Callable[[], Awaitable[None]],
        alert: AlertOperators,
        clock: Clock,
    ) -> None:
        self._db = db
        self._stars = stars
        self._read_statement = read_statement
        self._alert = alert
        self._clock = clock

    async def __call__(self) -> None:
        """Make the refunds that are due."""
        for refund in await star_refunds.due(self._db, self._clock()):
            try:
                await self._make(refund)
            except StarsAway:
                log.info("refund %d is looked into again: Telegram gave no clear answer", refund.id)

    async def _make(self, refund: StarRefund) -> None:
        is_second = refund.status is StarRefundStatus.SENDING
        if not await star_refunds.begin_sending(self._db, refund.id, self._clock() + LOOK_AFTER_MS):
            return
        if is_second:
            await self._read_statement()
            now = await star_refunds.get(self._db, refund.id)
            if now is None or now.ended_at is not None:
                return
        topup = await topups.get(self._db, refund.topup_id)
        if topup is None:
            raise AssertionError("refunds refer to top-ups")
        match await self._call(topup):
            case StarsReturned():
                await self._end(refund, topup)
            case ReturnRefused(words=words):
                await self._undo(refund, topup, words)

    async def _call(self, topup: Topup) -> StarsReturned | ReturnRefused:
        payer = await users.get(self._db, topup.user_id)
        if payer is None or payer.telegram_id is None:
            return PAYER_FORGOTTEN
        return await self._stars.give_back(payer.telegram_id, topup.charge_id)

    async def _end(self, refund: StarRefund, topup: Topup) -> None:
        now = self._clock()
        async with self._db.transaction() as transaction:
            if await star_refunds.end(transaction, refund.id, now):
                await outbox.add(transaction, topup.user_id, Event.STARS_RETURNED, topup.id, now)

    async def _undo(self, refund: StarRefund, topup: Topup, words: str) -> None:
        """Bring the money back into the wallet, because the Stars stay."""
        now = self._clock()
        recipients = await self._alert.recipients()
        async with self._db.transaction() as transaction:
            if await star_refunds.lock(transaction, refund.id) is None:
                return  # the statement has it, or another leader was told the same
            if refund.reversal is not None:
                await accounts.lock(transaction, [topup.user_id])
                await undo(transaction, topup, refund.reversal, now)
                await outbox.add(transaction, topup.user_id, Event.STARS_KEPT, topup.id, now)
            await star_refunds.refuse(transaction, refund.id, words, now)
            await self._alert.mention_within(
                transaction, recipients, f"{RETURN_REFUSED}:{topup.stars}", f"{topup.charge_id} ({words})"
            )
        log.warning("Telegram refused refund %d", refund.id)
