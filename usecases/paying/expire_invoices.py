"""Ends invoices that nobody paid within their hour."""

from storage import invoices, outbox
from storage.database import Database
from storage.events import Event
from usecases.clock import Clock


class ExpireInvoices:
    """The message of such an invoice is deleted, and another says why: an invoice cannot be edited."""

    def __init__(self, *, db: Database, clock: Clock) -> None:
        self._db = db
        self._clock = clock

    async def __call__(self) -> None:
        now = self._clock()
        async with self._db.transaction() as transaction:
            for invoice in await invoices.expire(transaction, now):
                if invoice.message_id is not None:
                    await outbox.add(transaction, invoice.user_id, Event.INVOICE_EXPIRED, invoice.id, now)
