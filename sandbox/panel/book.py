"""The panel's books: keys with balances, orders that move by themselves, refills."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from sandbox.panel import rules
from sandbox.panel.catalogue import Service, services
from sandbox.panel.refused import Refused

OPEN = ("Pending", "Processing", "In progress")
FIRST_ORDER = 23_501
PARTIAL_SHARE = 0.6
ENDS = (95, 3, 2)  # of 100 orders: completed, partial, canceled
CANCEL_TAKES = 3.0  # seconds from asking to the end
LONGEST_ID = 18
CENT = Decimal("0.00001")


@dataclass(slots=True)
class Key:
    name: str
    balance: Decimal
    currency: str = "USD"


@dataclass(slots=True)
class Order:
    """`sent` is what the panel read besides key and action; times on the panel's own clock, in seconds.

    `quantity` None: a package, which is delivered whole or not at all. `pushed`: someone ended it by hand.
    """

    id: int
    key: str
    service: Service
    sent: dict[str, str]
    quantity: int | None
    price: Decimal
    created: float
    starts_after: float
    takes: float
    ends_as: str
    state: str = "Pending"
    start_count: int = 0
    delivered: int = 0
    charge: Decimal = Decimal(0)
    paid_back: Decimal = Decimal(0)
    ended: float | None = None
    cancel_asked: float | None = None
    pushed: bool = False

    @property
    def is_drip_feed(self) -> bool:
        return self.service.dripfeed and "runs" in self.sent

    @property
    def remains(self) -> int:
        return (self.quantity or 0) - self.delivered

    @property
    def cost(self) -> Decimal:
        """Return what the order cost in the end, whatever its status tells as the charge."""
        return self.price - self.paid_back

    @property
    def parts_done(self) -> int:
        """Return how many runs or posts have an order already."""
        of = int(self.sent.get("runs") or self.sent.get("posts") or 0)
        if self.state == "Pending" or not self.quantity:
            return 0
        return -(-of * self.delivered // self.quantity)

    def way_to_end(self) -> tuple[float, str]:
        """Return the seconds from start to end, below 0 if canceled before the start, and the final state."""
        share = PARTIAL_SHARE if self.ends_as == "Partial" else 1.0
        age, word = self.takes * share, self.ends_as
        if self.cancel_asked is not None:
            asked = self.cancel_asked - self.created - self.starts_after
            canceled = asked + CANCEL_TAKES if asked > 0 else min(asked + CANCEL_TAKES, 0.0)  # never starts
            age, word = min((age, word), (canceled, "Partial"))
        return age, word


@dataclass(slots=True)
class Refill:
    id: int
    order: Order
    created: float
    takes: float
    ends_as: str
    state: str = "Pending"


class Clock:
    """Runs `speed` times as fast as the wall's; 0 stands still."""

    def __init__(self, speed: float, wall: Callable[[], float] = time.monotonic) -> None:
        self._wall = wall
        self._base = 0.0
        self._since = wall()
        self.speed = speed

    def now(self) -> float:
        return self._base + (self._wall() - self._since) * self.speed

    def set_speed(self, speed: float) -> None:
        self._base, self._since = self.now(), self._wall()
        self.speed = speed

    def advance(self, seconds: float) -> None:
        self._base += seconds


