"""Records the statuses of open orders: each change and its messages in one transaction."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from panel import OrderStatus
from storage import open_orders, outbox, sweep_rounds
from storage.database import Constraint, Database, Queries
from storage.events import Event
from storage.open_orders import Changed, OpenOrder
from storage.orders import OrderStage
from usecases.alerting.alert_operators import AlertOperators
from usecases.alerting.end_conditions import ORDER_MISSING, ORDER_UNREADABLE
from usecases.alerting.refused_statuses import tell_recorded, tell_refused
from usecases.clock import DAY, Clock
from usecases.paying import give_back
from usecases.tracking.hold_services import HoldServices
from usecases.tracking.rounds import Batch, Rounds

News = list[tuple[OpenOrder, OrderStatus]]

LOST_AFTER = DAY
CHANGES_PER_TRANSACTION = 500
"""About so many orders are written in one transaction: other writers wait for it, and SQLite holds its
rollback data in memory.
"""


@dataclass(slots=True, eq=False)
class HeardBatch:
    """The orders of a batch, grouped by the kind of answer."""

    batch: Batch
    news: list[tuple[OpenOrder, OrderStatus]] = field(default_factory=list)
    nothing_new: list[OpenOrder] = field(default_factory=list)
    """Only orders with an appointment. Nothing is written for the others."""
    missed: list[OpenOrder] = field(default_factory=list)
    """The panel does not know these orders."""
    unread: list[tuple[OpenOrder, str]] = field(default_factory=list)
    """The panel's answer about these orders is not understood; the text is from the answer."""
    unanswered: list[OpenOrder] = field(default_factory=list)

    @property
    def size(self) -> int:
        """The number of orders to write."""
        told = len(self.news) + len(self.unread)
        return told + len(self.nothing_new) + len(self.missed) + len(self.unanswered)


