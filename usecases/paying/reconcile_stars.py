"""Compares the books with Telegram's statement of Stars: what was paid and not told, and what went back."""

import asyncio
import contextlib
import logging

from storage import conditions, outbox, star_refunds, star_statement, topups, users
from storage.database import Constraint, Database
from storage.events import Event
from storage.star_refunds import StarRefundStatus
from storage.topups import HeardFrom, Topup
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import DAY, Clock
from usecases.errors import PersonGone
from usecases.paying.charge_back import charge_back, replay_refund
from usecases.paying.take_payments import StarPayment, TakePayments
from usecases.paying.telegram_stars import (
    NANO,
    STATEMENT_PAGE,
    StarPayer,
    StarsAway,
    StatementRow,
    TelegramStars,
)

log = logging.getLogger(__name__)

READ_AGAIN = 10
"""So many rows before the place are read again: a row may be listed late."""

MOST_COMPARISONS = 3
"""Payments may come between the statement and the balance; then both are read again."""

STARS_DIFFER = "stars_differ"
"""The condition that the statement and the balance do not agree. Its detail is the difference in Stars."""

ROW_REFUSED = "star_row"
"""The condition that a row of the statement cannot be entered into the books. A colon and its id follow."""

WALLETS_RESTORED = "wallets_restored"
"""The condition that the wallets are those of an older copy. Selling is closed until they are confirmed."""


class ReconcileStars:
    """Only the leader runs it. Only rows about invoices move money in wallets."""

    def __init__(
        self,
        *,
        db: Database,
        stars: TelegramStars,
        take_payments: TakePayments,
        alert: AlertOperators,
        clock: Clock,
    ) -> None:
        self._db = db
        self._stars = stars
        self._take_payments = take_payments
        self._alert = alert
        self._clock = clock
        self._reading = asyncio.Lock()

    async def __call__(self) -> None:
        """As `read`; while Telegram is away, nothing happens."""
        try:
            await self.read()
        except StarsAway:
            log.info("the statement of Stars is read later: Telegram is away")

    async def read(self) -> None:
        """Read the statement from the last place to its end. Raises StarsAway; what was read is kept."""
        async with self._reading:
            await self._read()

    async def _read(self) -> None:
        begun = self._clock()
        offset = max((await star_statement.place(self._db)).rows_read - READ_AGAIN, 0)
        while rows := await self._stars.statement(offset):
            for row in rows:
                await self._try(row)
            offset += len(rows)
            await star_statement.read_up_to(self._db, offset)
            if len(rows) < STATEMENT_PAGE:
                break
        await star_statement.read_up_to(self._db, offset)
        await star_statement.note_end(self._db, begun)

    async def _try(self, row: StatementRow) -> None:
        """Take a row. One that the ledger refuses must not hide those after it.

        It is taken twice: another leader, or a refund asked for at this moment, may have been faster.
        """
        with contextlib.suppress(Constraint):
            return await self._take(row)
        try:
            await self._take(row)
        except Constraint as error:
            log.exception("a row of Telegram's statement cannot be entered")
            await self._alert.begin(f"{ROW_REFUSED}:{row.id}", str(error))

    async def _take(self, row: StatementRow) -> None:
        if row.payer is None:
            return
        if row.nanostars >= 0:
            await self._came(row, row.payer)
            return
        topup = await topups.of_charge(self._db, row.id)
        if topup is None:
            log.warning("Stars went back for a payment that is not known here")
        else:
            await self._went(row, topup)

    async def _came(self, row: StatementRow, payer: StarPayer) -> None:
        if await topups.of_charge(self._db, row.id) is not None:
            return
        try:
            await self._credit(row, payer)
        except PersonGone:  # forgotten at this moment
            await self._credit(row, payer)

    async def _credit(self, row: StatementRow, payer: StarPayer) -> None:
        user = await users.find(self._db, payer.telegram_id) or await users.keep(
            self._db, payer.telegram_id, payer.name, payer.language_code, self._clock(), payer.username
        )
        stars = row.nanostars // NANO
        payment = StarPayment(row.id, user.id, stars, payer.payload, row.happened_at, HeardFrom.STATEMENT)
        if await self._take_payments(payment):
            log.info("a payment of %d Stars was found in the statement", stars)

    async def _went(self, row: StatementRow, topup: Topup) -> None:
        """Record that Stars went back: as we asked, as after a restore, or as a chargeback.

        Raises Constraint if another process records or refuses the same refund at this moment.
        """
        refund = await star_refunds.of_topup(self._db, topup.id)
        if refund is not None and refund.status is StarRefundStatus.DONE:
            return
        operators = await self._alert.recipients()
        is_restored = await conditions.stands(self._db, WALLETS_RESTORED)
        now = self._clock()
        async with self._db.transaction() as transaction:
            if refund is not None and refund.status is not StarRefundStatus.REFUSED:
                if not await star_refunds.end(transaction, refund.id, now):
                    raise Constraint("the refund ended at this moment")
                await outbox.add(transaction, topup.user_id, Event.STARS_RETURNED, topup.id, now)
            elif is_restored:
                await replay_refund(transaction, topup, row.happened_at, now)
            else:
                await charge_back(transaction, topup, row.happened_at, operators, now)

    async def compare(self) -> None:
        """Compare the sum of the whole statement with the balance, once a day; alert if they differ."""
        compared_at = (await star_statement.place(self._db)).compared_at
        if compared_at is not None and 0 <= self._clock() - compared_at < DAY:
            return
        try:
            difference = await self._difference()
        except StarsAway:
            return
        await star_statement.note_compared(self._db, self._clock())
        if difference:
            await self._alert.begin(STARS_DIFFER, in_stars(difference))
        else:
            await self._alert.end(STARS_DIFFER)

    async def _difference(self) -> int:
        """Return the balance less the sum of the statement, in parts of a Star."""
        offset = total = difference = 0
        for _ in range(MOST_COMPARISONS):
            while rows := await self._stars.statement(offset):
                offset += len(rows)
                total += sum(row.nanostars for row in rows)
            difference = await self._stars.balance() - total
            if not difference:
                break
        return difference


def in_stars(nanostars: int) -> str:
    """Write an amount of Stars with its sign and all its parts: "-100", "+0.5"."""
    stars, parts = divmod(abs(nanostars), NANO)
    exact = f"{stars}.{parts:09d}".rstrip("0").rstrip(".")
    return f"{'-' if nanostars < 0 else '+'}{exact}"