@dataclass
class Book:
    """With `pays_back` the price of the undelivered part is returned."""

    services: dict[int, Service] = field(default_factory=services)
    clock: Clock = field(default_factory=lambda: Clock(1.0))
    chance: random.Random = field(default_factory=lambda: random.Random(1))
    keys: dict[str, Key] = field(default_factory=dict)
    orders: dict[int, Order] = field(default_factory=dict)
    refills: dict[int, Refill] = field(default_factory=dict)
    pays_back: bool = True

    def add(self, key: str, sent: dict[str, str]) -> Order:
        """Accept an order and charge its price. Raises Refused."""
        service = self.service(sent.get("service", ""))
        quantity = rules.check(
            service.type, sent, service.min, service.max, dripfeed=service.dripfeed, named=service.named
        )
        link = sent.get("link") or sent.get("username", "")
        self._refuse_second_on(link, service)
        price = (service.rate * (Decimal(quantity) / 1000 if quantity else 1)).quantize(CENT)
        if price > self.keys[key].balance:
            raise Refused("neworder.error.not_enough_funds")
        self.keys[key].balance -= price
        order = self._enter(key, service, sent, quantity, price)
        self.orders[order.id] = order
        return order

    def service(self, service_id: str) -> Service:
        known = self.services.get(as_id(service_id))
        if known is None or known.removed:
            raise Refused("neworder.error.incorrect_service_id")
        return known

    def _refuse_second_on(self, link: str, service: Service) -> None:
        for order in self.orders.values():
            same = (order.sent.get("link") or order.sent.get("username")) == link
            if same and order.service.id == service.id and order.state in OPEN:
                raise Refused("neworder.error.link_duplicate")

    def _enter(
        self, key: str, service: Service, sent: dict[str, str], quantity: int | None, price: Decimal
    ) -> Order:
        return Order(
            id=FIRST_ORDER + len(self.orders),
            key=key,
            service=service,
            sent={name: value for name, value in sent.items() if name not in ("key", "action")},
            quantity=quantity,
            price=price,
            charge=price,
            created=self.clock.now(),
            starts_after=self.chance.uniform(2, 6),
            takes=self.chance.uniform(20, 45),
            ends_as=self._draw_end(),
            start_count=self.chance.randrange(0, 20_000),
        )

    def _draw_end(self) -> str:
        """Choose how an untouched order ends. The first one completes, for newcomers."""
        drawn = self.chance.choices(("Completed", "Partial", "Canceled"), ENDS)[0]
        return drawn if self.orders else "Completed"

    def move(self) -> None:
        """Move all orders and refills to the present time."""
        now = self.clock.now()
        for order in self.orders.values():
            if order.state in OPEN and order.ended is None:
                self._move_order(order, now - order.created - order.starts_after)
        for refill in self.refills.values():
            age = now - refill.created
            if refill.state in OPEN:
                refill.state = (
                    "Pending" if age < 3 else "In progress" if age < refill.takes else refill.ends_as
                )

    def _move_order(self, order: Order, age: float) -> None:
        """Move an order to this age. How often this is called makes no difference."""
        last, word = order.way_to_end()
        if age > 0:
            order.state = "In progress"
            share = min(age, last) / order.takes
            order.delivered = max(order.delivered, int((order.quantity or 0) * share))
        if age >= last:
            self.end(order, "Canceled" if word == "Partial" and not order.delivered else word)

    def end(self, order: Order, state: str) -> None:
        """Finish an order."""
        if order.state not in OPEN:
            raise Refused(f"the order is {order.state} already")
        if state == "Completed":
            order.delivered = order.quantity or 0
        if state in ("Canceled", "Failed"):
            order.delivered = 0
        order.state, order.ended = state, self.clock.now()
        order.charge = self.due(order)
        if self.pays_back:
            self.set_paid_back(order, order.price - order.charge)

    def due(self, order: Order) -> Decimal:
        """Return the price of what an order delivers. An open one is to deliver all."""
        if order.state in ("Completed", *OPEN):
            return order.price
        return (order.price * Decimal(order.delivered) / (order.quantity or 1)).quantize(CENT)

    def set_paid_back(self, order: Order, amount: Decimal) -> None:
        """Set what was paid back of an order in all; the balance moves by the difference."""
        self.keys[order.key].balance += amount - order.paid_back
        order.paid_back = amount

    def start(self, order: Order) -> None:
        """Start an order at once, with a part delivered."""
        if order.state not in OPEN:
            raise Refused(f"the order is {order.state} already")
        order.starts_after = min(order.starts_after, self.clock.now() - order.created - order.takes * 0.3)
        self.move()

    def own(self, key: str, order_id: str) -> Order:
        """Return an order of this key. Raises Refused for any other."""
        order = self.orders.get(as_id(order_id))
        if order is None or order.key != key:
            raise Refused("Incorrect order ID")
        return order

    def refill(self, key: str, order_id: str) -> Refill:
        order = self.own(key, order_id)
        if not order.service.refill or order.state in ("Canceled", "Failed"):
            raise Refused("Incorrect order ID")
        if order.state in OPEN:
            raise Refused("Refill not allowed , try again later")
        if any(one.order is order and one.state in OPEN for one in self.refills.values()):
            raise Refused("There is already an open request for this order")
        ends_as = self.chance.choices(("Completed", "Rejected"), (80, 20))[0]
        refill = Refill(len(self.refills) + 1, order, self.clock.now(), self.chance.uniform(12, 25), ends_as)
        self.refills[refill.id] = refill
        return refill

    def end_refill(self, refill: Refill, state: str) -> None:
        if refill.state not in OPEN:
            raise Refused(f"the refill is {refill.state} already")
        refill.state = state

    def own_refill(self, key: str, refill_id: str) -> Refill:
        refill = self.refills.get(as_id(refill_id))
        if refill is None or refill.order.key != key:
            raise Refused("Refill not found")
        return refill

    def cancel(self, key: str, order_id: str) -> int:
        order = self.own(key, order_id)
        if not order.service.cancel or order.state not in OPEN or order.cancel_asked is not None:
            raise Refused("Incorrect order ID")
        order.cancel_asked = self.clock.now()
        return order.id


def as_id(text: str) -> int:
    """Return the number of an order, refill or service. 0, which none has, if it is no number."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= LONGEST_ID else 0
