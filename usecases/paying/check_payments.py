"""Says yes or no before Stars are paid. Telegram asks, and the person's client waits ten seconds."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from storage import conditions, invoices, stopped_people, topups
from storage.database import Database
from storage.invoices import InvoiceStatus
from usecases.clock import DAY, Clock
from usecases.errors import NotAllowed
from usecases.paying.invoice_payloads import InvoicePayloads, InvoiceTerms
from usecases.paying.star_terms import ReadStarTerms
from usecases.people.access import Access

XTR = "XTR"
"""Telegram's name for Stars as a currency."""


class Refusal(StrEnum):
    """Why a payment is not taken. The views have the sentences."""

    CLOSED = "closed"
    NOT_OURS = "not_ours"
    """The invoice was not made by this bot, or with a key that is gone."""
    ANOTHERS = "anothers"
    OUT_OF_DATE = "out_of_date"
    PAID_BEFORE = "paid_before"
    NOT_LET_IN = "not_let_in"
    TOO_MUCH = "too_much"
    TOO_MUCH_A_DAY = "too_much_a_day"
    TOO_MUCH_AT_FIRST = "too_much_at_first"
    NO_ANSWER = "no_answer"
    """The question could not be answered in time."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """Telegram's question. `amount` is in Stars if `currency` is XTR."""

    telegram_id: int
    currency: str
    amount: int
    payload: str


class CheckPayments:
    """`payloads` is None where nothing is sold from wallets. `closing` names what closes selling."""

    def __init__(
        self,
        *,
        db: Database,
        access: Access,
        payloads: InvoicePayloads | None,
        read_terms: ReadStarTerms,
        closing: Iterable[str],
        clock: Clock,
    ) -> None:
        self._db = db
        self._access = access
        self._payloads = payloads
        self._read_terms = read_terms
        self._closing = frozenset(closing)
        self._clock = clock

    async def __call__(self, asked: Checkout) -> Refusal | None:
        """Return why the payment is not taken; None if it is. Raises DatabaseAway. It only reads."""
        if self._payloads is None:
            return Refusal.CLOSED
        terms = self._payloads.read(asked.payload)
        if terms is None or asked.currency != XTR or asked.amount != terms.stars:
            return Refusal.NOT_OURS
        return await self._of_invoice(terms, asked.telegram_id) or await self._of_person(terms)

    async def _of_invoice(self, terms: InvoiceTerms, payer: int) -> Refusal | None:
        if payer != terms.telegram_id:
            return Refusal.ANOTHERS
        invoice = await invoices.get(self._db, terms.invoice_id)
        if invoice is None or (invoice.stars, invoice.credited) != (terms.stars, terms.credited):
            return Refusal.OUT_OF_DATE
        if invoice.status is InvoiceStatus.PAID:
            return Refusal.PAID_BEFORE
        return Refusal.OUT_OF_DATE if self._clock() >= invoice.expires_at else None

    async def _of_person(self, terms: InvoiceTerms) -> Refusal | None:
        try:
            person = await self._access.find(terms.telegram_id)
        except NotAllowed:
            return Refusal.NOT_LET_IN
        if person.role is None or await stopped_people.reason_of(self._db, person.id) is not None:
            return Refusal.NOT_LET_IN
        if any(condition.name in self._closing for condition in await conditions.current(self._db)):
            return Refusal.CLOSED
        return await self._of_limits(person.id, terms.credited)

    async def _of_limits(self, user_id: int, amount: int) -> Refusal | None:
        limits, now = await self._read_terms(), self._clock()
        paid = await topups.paid_since(self._db, user_id, now - DAY)
        if amount > limits.most:
            return Refusal.TOO_MUCH
        if paid.amount + amount > limits.most_day:
            return Refusal.TOO_MUCH_A_DAY
        is_first_day = paid.first_at is None or now - paid.first_at < DAY
        if is_first_day and paid.amount + amount > limits.most_first_day:
            return Refusal.TOO_MUCH_AT_FIRST
        return None
