"""Reasons why a request fails. The views have the words for them."""

from dataclasses import dataclass, field

from storage.accounts import Wallet
from storage.orders import Order
from usecases.step import Step


class RequestFailed(Exception):
    """A request cannot be carried out. The fields of an error hold the values for its message.

    ├── NotAllowed       this person may not do it
    ├── InviteGone       an invitation is unknown, used or expired
    ├── CategoryGone     the panel no longer has the category
    ├── ServiceGone      the panel no longer offers the service
    ├── DraftGone        the draft was dropped, or belongs to another person
    ├── BadAnswer        an answer in the wizard is not valid
    ├── SeveralMeanings  an answer in the wizard has several meanings
    ├── ReviewOutdated   the button belongs to other answers or another price
    ├── QuoteChanged     the price or the limits changed between review and confirm
    ├── ServiceHeld      its price is in question, so it is not sold for now
    ├── OrderingClosed   the panel cannot be reached or refuses the key
    ├── TooLittleMoney   the wallet cannot pay for the order
    ├── NotTakenNow      the panel account cannot pay for the order, or selling is closed
    ├── OrderGone        this person has no such order
    ├── RefillNotPossible, CancelNotPossible
    ├── PersonGone       the person was removed, or removed and let in again
    ├── InSettings       the settings name the person, and only a change there removes them
    ├── LastOperator     the bot would have no operator left
    ├── PricesChanged    prices or settings of the shop changed since they were shown
    ├── GroupNameTaken, TooManyGroups   a group cannot be made or renamed
    ├── NothingToMove    the wallet has nothing that is free, or the operator's limit is used up
    ├── NoPersonFound      no person has this id, name or number
    └── AlreadyDecided, NoSuchPanelOrder, NoSuchPerson, PanelAsleep   a decision of an operator fails
    """


class NotAllowed(RequestFailed):
    pass


class InviteGone(RequestFailed):
    pass


class CategoryGone(RequestFailed):
    pass


@dataclass
class ServiceGone(RequestFailed):
    """`ref` names the service in buttons and links; None if it is not known."""

    ref: str | None = None


class DraftGone(RequestFailed):
    pass


@dataclass
class BadAnswer(RequestFailed):
    """`reason` is a key of `views.failures`; its sentence names the `limits`."""

    reason: str
    limits: dict[str, int | str] = field(default_factory=dict)


@dataclass
class SeveralMeanings(RequestFailed):
    """The text has several meanings, or is a sentence with one target in it. No answer was saved."""

    meanings: tuple[str, ...]


@dataclass
class ReviewOutdated(RequestFailed):
    """The draft differs from the confirmed review. Nothing was ordered."""

    step: Step


@dataclass
class QuoteChanged(RequestFailed):
    """The draft now has the new quote, or asks again for answers that no longer fit. Nothing was ordered."""

    step: Step
    old_price: int
    old_name: str | None = None
    old_currency: str | None = None


class ServiceHeld(RequestFailed):
    pass


class OrderingClosed(RequestFailed):
    pass


@dataclass
class TooLittleMoney(RequestFailed):
    """The draft stays ready. Nothing was ordered."""

    step: Step
    wallet: Wallet


class NotTakenNow(RequestFailed):
    pass


@dataclass
class OrderGone(RequestFailed):
    """`number` is the order number that the person typed, if any."""

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


class PricesChanged(RequestFailed):
    pass


class GroupNameTaken(RequestFailed):
    pass


class TooManyGroups(RequestFailed):
    pass


class NothingToMove(RequestFailed):
    pass


@dataclass
class NoPersonFound(RequestFailed):
    """`typed` is the text that was looked for."""

    typed: str


class AlreadyDecided(RequestFailed):
    pass


class NoSuchPerson(RequestFailed):
    pass


class NoSuchPanelOrder(RequestFailed):
    pass


class PanelAsleep(RequestFailed):
    pass
