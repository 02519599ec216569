"""Which open orders are asked for next: those with an appointment, and in rounds the others, by their age.

Where a round is stands in memory only: after a restart all rounds begin anew.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from panel import MAX_IDS_PER_CALL
from storage import open_orders
from storage.database import Database
from storage.open_orders import OpenOrder
from usecases.clock import DAY, HOUR, Clock

ORDERS_PER_READ = 1_000  # orders that are read at once

Place = tuple[int, int]
"""Where an order stands in the line: by a time, and its id."""

LAST = 2**62


@dataclass(frozen=True, slots=True)
class Age:
    """Orders placed within (`older`, `younger`] before a round began; `every` so many intervals it begins."""

    name: str
    older: int
    younger: int
    every: int

    def first(self, began_at: int) -> Place:
        return began_at - self.older, LAST

    def last(self, began_at: int) -> int:
        return began_at - self.younger

    def has(self, placed_at: int, began_at: int) -> bool:
        return began_at - self.older < placed_at <= self.last(began_at)


AGES = (Age("hour", HOUR, -LAST, 1), Age("day", DAY, HOUR, 5), Age("older", LAST, DAY, 15))
MAX_INTERVALS = max(age.every for age in AGES)
"""Intervals between two checks of an order, at most."""


@dataclass(slots=True, eq=False)
class Batch:
    """Orders for one call, by the panel's id; `done` once what was heard of them is written down."""

    orders: dict[str, OpenOrder]
    line: "Appointments | Round"
    last: Place
    done: bool = False

    @classmethod
    def of(cls, orders: list[OpenOrder], line: "Appointments | Round") -> "Batch":
        last = orders[-1].placed_at, orders[-1].id
        return cls({order.panel_order_id: order for order in orders}, line, last)

    def let_go(self) -> None:
        """Keep no more of the orders than where in the line they stood."""
        self.orders = {}


class Appointments:
    """Orders that are to be asked for at a time of their own, if that has come."""

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self._read_to: Place = (-1, 0)

    async def page(self, db: Database, panel_key_id: int, now: int) -> list[OpenOrder]:
        far = now + self._longest + HOUR
        orders = await open_orders.with_appointment(
            db, panel_key_id, now, far, self._read_to, ORDERS_PER_READ
        )
        if orders:
            self._read_to = orders[-1].next_check_at or 0, orders[-1].id
        return orders

    def move(self, batch: Batch) -> None:
        """What was written down has moved the orders themselves."""


@dataclass(slots=True, eq=False)
class Round:
    """The orders of one age, the oldest first.

    `began_at` is when it, or the last one, began; `asked_to` is where it is, None between two rounds.
    """

    age: Age
    every: int  # ms
    began_at: int = -1
    asked_to: Place | None = None
    has_ended: bool = False
    """Whether it came to its end since the last `take_end`."""
    _any: bool = False
    _read_to: Place | None = None
    _all_read: bool = False
    _open: deque[Batch] = field(default_factory=deque)

    def resume(self) -> None:
        """Read again what the last sweep read and got no answer about."""
        self._read_to, self._all_read = self.asked_to, False
        self._open.clear()

    async def page(self, db: Database, panel_key_id: int, now: int) -> list[OpenOrder]:
        if self.asked_to is None and self._is_due(now):
            self.began_at, self._all_read, self._any = now, False, False
            self.asked_to = self._read_to = self.age.first(now)
        if self.asked_to is None or self._read_to is None or self._all_read:
            return []
        until = self.age.last(self.began_at)
        orders = await open_orders.placed_between(db, panel_key_id, self._read_to, until, ORDERS_PER_READ)
        self._all_read = len(orders) < ORDERS_PER_READ
        if orders:
            self._read_to, self._any = (orders[-1].placed_at, orders[-1].id), True
        else:
            self._end()
        return orders

    def wait_for(self, batch: Batch) -> None:
        self._open.append(batch)

    def move(self, batch: Batch) -> None:
        """Pass all orders in the line of which nothing is still to be heard."""
        batch.done = True
        while self._open and self._open[0].done:
            batch = self._open.popleft()
            self.asked_to = batch.last
        self._end()

    def _is_due(self, now: int) -> bool:
        """Also if it began in what is the future since somebody set the clock back."""
        return not self.began_at <= now < self.began_at + self.every

    def _end(self) -> None:
        """A round that found nobody is not worth noting."""
        if self._all_read and not self._open and self.asked_to is not None:
            self.asked_to, self.has_ended = None, self._any

    def take_end(self) -> bool:
        ended, self.has_ended = self.has_ended, False
        return ended


class Rounds:
    """The way of the sweeps through the open orders of a panel key."""

    def __init__(self, *, db: Database, panel_key_id: int, interval: int, longest: int, clock: Clock) -> None:
        self._db = db
        self.panel_key_id = panel_key_id
        self._clock = clock
        self._rounds = [Round(age, age.every * interval) for age in AGES]
        self._longest = longest
        self._turns: deque[Appointments | Round] = deque()

    def resume(self) -> None:
        """Begin a sweep, where the last one got its last answer."""
        for one in self._rounds:
            one.resume()
        self._turns = deque([Appointments(self._longest), *self._rounds])

    async def page(self) -> list[Batch]:
        """What to ask for next, in batches; empty if nothing is due.

        Each line has its turn, so that a round of a million does not hold up an order that was just placed.
        """
        for _ in range(len(self._turns)):
            line = self._turns[0]
            self._turns.rotate(-1)
            if orders := await line.page(self._db, self.panel_key_id, self._clock()):
                batches = [
                    Batch.of(orders[start : start + MAX_IDS_PER_CALL], line)
                    for start in range(0, len(orders), MAX_IDS_PER_CALL)
                ]
                if isinstance(line, Round):
                    for batch in batches:
                        line.wait_for(batch)
                return batches
        return []

    def take_ends(self) -> dict[str, int]:
        """The ages whose rounds came to their end since the last call, and when those began (epoch ms)."""
        return {one.age.name: one.began_at for one in self._rounds if one.take_end()}


def last_asked(placed_at: int, began_at: Mapping[str, int]) -> int | None:
    """A moment after which an order was asked for, by the rounds that have come to their end (epoch ms)."""
    asked = [at for age in AGES if (at := began_at.get(age.name)) and age.has(placed_at, at)]
    return max(asked, default=None)
