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
    ├── SeveralMeanings  an answer in the wizard may mean several things
    ├── ReviewOutdated   the button is that of other answers or another price
    ├── QuoteChanged     the price or the limits changed between review and confirm
    ├── ServiceHeld      its price is in question, so it is not sold for now
    ├── OrderingClosed   the panel cannot be reached or refuses the key
    ├── OrderGone        no such order of this person
    ├── RefillNotPossible, CancelNotPossible
    ├── PersonGone       the person was removed, or removed and let in again
    ├── InSettings       the person stands in the settings, and is removed there only
    ├── LastOperator     without this operator there would be none
    └── AlreadyDecided, NoSuchPanelOrder, NoSuchPerson, PanelAsleep   what the operator is told on deciding
    """


class NotAllowed(Fact):
    pass


class InviteGone(Fact):
    pass


class CategoryGone(Fact):
    pass


@dataclass
class ServiceGone(Fact):
    """`ref` is its name in buttons and links, where that is known."""

    ref: str | None = None


class DraftGone(Fact):
    pass


@dataclass
class BadAnswer(Fact):
    """`reason` is a key of views.failures; `limits` are the numbers that its sentence names."""

    reason: str
    limits: dict[str, int | str] = field(default_factory=dict)


@dataclass
class SeveralMeanings(Fact):
    """What was typed may mean one or the other of these, or it stands in a sentence; nothing was taken."""

    meanings: tuple[str, ...]


@dataclass
class ReviewOutdated(Fact):
    """What was confirmed is not what the draft says now; nothing was ordered."""

    step: Step


@dataclass
class QuoteChanged(Fact):
    """The draft now carries the new quote, or asks again what no longer fits; nothing was ordered."""

    step: Step
    old_price: int
    old_name: str | None = None
    old_currency: str | None = None


class ServiceHeld(Fact):
    pass


class OrderingClosed(Fact):
    pass


@dataclass
class OrderGone(Fact):
    """`number` is what was typed for it, where something was."""

    number: str | None = None


@dataclass
class RefillNotPossible(Fact):
    order: Order


@dataclass
class CancelNotPossible(Fact):
    order: Order


class PersonGone(Fact):
    pass


@dataclass
class InSettings(Fact):
    """`setting` is the name of the setting."""

    setting: str


class LastOperator(Fact):
    pass


class AlreadyDecided(Fact):
    pass


class NoSuchPerson(Fact):
    pass


class NoSuchPanelOrder(Fact):
    pass


class PanelAsleep(Fact):
    pass
