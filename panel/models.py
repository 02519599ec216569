"""The types of a panel's requests and answers. Ids are text, money is in micro-units (1e-6)."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Protocol, Self

import msgspec

from panel.errors import Meaning
from panel.plain_text import lines, one_line, shows_something
from panel.service_types import Field, ServiceType

NO_NAME = "…"
"""The name of a service or category whose own shows nothing."""


class Service(msgspec.Struct, frozen=True, gc=False):
    """A service to order. Its texts have no tags.

    `rate` is exact, per 1,000 units or per package; 0 if the panel tells no price.
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
        """Make a service from the values of a list, whose texts may be HTML."""
        least = max(limits[0], 1)
        return cls(
            service_id,
            _seen(one_line(name)),
            type_name.strip() or "Default",
            _seen(one_line(category)),
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
        """The service type; None if it is not known."""
        return ServiceType.named(self.type_name)

    @property
    def has_price(self) -> bool:
        """Whether the rate is above 0. Panels that round to two digits write 0 for their cheapest rates."""
        return self.rate > 0


def _seen(name: str) -> str:
    return name if shows_something(name) else NO_NAME


@dataclass(frozen=True, slots=True)
class Listing:
    """All services of a panel that can be sold. Equal bytes have equal fingerprints.

    `senseless` entries are left out, and so are ids that are listed `twice` for different services.
    `unknown_types` are the panel's names of unknown types; their services cannot be sold. If no service has a
    known type, all are taken as Default and none is unknown.
    """

    services: tuple[Service, ...]
    fingerprint: bytes
    senseless: int = 0
    twice: tuple[str, ...] = ()
    unknown_types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NewOrder:
    """The parameters of `add` besides key and action. A list has one entry a line.

    `quantity` is sent if the parameters have none: 27 of 36 servers that were read demand one for every type.
    For a list it is the number of lines, for a package the service's minimum; None for a subscription.
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
    """The panel reports a failure. It is no end: some panels continue such an order or refund it."""

    @property
    def ended(self) -> bool:
        return self in (OrderState.COMPLETED, OrderState.PARTIAL, OrderState.CANCELED)


class OrderStatus(msgspec.Struct, frozen=True, gc=False):
    """`word` is the panel's own; `state` is None for an unknown word, which does not end an order.

    `charge` is in micro-units. `remains` is as the panel told it: it may exceed the quantity, and below 0 it
    counts the units delivered beyond the order. A drip-feed names the orders of its `runs`, a subscription
    those of its `posts`; both come without charge and remains.
    """

    state: OrderState | None
    word: str
    charge: int | None = None
    start_count: int | None = None
    remains: int | None = None
    currency: str | None = None
    orders: tuple[str, ...] = ()

    @property
    def parts_done(self) -> int | None:
        """The number of runs or posts with an order at the panel; None if it names no such orders."""
        return len(self.orders) or None


class KnownStatus(Protocol):
    """The last known status of an order; `charge` in micro-units."""

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
    """The panel accepted it, under this id. For a cancel and a refill it means "asked for".

    If the panel accepts these without an id of its own, the id is the order's.
    """

    id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The panel refused: nothing exists, nothing was charged."""

    meaning: Meaning
    text: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """No byte of the request was written: nothing exists, nothing was charged."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It is unknown whether the panel took it. It must not be sent again."""

    seen: str


Outcome = Placed | Refused | NotSent | Unknown
