"""What goes to a panel and what comes back: typed, frozen, ids as text, money in micro-units (1e-6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, Self

import msgspec

from panel.errors import Meaning
from panel.plain_text import lines, one_line
from panel.service_types import Field, ServiceType

NO_CATEGORY = "…"


class Service(msgspec.Struct, frozen=True, gc=False):
    """Something one can order. Texts come without tags.

    `rate` is exact, per 1,000 units or per package; 0 where the panel tells no price.
    """

    id: str
    name: str
    type_name: str
    category: str
    rate: Decimal
    min: int
    max: int
    description: str = ""
    refill: bool = False
    cancel: bool = False
    dripfeed: bool = False

    @classmethod
    def of(
        cls,
        *,
        service_id: str,
        name: str,
        type_name: str,
        category: str,
        rate: Decimal,
        limits: tuple[int, int],
        description: str,
        refill: bool,
        cancel: bool,
        dripfeed: bool,
    ) -> Self:
        """A service of what a list has, whose texts may be HTML."""
        least = max(limits[0], 1)
        return cls(
            service_id,
            one_line(name),
            type_name.strip() or "Default",
            one_line(category) or NO_CATEGORY,
            rate,
            least,
            max(limits[1], least),
            lines(description),
            refill,
            cancel,
            dripfeed,
        )

    @property
    def type(self) -> ServiceType | None:
        """None: not known."""
        return ServiceType.named(self.type_name)

    @property
    def has_price(self) -> bool:
        """A rate of 0 is no price: panels that round their rates to two digits write it."""
        return self.rate > 0


@dataclass(frozen=True, slots=True)
class Listing:
    """All services of a panel that can be sold; the same bytes have the same `digest`.

    `senseless` entries are left out, and so are services whose id is listed `twice` for two of them.
    `unknown_types` are the panel's names of types that we do not know, of services that cannot be sold for
    it. Where no service has a known type, all are taken as Default and none is unknown.
    """

    services: tuple[Service, ...]
    digest: bytes
    senseless: int = 0
    twice: tuple[str, ...] = ()
    unknown_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewOrder:
    """What `add` sends besides key and action; entries of a list stand one a line.

    `quantity` is sent where the parameters have none: 27 of 36 servers that were read demand one whatever the
    type. For a list it is the count of lines, for a package the service's minimum; None for a subscription.
    """

    service: str
    parameters: Mapping[Field, str]
    quantity: int | None = None


class OrderState(StrEnum):
    PENDING = "pending"
    PROCESSING = "processing"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"
    PARTIAL = "partial"
    CANCELED = "canceled"
    PROBLEM = "problem"
    """The panel reports a failure. It is not an end: some panels send such an order on, or pay it back."""

    @property
    def ended(self) -> bool:
        return self in (OrderState.COMPLETED, OrderState.PARTIAL, OrderState.CANCELED)


class OrderStatus(msgspec.Struct, frozen=True, gc=False):
    """`word` is the panel's own; `state` None where it is not known, which is not the end of an order.

    `charge` in micro-units; `remains` as told: it may exceed the quantity, and below 0 it says how many were
    delivered beyond the order. A drip-feed
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

    @property
    def parts_done(self) -> int | None:
        """Runs or posts for which the panel has made an order; None where it names no such orders."""
        return len(self.orders) or None


class KnownStatus(Protocol):
    """What was told of an order before: its word and, in micro-units, its charge."""

    @property
    def status_word(self) -> str: ...
    @property
    def charge(self) -> int | None: ...
    @property
    def start_count(self) -> int | None: ...
    @property
    def remains(self) -> int | None: ...


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
    """The panel has it, under this id. For a cancel and a refill it means "asked for".

    Where a panel says yes to these without an id of its own, the id is the order's.
    """

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