class RecordStatuses:
    """`soon` and `longest` (ms) are the shortest and longest time to the next appointment of an order.

    An order without an answer is asked for `soon`. A missing or unreadable order, or one with a problem, is
    asked for with backoff.
    """

    def __init__(
        self,
        *,
        db: Database,
        alert: AlertOperators,
        clock: Clock,
        longest: int,
        soon: int,
        hold: HoldServices,
    ) -> None:
        self._db = db
        self._alert = alert
        self._clock = clock
        self._longest = longest
        self._soon = soon
        self._hold = hold

    async def __call__(self, heard: Sequence[HeardBatch], way: Rounds) -> None:
        for part in _parts(heard):
            await self._write(part, way)

    async def _write(self, heard: Sequence[HeardBatch], way: Rounds) -> None:
        now = self._clock()
        news = [one for each in heard for one in each.news]
        nothing_new = [one for each in heard for one in each.nothing_new]
        missed = [one for each in heard for one in each.missed]
        unread = [one for each in heard for one in each.unread]
        unanswered = [one for each in heard for one in each.unanswered]
        await self._tell_found([order for order, _ in news] + nothing_new)
        operators = await self._alert.operators() if news else []
        await self._tell_unknown_words(news)
        for each in heard:
            each.batch.line.move(each.batch)
        ended = way.take_ends()

        async def commit(news: News, unanswered: list[OpenOrder]) -> None:
            async with self._db.transaction() as transaction:
                await self._record(transaction, news, operators, now)
                calm = [order for order in nothing_new if not order.has_problem]
                await open_orders.return_to_rounds(transaction, _ids(calm), now)
                await open_orders.put_off(transaction, self._later([], nothing_new, now), now)
                await open_orders.miss(transaction, self._missing_again(missed, now), now)
                await open_orders.cannot_read(transaction, self._unread_again(unread, now), now)
                await open_orders.appoint(transaction, _ids(unanswered), now + self._soon)
                await sweep_rounds.note_ends(transaction, way.panel_key_id, ended)

        if news or nothing_new or missed or unread or unanswered or ended:
            refused: list[OpenOrder] = []
            try:
                await commit(news, unanswered)
            except Constraint:
                refused = [one for one, told in news if not await self._is_kept((one, told), operators, now)]
                await commit([], unanswered + refused)
            heard_of = {one.id for one, _ in news} | set(_ids(nothing_new))
            await tell_recorded(self._db, self._alert, heard_of - set(_ids(refused)))
        await self._tell_lost(missed, now)
        await self._tell_unreadable(unread, now)

    async def _record(self, db: Queries, news: News, operators: list[int], now: int) -> None:
        changed = await open_orders.record(db, news, now)
        await give_back.of_orders(db, _ids_with_money(changed), operators, now)
        await outbox.add_many(db, _messages(changed, operators), now)
        await self._hold.by_charge(db, [one.id for one in changed if one.is_dear], operators)
        await open_orders.put_off(db, self._later(changed, [], now), now)

    async def _is_kept(self, one: tuple[OpenOrder, OrderStatus], operators: list[int], now: int) -> bool:
        """Record one order alone; False if the database refuses it. It must not stop the others."""
        try:
            async with self._db.transaction() as transaction:
                await self._record(transaction, [one], operators, now)
        except Constraint as error:
            await tell_refused(self._alert, one[0].id, one[1].word, error)
            return False
        return True

    async def note_ends(self, way: Rounds) -> None:
        """Record the rounds that have ended since the last write."""
        if ended := way.take_ends():
            await sweep_rounds.note_ends(self._db, way.panel_key_id, ended)

    def _later(self, changed: list[Changed], nothing_new: list[OpenOrder], now: int) -> dict[int, int]:
        """Return the next appointments (epoch ms) of orders with a problem.

        The wait is the time since the last change, at least `soon` and at most MAX_ASK_INTERVAL_MS.
        """
        times = {one.id: now + self._soon for one in changed if one.status is OrderStage.PROBLEM}
        for order in nothing_new:
            if order.has_problem:
                unchanged = now - (order.changed_at or now)
                times[order.id] = now + min(max(unchanged, self._soon), open_orders.MAX_ASK_INTERVAL_MS)
        return times

    def _missing_again(self, missed: list[OpenOrder], now: int) -> dict[int, int]:
        return {order.id: self._again(order.missing_since, now) for order in missed}

    def _unread_again(self, unread: list[tuple[OpenOrder, str]], now: int) -> dict[int, int]:
        return {order.id: self._again(order.unreadable_since, now) for order, _ in unread}

    def _again(self, since: int | None, now: int) -> int:
        """Return the next appointment (epoch ms) of an order without a status, with backoff."""
        return now + min(max((now - (since or now)) // 4, self._soon), self._longest)

    async def _tell_found(self, orders: list[OpenOrder]) -> None:
        for order in orders:
            if order.missing_since is not None:
                await self._alert.end(f"{ORDER_MISSING}:{order.id}")
            if order.unreadable_since is not None:
                await self._alert.end(f"{ORDER_UNREADABLE}:{order.id}")

    async def _tell_unknown_words(self, news: list[tuple[OpenOrder, OrderStatus]]) -> None:
        unknown = {told.word[:60]: order.id for order, told in reversed(news) if told.state is None}
        for word, order_id in unknown.items():
            await self._alert.begin(f"status_word:{word}", f"#{order_id}")

    async def _tell_lost(self, missed: list[OpenOrder], now: int) -> None:
        for order in missed:
            if order.missing_since is not None and now - order.missing_since >= LOST_AFTER:
                await self._alert.begin(f"{ORDER_MISSING}:{order.id}", order.panel_order_id)

    async def _tell_unreadable(self, unread: list[tuple[OpenOrder, str]], now: int) -> None:
        for order, seen in unread:
            if order.unreadable_since is not None and now - order.unreadable_since >= LOST_AFTER:
                await self._alert.begin(f"{ORDER_UNREADABLE}:{order.id}", seen)


def _parts(heard: Sequence[HeardBatch]) -> Iterator[list[HeardBatch]]:
    part: list[HeardBatch] = []
    orders = 0
    for one in heard:
        part.append(one)
        orders += one.size
        if orders >= CHANGES_PER_TRANSACTION:
            yield part
            part, orders = [], 0
    if part:
        yield part


def _messages(changed: list[Changed], operators: list[int]) -> list[tuple[int, Event, int]]:
    """Redraw each card. Tell the customer of a problem and of the end, and the operators of a problem."""
    messages = []
    for order in changed:
        messages.append((order.user_id, Event.ORDER_CARD, order.id))
        if order.status.finished:
            messages.append((order.user_id, Event.ORDER_ENDED, order.id))
        if order.has_new_problem:
            messages.append((order.user_id, Event.ORDER_PROBLEM, order.id))
            messages += [(operator, Event.PROBLEM, order.id) for operator in operators]
    return messages


def _ids_with_money(changed: list[Changed]) -> list[int]:
    """Return the orders paid from a wallet that have ended."""
    return [one.id for one in changed if one.is_paid_from_wallet and one.status.finished]


def _ids(orders: list[OpenOrder]) -> list[int]:
    return [order.id for order in orders]
