"""Brings a payment in Stars into the payer's wallet. Its key is the charge id: an invoice is paid twice."""

import contextlib
import logging
from dataclasses import dataclass

from storage import accounts, audit_trail, invoices, outbox, topups, transfers, users
from storage.accounts import AccountKind
from storage.audit_trail import Act
from storage.database import Constraint, Database, Queries
from storage.events import Event
from storage.topups import HeardFrom, Topup
from storage.transfers import TransferKind
from usecases.alerting.alert_operators import AlertOperators
from usecases.clock import Clock
from usecases.errors import AlreadyDecided, PaymentGone, PersonGone, TopUpsClosed
from usecases.numbers import plain
from usecases.paying.debts import pay_debt
from usecases.paying.invoice_payloads import InvoicePayloads, InvoiceTerms
from usecases.paying.star_terms import ReadStarTerms
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class StarPayment:
    """A payment as Telegram tells it. `user_id` is the payer; `paid_at` in epoch milliseconds.

    `stars` is what was paid; in the statement a commission of an affiliate makes it smaller.
    """

    charge_id: str
    user_id: int
    stars: int
    payload: str
    paid_at: int
    heard_from: HeardFrom


class TakePayments:
    """Of an update and the statement the first brings the money, and the other changes nothing."""

    def __init__(
        self,
        *,
        db: Database,
        payloads: InvoicePayloads | None,
        currency: str,
        read_terms: ReadStarTerms,
        alert: AlertOperators,
        wake_sender: WakeUp,
        clock: Clock,
    ) -> None:
        self._db = db
        self._payloads = payloads
        self._currency = currency
        self._read_terms = read_terms
        self._alert = alert
        self._wake_sender = wake_sender
        self._clock = clock

    async def __call__(self, payment: StarPayment) -> bool:
        """Credit the payer with what the payload says; False if the charge is known. Idempotent.

        A payment without a genuine payload is recorded, and the operators decide about it. Raises PersonGone
        if the payer is forgotten at this moment: as the statement's next reading finds them, they are new.
        """
        if await topups.of_charge(self._db, payment.charge_id):
            return False
        await self._open_accounts(payment.user_id)
        operators = await self._alert.recipients()
        try:
            async with self._db.transaction() as transaction:
                if await topups.of_charge(transaction, payment.charge_id):
                    return False
                await self._take(transaction, payment, operators)
        except Constraint:
            if await topups.of_charge(self._db, payment.charge_id) is not None:
                return False  # another process was faster
            await self._refuse_forgotten(payment.user_id)
            raise
        self._wake_sender.set()
        return True

    async def credit(self, topup_id: int, operator_id: int) -> Topup:
        """Credit the payer of an unmatched payment at the present price of a Star, by an operator's decision.

        Raises PaymentGone, AlreadyDecided, or TopUpsClosed while a Star has no price.
        """
        topup = await topups.get(self._db, topup_id)
        if topup is None:
            raise PaymentGone
        amount, now = (await self._read_terms()).worth(topup.stars), self._clock()
        if not amount:
            raise TopUpsClosed
        await self._open_accounts(topup.user_id)
        try:
            async with self._db.transaction() as transaction:
                if not await topups.match(transaction, topup_id, amount):
                    raise AlreadyDecided
                debt = await _bring(transaction, topup, amount, now, operator_id)
                told = f"{plain(amount)} {self._currency}"
                await audit_trail.add(
                    transaction, now, operator_id, Act.PAYMENT_CREDITED, topup_id, after=told
                )
                await outbox.add(transaction, topup.user_id, Event.TOPUP, topup_id, now, {"debt": debt})
        except Constraint:  # its Stars go back
            raise AlreadyDecided from None
        self._wake_sender.set()
        return topup

    async def _refuse_forgotten(self, user_id: int) -> None:
        user = await users.get(self._db, user_id)
        if user is None or user.telegram_id is None:
            raise PersonGone

    async def _open_accounts(self, user_id: int) -> None:
        with contextlib.suppress(Constraint):  # another process opened them at the same moment
            await accounts.open_for(self._db, user_id)

    async def _take(self, db: Queries, payment: StarPayment, operators: list[int]) -> None:
        terms, now = self._terms_of(payment), self._clock()
        topup = await topups.add(
            db,
            charge_id=payment.charge_id,
            user_id=payment.user_id,
            stars=terms.stars if terms else max(payment.stars, 1),
            credited=terms.credited if terms else None,
            currency=self._currency,
            invoice_id=terms.invoice_id if terms else None,
            heard_from=payment.heard_from,
            paid_at=payment.paid_at,
            now=now,
        )
        if terms is None:
            log.warning("a payment cannot be matched to an invoice: top-up %d", topup.id)
            for operator in operators:
                await outbox.add(db, operator, Event.UNMATCHED_PAYMENT, topup.id, now)
            return
        invoice = await invoices.get(db, terms.invoice_id)
        is_first = await invoices.pay(db, terms.invoice_id)
        is_anothers = invoice is not None and invoice.user_id != payment.user_id
        if is_anothers:  # nobody orders from a wallet but its owner
            await invoices.note_ordered(db, terms.invoice_id, now)
        debt = await _bring(db, topup, terms.credited, now)
        payload: dict[str, object] = {
            "debt": debt,
            "again": invoice is not None and not is_first,
            "anothers": is_anothers,
        }
        await outbox.add(db, payment.user_id, Event.TOPUP, topup.id, now, payload)

    def _terms_of(self, payment: StarPayment) -> InvoiceTerms | None:
        """Return what the payload says. An update also tells the price, which has to be the same."""
        terms = self._payloads.read(payment.payload) if self._payloads else None
        is_other_price = payment.heard_from is HeardFrom.UPDATE and terms and terms.stars != payment.stars
        return None if is_other_price else terms


async def _bring(db: Queries, topup: Topup, amount: int, now: int, operator_id: int | None = None) -> int:
    """Move the money of a payment into the wallet, and pay the person's debt; return how much of it."""
    key = f"topup:{topup.id}"
    await accounts.lock(db, [topup.user_id])
    await transfers.add(
        db,
        key=key,
        kind=TransferKind.TOPUP,
        giver=AccountKind.STARS,
        taker=AccountKind.WALLET,
        user_id=topup.user_id,
        amount=amount,
        topup_id=topup.id,
        actor=operator_id,
        happened_at=topup.paid_at,
        now=now,
    )
    return await pay_debt(db, topup.user_id, key, now)
