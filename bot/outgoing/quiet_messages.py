"""Keeps the quiet hours of people: news comes without a sound, and final messages may wait for their end."""

from dataclasses import replace
from functools import partial

from bot.outgoing.compose import Messages
from bot.outgoing.delivery import Delivery, Postponed
from storage import postponed_ends
from storage.database import Database
from storage.events import Event
from storage.outbox import OutboxMessage
from storage.postponed_ends import PostponedEnds
from usecases.clock import Clock
from usecases.people.access import Access, Person
from usecases.tracking import for_customers
from views import notifications
from views.language import speaking

NEWS = frozenset({
    Event.ORDER_CARD, Event.ORDER_PROBLEM, Event.ORDER_ENDED, Event.ORDER_CORRECTED, Event.REFILL_ENDED,
    Event.MASS_ORDER,
})  # fmt: skip
"""Events whose messages come without a sound in quiet hours. All others have a sound at every hour."""

IN_DIGEST = frozenset({Event.ORDER_ENDED, Event.REFILL_ENDED})
"""What one message tells together. The end of a mass order is told alone, with its file."""


class QuietMessages:
    """`is_shop`: people see what `for_customers` shows of their orders."""

    def __init__(
        self, *, db: Database, messages: Messages, access: Access, clock: Clock, is_shop: bool = False
    ) -> None:
        self._db = db
        self._messages = messages
        self._access = access
        self._clock = clock
        self._is_shop = is_shop

    async def compose(self, message: OutboxMessage) -> Delivery | None:
        """Build a message as `Messages.compose` does. In quiet hours it is silent or postponed."""
        delivery = await self._messages.compose(message)
        if delivery is None or message.event not in NEWS:
            return delivery
        now = self._clock()
        person = await self._access.known(message.user_id)
        over_at = person.quiet_hours.over_at(now) if person.quiet_hours else None
        if over_at is None:
            has_waited = (
                message.postponed_until is not None and message.event in IN_DIGEST and delivery.may_wait
            )
            return (await self._digest(person, now) if has_waited else None) or delivery
        if person.ends_wait and delivery.may_wait:
            return replace(_silenced(delivery), postponed=Postponed(over_at, now))
        return _silenced(delivery)

    async def _digest(self, person: Person, now: int) -> Delivery | None:
        """Build one message for all ends that were postponed; None if there is only one."""
        postponed = await postponed_ends.of_user(self._db, person.id, now)
        if len(postponed.orders) + len(postponed.refills) <= 1:
            return None
        with speaking(person.language):
            screen = notifications.digest(self._shown(postponed))
        return Delivery(screen, note_sent=partial(self._end, person.id, postponed.last, now))

    def _shown(self, postponed: PostponedEnds) -> PostponedEnds:
        if not self._is_shop:
            return postponed
        orders = [for_customers.order(one) for one in postponed.orders]
        return replace(
            postponed, orders=orders, refills=[for_customers.refill(one) for one in postponed.refills]
        )

    async def _end(self, user_id: int, last: int, now: int, _message_id: int) -> None:
        await postponed_ends.end(self._db, user_id, last, now)


def _silenced(it: Delivery) -> Delivery:
    return replace(it, is_silent=True, before=_silenced(it.before) if it.before else None)
