"""Places the orders for which people have topped up."""

import logging

from storage import invoices, outbox
from storage.database import Constraint, Database
from storage.events import Event
from storage.invoices import Invoice
from usecases.clock import Clock
from usecases.errors import RequestFailed
from usecases.ordering.place_order import PlaceOrder
from usecases.wakeup import WakeUp

log = logging.getLogger(__name__)


class OrderPaidDrafts:
    """Each order is placed once: by its draft. One that is not possible is said, and the money stays."""

    def __init__(self, *, db: Database, place_order: PlaceOrder, wake_sender: WakeUp, clock: Clock) -> None:
        self._db = db
        self._place_order = place_order
        self._wake_sender = wake_sender
        self._clock = clock

    async def __call__(self) -> None:
        """Place what waits, of all people: also what a process that ended has left. Idempotent."""
        for invoice in await invoices.to_order(self._db):
            await self._order(invoice)

    async def _order(self, invoice: Invoice) -> None:
        """Order exactly what the person saw. Otherwise show them the review again."""
        try:
            await self._place_order(invoice.draft_id or "", invoice.user_id, invoice.review or "", None)
        except (RequestFailed, Constraint) as error:
            log.info("the draft of invoice %d is not ordered: %s", invoice.id, type(error).__name__)
            await self._end(invoice, show_review=True)
        else:
            await self._end(invoice, show_review=False)

    async def _end(self, invoice: Invoice, *, show_review: bool) -> None:
        now = self._clock()
        async with self._db.transaction() as transaction:
            if await invoices.note_ordered(transaction, invoice.id, now) and show_review:
                await outbox.add(transaction, invoice.user_id, Event.REVIEW_AGAIN, invoice.id, now)
        self._wake_sender.set()
