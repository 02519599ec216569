"""What an operator does by hand with a person's money: credit, debit, write-off of a debt, credit line.

Each happens once: it names the last one that the operator saw, and does nothing when there is a newer one. So
a double tap, a second delivery and a second operator find what was done.
"""

import contextlib
import logging
import re
from dataclasses import dataclass
from enum import StrEnum

from storage import accounts, audit_trail, by_hand, credit_lines, outbox, transfers, users
from storage.accounts import AccountKind, Wallet
from storage.audit_trail import Act
from storage.database import Constraint, Database, Queries
from storage.events import Event
from storage.transfers import Transfer, TransferKind
from storage.users import User
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import DAY, Clock
from usecases.errors import BadAnswer, NothingToMove, PersonGone
from usecases.numbers import parse_money, plain
from usecases.paying.debts import pay_debt
from usecases.paying.free_money import free
from usecases.paying.limits import limits
from usecases.pricing.units import CENT
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)

LONGEST_REASON = 200
NAMES_SOMEBODY = re.compile(r"@|://|\bt\.me\b|\bwww\.", re.IGNORECASE)


class Move(StrEnum):
    CREDIT = "credit"
    DEBIT = "debit"
    WRITE_OFF = "write_off"
    LINE = "line"


WAYS = {
    Move.CREDIT: (TransferKind.CREDIT, AccountKind.CREDIT, AccountKind.WALLET),
    Move.DEBIT: (TransferKind.DEBIT, AccountKind.WALLET, AccountKind.CREDIT),
    Move.WRITE_OFF: (TransferKind.ADJUSTMENT, AccountKind.WRITEOFFS, AccountKind.DEBT),
}
"""From which account to which; a credit line moves nothing."""


ACT_OF_MOVE = {
    Move.CREDIT: Act.CREDIT,
    Move.DEBIT: Act.DEBIT,
    Move.WRITE_OFF: Act.WRITE_OFF,
    Move.LINE: Act.CREDIT_LINE,
}

TO_THE_PERSON = (Move.CREDIT, Move.LINE)
"""Somebody who was forgotten gets nothing any more: nobody could spend it."""


@dataclass(frozen=True, slots=True)
class Intent:
    """What an operator is about to do. `least` and `most` bound the amount (micro-units).

    `after` is the last thing done by hand that the operator sees: the id of a transfer or a credit line.
    """

    move: Move
    user: User
    wallet: Wallet
    currency: str
    after: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Moved:
    """`amount` (micro-units) was moved, or is the credit line now. `is_news`: by this very call.

    Otherwise it is what was done last, by whom (`by`), perhaps by this operator's first tap.
    """

    move: Move | None
    user: User
    amount: int
    is_news: bool
    by: User | None


