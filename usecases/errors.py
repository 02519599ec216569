"""Facts that stand in the way of what a person asked for. Views find the words, handlers none."""

from dataclasses import dataclass, field

from storage.orders import Order
from usecases.step import Step


class RequestFailed(Exception):
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


class NotAllowed(RequestFailed):
    pass


class InviteGone(RequestFailed):
    pass


class CategoryGone(RequestFailed):
    pass


@dataclass
class ServiceGone(RequestFailed):
    """`ref` is its name in buttons and links, where that is known."""

    ref: str | None = None


class DraftGone(RequestFailed):
    pass


@dataclass
class BadAnswer(RequestFailed):
    """`reason` is a key of views.failures; `limits` are the numbers that its sentence names."""

    reason: str
    limits: dict[str, int | str] = field(default_factory=dict)


@dataclass
class SeveralMeanings(RequestFailed):
    """What was typed may mean one or the other of these, or it stands in a sentence; nothing was taken."""

    meanings: tuple[str, ...]


@dataclass
class ReviewOutdated(RequestFailed):
    """What was confirmed is not what the draft says now; nothing was ordered."""

    step: Step


@dataclass
class QuoteChanged(RequestFailed):
    """The draft now carries the new quote, or asks again what no longer fits; nothing was ordered."""

    step: Step
    old_price: int
    old_name: str | None = None
    old_currency: str | None = None


class ServiceHeld(RequestFailed):
    pass


class OrderingClosed(RequestFailed):
    pass


@dataclass
class OrderGone(RequestFailed):
    """`number` is what was typed for it, where something was."""

    number: str | None = None


@dataclass
class RefillNotPossible(RequestFailed):
    order: Order


@dataclass
class CancelNotPossible(RequestFailed):
    order: Order


class PersonGone(RequestFailed):
    pass


@dataclass
class InSettings(RequestFailed):
    """`setting` is the name of the setting."""

    setting: str


class LastOperator(RequestFailed):
    pass


class AlreadyDecided(RequestFailed):
    pass


class NoSuchPerson(RequestFailed):
    pass


class NoSuchPanelOrder(RequestFailed):
    pass


class PanelAsleep(RequestFailed):
    pass
