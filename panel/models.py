"""What goes to a panel and what comes back: typed, frozen, ids as text, money in micro-units (1e-6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from panel.errors import Meaning
from panel.service_types import Field, ServiceType


@dataclass(frozen=True, slots=True)
class Service:
    """Something one can order; `rate` is exact, per 1,000 units or per package; `type` None: not known."""

    id: str
    name: str
    type: ServiceType | None
    type_name: str
    category: str
    rate: Decimal
    min: int
    max: int
    description: str
    refill: bool
    cancel: bool
    dripfeed: bool


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What `add` sends besides key and action; entries of a list stand one a line."""

    service: str
    parameters: Mapping[Field, str]


class OrderState(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    PARTIAL = "partial"
    CANCELED = "canceled"

    @property
    def ended(self) -> bool:
        return self in (OrderState.COMPLETED, OrderState.PARTIAL, OrderState.CANCELED)


@dataclass(frozen=True, slots=True)
class OrderStatus:
    """`word` is the panel's own; `state` None where it is not known, which is not the end of an order.

    `charge` in micro-units; `remains` as told, which may exceed the quantity or be negative. A drip-feed
    names the orders of its `runs`, a subscription those of its `posts`; both come without charge and remains.
    """

    state: OrderState | None
    word: str
    charge: int | None = None
    start_count: int | None = None
    remains: int | None = None
    currency: str | None = None
    runs: int | None = None
    posts: int | None = None
    orders: tuple[str, ...] = ()


class RefillState(StrEnum):
    PENDING = "pending"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    REJECTED = "rejected"
    CANCELED = "canceled"
    ERROR = "error"

    @property
    def ended(self) -> bool:
        return self not in (RefillState.PENDING, RefillState.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class RefillStatus:
    state: RefillState | None
    word: str


@dataclass(frozen=True, slots=True)
class Balance:
    """`amount` in micro-units of `currency`."""

    amount: int
    currency: str


@dataclass(frozen=True, slots=True)
class Placed:
    """The panel has it, under this id. For a cancel it only means that it was asked for."""

    id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The panel said no: nothing exists, nothing was charged."""

    meaning: Meaning
    text: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """No byte of the request was written: nothing exists, nothing was charged."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nobody can tell whether the panel took it; it must not be sent again."""

    seen: str


Outcome = Placed | Refused | NotSent | Unknown
