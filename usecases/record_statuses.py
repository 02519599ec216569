"""Writes down what was heard of open orders, a change and its messages in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from panel import OrderStatus as Told
from storage import open_orders, outbox, rounds
from storage.database import Database
from storage.open_orders import Changed, News, OpenOrder
from storage.orders import OrderStatus
from storage.outbox import Event
from usecases.alert_operators import AlertOperators
from usecases.clock import DAY, Clock
from usecases.rounds import PAGE, Batch, Rounds

LOST_AFTER = DAY
TOGETHER = 500
"""Orders that one transaction writes to, about: whoever else writes waits for it, and SQLite keeps in memory
what undoing it takes.
"""


@dataclass(slots=True, eq=False)
class Heard:
    """What came of asking for a batch: orders with news, without, and such as the panel does not know."""

    batch: Batch
    news: list[tuple[OpenOrder, Told]] = field(default_factory=list)
    nothing_new: list[OpenOrder] = field(default_factory=list)
    """Only those that had an appointment: of others nothing is to be written down."""
    missed: list[OpenOrder] = field(default_factory=list)
    unanswered: list[OpenOrder] = field(default_factory=list)


class RecordStatuses:
    """`missing_again` and `unanswered_again`: ms until such orders are asked for again, by themselves."""

    def __init__(
        self,
        *,
        db: Database,
        alert: AlertOperators,
        clock: Clock,
        missing_again: int,
        unanswered_again: int,
    ) -> None:
        self._db = db
        self._alert = alert
        self._clock = clock
        self._missing_again = missing_again
        self._unanswered_again = unanswered_again

    async def __call__(self, heard: Sequence[Heard], way: Rounds) -> None:
        for part in _parts(heard):
            await self._write(part, way)

    async def _write(self, heard: Sequence[Heard], way: Rounds) -> None:
        now = self._clock()
        news = [one for each in heard for one in each.news]
        nothing_new = [one for each in heard for one in each.nothing_new]
        missed = [one for each in heard for one in each.missed]
        unanswered = [one for each in heard for one in each.unanswered]
        await self._tell_found([order for order, _ in news] + nothing_new)
        await self._tell_unknown_words(news)
        for each in heard:
            each.batch.line.move(each.batch)
        moved = way.to_keep(1 if news else PAGE)
        if news or nothing_new or missed or unanswered or moved:
            async with self._db.transaction() as transaction:
                changed = await open_orders.record(transaction, [_news(*one) for one in news], now)
                await outbox.add_many(transaction, _messages(changed), now)
                await open_orders.return_to_rounds(transaction, _ids(nothing_new), now)
                await open_orders.miss(transaction, _ids(missed), now, now + self._missing_again)
                await open_orders.appoint(transaction, _ids(unanswered), now + self._unanswered_again)
                await rounds.keep(transaction, way.panel_key_id, moved)
        await self._tell_lost(missed, now)

    async def keep_place(self, way: Rounds) -> None:
        """At the end of a sweep, which may be in the middle of a round."""
        if moved := way.to_keep(1):
            await rounds.keep(self._db, way.panel_key_id, moved)

    async def _tell_found(self, orders: list[OpenOrder]) -> None:
        for order in orders:
            if order.missing_since is not None:
                await self._alert.end(f"order_missing:{order.id}")

    async def _tell_unknown_words(self, news: list[tuple[OpenOrder, Told]]) -> None:
        unknown = {told.word[:60]: order.id for order, told in reversed(news) if told.state is None}
        for word, order_id in unknown.items():
            await self._alert.begin(f"status_word:{word}", f"#{order_id}")

    async def _tell_lost(self, missed: list[OpenOrder], now: int) -> None:
        for order in missed:
            if order.missing_since is not None and now - order.missing_since >= LOST_AFTER:
                await self._alert.begin(f"order_missing:{order.id}", order.panel_order_id)


def _parts(heard: Sequence[Heard]) -> Iterator[list[Heard]]:
    part: list[Heard] = []
    orders = 0
    for one in heard:
        part.append(one)
        orders += len(one.news) + len(one.nothing_new) + len(one.missed) + len(one.unanswered)
        if orders >= TOGETHER:
            yield part
            part, orders = [], 0
    if part:
        yield part


def _news(order: OpenOrder, told: Told) -> News:
    status = OrderStatus(told.state.value) if told.state else None
    as_before = told.word == order.status_word and order.next_check_at is None
    return News(
        order.id, status, None if as_before else told.word, told.charge, told.start_count, told.remains
    )


def _messages(changed: list[Changed]) -> list[tuple[int, Event, int]]:
    """Each card is drawn anew, and who ordered hears of the end."""
    messages = []
    for order in changed:
        messages.append((order.user_id, Event.ORDER_CARD, order.id))
        if order.status.finished:
            messages.append((order.user_id, Event.ORDER_ENDED, order.id))
    return messages


def _ids(orders: list[OpenOrder]) -> list[int]:
    return [order.id for order in orders]