class MoveByHand:
    def __init__(
        self, *, db: Database, currency: str, alert: AlertOperators, wake_sender: WakeUp, clock: Clock
    ) -> None:
        self._db = db
        self._currency = currency
        self._alert = alert
        self._wake_sender = wake_sender
        self._clock = clock

    async def intent(self, move: Move, user_id: int, operator_id: int) -> Intent:
        """Return what may be moved now. Raises PersonGone, or NothingToMove if it is nothing."""
        return await self._intent(self._db, move, user_id, operator_id)

    def amount(self, it: Intent, typed: str) -> int:
        """Return a typed amount (micro-units). Raises BadAnswer with the limits."""
        amount = parse_money(typed)
        if amount is None:
            raise _out_of_limits(it)
        _check(it, amount)
        return amount

    def reason(self, typed: str) -> str:
        """Return a typed reason on one line. Raises BadAnswer: it is kept for good, so it names nobody."""
        reason = " ".join(typed.split())
        if not 0 < len(reason) <= LONGEST_REASON:
            raise BadAnswer("not_a_reason", {"max": LONGEST_REASON})
        if NAMES_SOMEBODY.search(reason):
            raise BadAnswer("names_somebody")
        return reason

    async def __call__(
        self, move: Move, user_id: int, after: int, amount: int, reason: str, operator_id: int
    ) -> Moved:
        """Do it once, and tell the person and the other operators. Raises as `intent` and `amount` do."""
        others = [one for one in await self._alert.operators() if one != operator_id]
        with contextlib.suppress(Constraint):  # another process opens them at this moment
            await accounts.open_for(self._db, user_id)
        async with self._db.transaction() as transaction:
            await accounts.lock(transaction, [user_id])
            if (done := await self._done(transaction, move, user_id, after)) is not None:
                return done
            it = await self._intent(transaction, move, user_id, operator_id)
            _check(it, amount)
            await self._move(transaction, it, amount, reason, operator_id, others)
        self._wake_sender.set()
        log.info("operator %d: %s of %d for user %d: %s", operator_id, move, amount, user_id, reason)
        return Moved(move, it.user, amount, is_news=True, by=None)

    async def done(self, move: Move, user_id: int, after: int) -> Moved | None:
        """Return what was done since the operator saw `after`; None if nothing was. Raises PersonGone."""
        return await self._done(self._db, move, user_id, after)

    async def _done(self, db: Queries, move: Move, user_id: int, after: int) -> Moved | None:
        user = await _person(db, user_id)
        if move is Move.LINE:
            return await self._line_since(db, user, after)
        last = await by_hand.last_of(db, user_id)
        if last is None or last.id == after:
            return None
        by = await users.get(db, last.actor) if last.actor else None
        return Moved(await move_of(db, last), user, last.amount, is_news=False, by=by)

    async def _line_since(self, db: Queries, user: User, after: int) -> Moved | None:
        last = await credit_lines.last_of(db, user.id)
        if last is None or last.id == after:
            return None
        by = await users.get(db, last.granted_by) if last.granted_by else None
        return Moved(Move.LINE, user, last.line, is_news=False, by=by)

    async def _intent(self, db: Queries, move: Move, user_id: int, operator_id: int) -> Intent:
        user = await _person(db, user_id)
        if user.telegram_id is None and move in TO_THE_PERSON:
            raise PersonGone
        wallet = await accounts.of_user(db, user_id)
        least, most = await self._bounds(db, move, user_id, operator_id, wallet)
        if most < least or most <= 0:
            raise NothingToMove
        last_of = credit_lines.last_of if move is Move.LINE else by_hand.last_of
        last = await last_of(db, user_id)
        return Intent(move, user, wallet, self._currency, last.id if last else 0, least, most)

    async def _bounds(
        self, db: Queries, move: Move, user_id: int, operator_id: int, wallet: Wallet
    ) -> tuple[int, int]:
        allowed = await limits(db)
        if move is Move.LINE:  # a wallet that is below 0 already keeps at least that line
            least = max(-wallet.balance, 0)
            return least, max(allowed.line, least)
        used_since = by_hand.debited_since if move is Move.DEBIT else by_hand.credited_since
        most = min(allowed.at_once, allowed.a_day - await used_since(db, operator_id, self._clock() - DAY))
        if move is Move.DEBIT:
            most = min(most, await free(db, user_id))
        if move is Move.WRITE_OFF:
            most = min(most, -wallet.debt)
        return min(CENT, max(most, 1)), most

    async def _move(
        self, db: Queries, it: Intent, amount: int, reason: str, operator_id: int, others: list[int]
    ) -> None:
        now, user_id = self._clock(), it.user.id
        if it.move is Move.LINE:
            await credit_lines.grant(db, user_id, amount, operator_id, reason, now)
            payload: dict[str, object] = {
                "line": amount,
                "reason": reason,
                "user": user_id,
                "by": operator_id,
            }
            subject = None
        else:
            subject = (await self._transfer(db, it, amount, reason, operator_id, now)).id
            payload = {}
        before = f"{plain(-it.wallet.floor)} {self._currency}" if it.move is Move.LINE else ""
        await audit_trail.add(
            db, now, operator_id, ACT_OF_MOVE[it.move], user_id,
            before=before, after=f"{plain(amount)} {self._currency}",
        )  # fmt: skip
        if it.user.telegram_id is not None:
            await outbox.add(db, user_id, Event.MOVED_BY_HAND, subject, now, payload)
        for other in others:
            await outbox.add(db, other, Event.MOVED_BY_OPERATOR, subject, now, payload)

    async def _transfer(
        self, db: Queries, it: Intent, amount: int, reason: str, operator_id: int, now: int
    ) -> Transfer:
        kind, giver, taker = WAYS[it.move]
        key = f"{kind}:{it.user.id}:{it.after}"
        made = await transfers.add(
            db,
            key=key,
            kind=kind,
            giver=giver,
            taker=taker,
            user_id=it.user.id,
            amount=amount,
            actor=operator_id,
            reason=reason,
            now=now,
        )
        if it.move is Move.CREDIT:
            await pay_debt(db, it.user.id, key, now)
        return made


def _check(it: Intent, amount: int) -> None:
    if not it.least <= amount <= it.most:
        raise _out_of_limits(it)


def _out_of_limits(it: Intent) -> BadAnswer:
    return BadAnswer("not_an_amount", {"min": plain(it.least), "max": plain(it.most)})


async def _person(db: Queries, user_id: int) -> User:
    user = await users.get(db, user_id)
    if user is None:
        raise PersonGone
    return user


async def move_of(db: Queries, transfer: Transfer) -> Move | None:
    """Return what a transfer was; None for a correction that is no write-off."""
    if transfer.kind is not TransferKind.ADJUSTMENT:
        return Move(transfer.kind.value)
    account = await accounts.with_id(db, transfer.credit)
    return Move.WRITE_OFF if account and account.kind is AccountKind.DEBT else None
