"""Builds the messages about payments in Stars."""

from bot.outgoing.delivery import Delivery, subject_of
from storage import invoices, stopped_people
from storage.database import Database
from storage.events import Event
from storage.outbox import OutboxMessage
from usecases.errors import RequestFailed
from usecases.ordering.draft_orders import DraftOrders
from usecases.paying.view_payments import PaymentCard, ViewPayments
from usecases.people.access import Person
from views import topups, wizard
from views.operating import payments
from views.screen import Screen
from views.text import money

ABOUT_INVOICES = frozenset({Event.INVOICE_EXPIRED, Event.REVIEW_AGAIN})
FOR_PAYERS = frozenset({Event.TOPUP, Event.STARS_RETURNED, Event.STARS_KEPT, Event.CHARGED_BACK})
ABOUT_PAYMENTS = ABOUT_INVOICES | FOR_PAYERS | {Event.CHARGEBACK, Event.UNMATCHED_PAYMENT}


class PaymentMessages:
    def __init__(self, *, db: Database, view_payments: ViewPayments, draft_orders: DraftOrders) -> None:
        self._db = db
        self._view_payments = view_payments
        self._draft_orders = draft_orders

    async def compose(self, message: OutboxMessage, person: Person) -> Delivery | None:
        """Build a message of `ABOUT_PAYMENTS`; None if it is somebody else's. Raises PaymentGone."""
        if message.event in ABOUT_INVOICES:
            return await self._about_invoice(message, person)
        if message.event in FOR_PAYERS:
            return await self._about_payment(message, person)
        return Delivery(await self._for_operator(message))

    async def _about_invoice(self, message: OutboxMessage, person: Person) -> Delivery | None:
        invoice = await invoices.get(self._db, subject_of(message))
        if invoice is None or invoice.user_id != person.id:
            return None
        if message.event is Event.INVOICE_EXPIRED:
            return Delivery(topups.expired(), deleted_id=invoice.message_id)
        try:
            step = await self._draft_orders.current(invoice.draft_id or "", person.id)
        except RequestFailed:
            return Delivery(topups.not_ordered(invoice))
        stopped = await stopped_people.reason_of(self._db, person.id)
        reason = topups.review_again(money(invoice.credited, invoice.currency), stopped)
        return Delivery(wizard.step(step, reason))

    async def _about_payment(self, message: OutboxMessage, payer: Person) -> Delivery | None:
        card = await self._view_payments.card(subject_of(message))
        if card.payer.id != payer.id:
            return None
        match message.event:
            case Event.TOPUP:
                return await self._credited(card, message)
            case Event.STARS_RETURNED:
                return Delivery(topups.returned(card))
            case Event.STARS_KEPT:
                return Delivery(topups.kept(card))
        return Delivery(topups.charged_back(card))

    async def _credited(self, card: PaymentCard, message: OutboxMessage) -> Delivery:
        """Tell of a payment, and delete the paid invoice if it stands in the payer's chat."""
        payload, paid_for = message.payload, card.state.topup.invoice_id
        invoice = await invoices.get(self._db, int(paid_for)) if paid_for else None
        is_theirs = invoice is not None and invoice.user_id == card.payer.id
        screen = topups.credited(
            card,
            int(payload.get("debt", 0)),
            again=bool(payload.get("again")),
            anothers=bool(payload.get("anothers")),
        )
        return Delivery(screen, deleted_id=invoice.message_id if invoice and is_theirs else None)

    async def _for_operator(self, message: OutboxMessage) -> Screen:
        card = await self._view_payments.card(subject_of(message))
        if message.event is Event.CHARGEBACK:
            return payments.chargeback(card, int(message.payload.get("unsent", 0)))
        return payments.unmatched(card)
