"""Facts that stand in the way of what a person asked for. Views find the words, handlers none."""

from dataclasses import dataclass, field

from storage.orders import Order
from usecases.step import Step


class Fact(Exception):
    """What happened, with what the person needs to know of it.

    ├── NotAllowed       the action is not this person's
    ├── InviteGone       an invitation is unknown, used or expired
    ├── CategoryGone     the panel no longer has the category
    ├── ServiceGone      the panel no longer offers the service
    ├── DraftGone        the draft was dropped, or is not theirs
    ├── BadAnswer        an answer in the wizard cannot be taken
    ├── ReviewOutdated   the button is that of other answers or another price
    ├── QuoteChanged     the price or the limits changed between review and confirm
    ├── OrderingClosed   the panel cannot be reached or refuses the key
    ├── OrderGone        no such order of this person
    ├── RefillNotPossible, CancelNotPossible
    └── AlreadyDecided, NoSuchPanelOrder, PanelAsleep   what the operator is told on deciding
    """


class NotAllowed(Fact):
    pass


class InviteGone(Fact):
    pass


class CategoryGone(Fact):
    pass


class ServiceGone(Fact):
    pass


class DraftGone(Fact):
    pass


@dataclass
class BadAnswer(Fact):
    """`reason` is a key of views.failures; `limits` are the numbers that its sentence names."""

    reason: str
    limits: dict[str, int | str] = field(default_factory=dict)


@dataclass
class ReviewOutdated(Fact):
    """What was confirmed is not what the draft says now; nothing was ordered."""

    step: Step


@dataclass
class QuoteChanged(Fact):
    """The draft now carries the new quote, or asks again what no longer fits; nothing was ordered."""

    step: Step
    old_price: int


class OrderingClosed(Fact):
    pass


class OrderGone(Fact):
    pass


@dataclass
class RefillNotPossible(Fact):
    order: Order


@dataclass
class CancelNotPossible(Fact):
    order: Order


class AlreadyDecided(Fact):
    pass


class NoSuchPanelOrder(Fact):
    pass


class PanelAsleep(Fact):
    pass
