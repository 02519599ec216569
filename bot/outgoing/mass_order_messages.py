"""The summary of a mass order, which stands for the messages about its orders, and the message at its end."""

from functools import partial

from bot.outgoing.delivery import Delivery
from storage import mass_orders
from storage.database import Database
from storage.outbox import OutboxMessage
from storage.users import Notifications
from usecases.clock import Clock
from usecases.people.access import Person
from usecases.tracking.view_mass_orders import MassProgress, ViewMassOrders
from views.orders import mass_progress


class MassOrderMessages:
    def __init__(self, *, db: Database, view_mass_orders: ViewMassOrders, clock: Clock) -> None:
        self._db = db
        self._view_mass_orders = view_mass_orders
        self._clock = clock

    async def compose(
        self, message: OutboxMessage, mass_order_id: int, person: Person, card: Delivery | None = None
    ) -> Delivery | None:
        """Build the summary for news of a mass order or of one of its orders.

        The `card` of that order, if a message shows it, is redrawn too. While more news waits, the last of
        it draws the summary for all. Raises OrderGone.
        """
        progress = await self._view_mass_orders.progress(mass_order_id, person.id)
        it = progress.mass_order
        if await mass_orders.is_news_waiting(self._db, it, message.id, self._clock()):
            return card
        summary = Delivery(
            mass_progress.summary(progress),
            it.message_id,
            note_sent=partial(mass_orders.put_message, self._db, it.id),
            before=card,
        )
        tells_end = progress.has_ended and it.finished_at is None
        if not tells_end or person.notifications is Notifications.NONE:
            return summary
        return await self._end(progress, person, summary)

    async def unsent(self, mass_order_id: int, person: Person) -> Delivery | None:
        """Build the message about orders that were not sent, because the bot was away. Raises OrderGone."""
        count = await self._view_mass_orders.unsent(mass_order_id, person.id)
        return Delivery(mass_progress.unsent(mass_order_id, count)) if count else None

    async def _end(self, progress: MassProgress, person: Person, summary: Delivery) -> Delivery:
        """Build the message that all orders have ended, with a file of those that did not end as ordered."""
        it = progress.mass_order
        failed = await self._view_mass_orders.incomplete(it.id, person.id)
        file = (f"failed-{it.id}.csv", mass_progress.incomplete_file(failed)) if failed else None
        return Delivery(
            mass_progress.ended(progress),
            file=file,
            note_sent=partial(self._finish, it.id),
            before=summary,
            may_wait=True,
            mass_order_id=it.id,
        )

    async def _finish(self, mass_order_id: int, _message_id: int) -> None:
        await mass_orders.finish(self._db, mass_order_id, self._clock())
