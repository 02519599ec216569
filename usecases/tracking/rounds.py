"""Chooses the open orders to ask for next: those with a due appointment, and the others in rounds by age.

The cursor of a round is in memory only: after a restart all rounds begin anew.
"""

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from panel import MAX_IDS_PER_CALL
from storage import open_orders
from storage.database import Database
from storage.open_orders import OpenOrder
from usecases.clock import DAY, HOUR, Clock

ORDERS_PER_READ = 1_000

Place = tuple[int, int]
"""A cursor in a line of orders: a time (epoch ms) and an order's id."""

LAST = 2**62


@dataclass(frozen=True, slots=True)
class Age:
    """An age group of orders: placed less than `older` and at least `younger` ms before the round began.

    A round begins every `every` intervals.
    """

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
"""The most intervals between two checks of an order."""


@dataclass(slots=True, eq=False)
class Batch:
    """The orders of one call, by the panel's id; `done` when their answers were passed on to be recorded."""

    orders: dict[str, OpenOrder]
    line: "Appointments | Round"
    last: Place
    done: bool = False

    @classmethod
    def of(cls, orders: list[OpenOrder], line: "Appointments | Round") -> "Batch":
        last = orders[-1].placed_at, orders[-1].id
        return cls({order.panel_order_id: order for order in orders}, line, last)

    def let_go(self) -> None:
        """Free the orders. The cursor `last` stays."""
        self.orders = {}


class Appointments:
    """The orders with a due appointment."""

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
        """Do nothing: recording an answer changes the appointment itself."""


@dataclass(slots=True, eq=False)
class Round:
    """A round over the orders of one age, the oldest first.

    `began_at` (epoch ms) is the start of this or the last round. `asked_to` is the cursor, None if no round
    is under way.
    """

    age: Age
    every: int  # ms
    began_at: int = -1
    asked_to: Place | None = None
    has_ended: bool = False
    """Whether the round ended since the last `take_end`."""
    _any: bool = False
    _read_to: Place | None = None
    _all_read: bool = False
    _open: deque[Batch] = field(default_factory=deque)

    def resume(self) -> None:
        """Go back to the cursor, and read again the orders without an answer."""
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
        """Mark a batch as done, and advance the cursor past the done batches at the front."""
        batch.done = True
        while self._open and self._open[0].done:
            batch = self._open.popleft()
            self.asked_to = batch.last
        self._end()

    def _is_due(self, now: int) -> bool:
        """Whether a new round is due, also if the clock was set back to before the last one."""
        return not self.began_at <= now < self.began_at + self.every

    def _end(self) -> None:
        """End the round if all its orders were read and answered. An empty round is not recorded."""
        if self._all_read and not self._open and self.asked_to is not None:
            self.asked_to, self.has_ended = None, self._any

    def take_end(self) -> bool:
        ended, self.has_ended = self.has_ended, False
        return ended


class Rounds:
    """The appointments and rounds of a panel key, shared by its sweeps."""

    def __init__(self, *, db: Database, panel_key_id: int, interval: int, longest: int, clock: Clock) -> None:
        self._db = db
        self.panel_key_id = panel_key_id
        self._clock = clock
        self._rounds = [Round(age, age.every * interval) for age in AGES]
        self._longest = longest
        self._turns: deque[Appointments | Round] = deque()

    def resume(self) -> None:
        """Begin a sweep at the cursors of the last one."""
        for one in self._rounds:
            one.resume()
        self._turns = deque([Appointments(self._longest), *self._rounds])

    async def page(self) -> list[Batch]:
        """Return the next batches to ask for; empty if nothing is due.

        The lines take turns, so that a round of a million orders does not delay one that was just placed.
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
        """Return the ages whose rounds ended since the last call, with the start of each round (epoch ms)."""
        return {one.age.name: one.began_at for one in self._rounds if one.take_end()}


def last_asked(placed_at: int, began_at: Mapping[str, int]) -> int | None:
    """Return the start (epoch ms) of the newest ended round that contained the order; None if there is none.

    The order was asked for after that moment.
    """
    asked = [at for age in AGES if (at := began_at.get(age.name)) and age.has(placed_at, at)]
    return max(asked, default=None)
