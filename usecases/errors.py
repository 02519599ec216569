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
    ├── OrdersStopped    an operator lets this person order nothing new
    ├── ServiceHeld      its price is in question, so it is not sold for now
    ├── OrderingClosed   the panel cannot be reached or refuses the key
    ├── TooLittleMoney   the wallet cannot pay for the order
    ├── TopUpsClosed     wallets cannot be topped up now
    ├── PaymentGone      there is no such payment of this person
    ├── StarsInUse       the money of a payment is not free in the wallet, or its time for a refund is over
    ├── StatementUnread  Telegram's statement was not read to its end yet
    ├── NotTakenNow      the panel account cannot pay for the order, or selling is closed
    ├── OrderGone        this person has no such order
    ├── RefillNotPossible, CancelNotPossible
    ├── PersonGone       the person was removed, or removed and let in again
    ├── InSettings       the settings name the person, and only a change there removes them
    ├── LastOwner        the bot would have nobody left who gives roles
    ├── RoleForbids      the operator's role does not allow it
    ├── PricesChanged    prices or settings of the shop changed since they were shown
    ├── GroupNameTaken, TooManyGroups   a group cannot be made or renamed
    ├── NothingToMove    the wallet has nothing that is free, or the operator's limit is used up
    ├── NoPersonFound      no person has this id, name or number
    ├── BroadcastGone    the broadcast is no longer in the state for which the button was shown
    ├── BroadcastUnderWay   another broadcast is being sent, is paused or is being deleted
    ├── AudienceChanged  more people would get a broadcast than were shown
    ├── TooManyServiceMessages   this week has had its service messages
    ├── CaseGone, CaseClosed   there is no such case of support, or it was closed
    ├── TooManyCases, TooManyMessages   the person has written to support often enough for now
    └── AlreadyDecided, NoSuchPanelOrder, NoSuchPerson, PanelAsleep   a decision of an operator fails
    """


class NotAllowed(RequestFailed):
    pass


class RoleForbids(RequestFailed):
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


@dataclass
class OrdersStopped(RequestFailed):
    """`reason` is the operator's. Nothing was ordered."""

    reason: str


class ServiceHeld(RequestFailed):
    pass


class TooManyFavourites(RequestFailed):
    pass


class OrderingClosed(RequestFailed):
    pass


@dataclass
class TooLittleMoney(RequestFailed):
    """The draft stays ready. Nothing was ordered."""

    step: Step
    wallet: Wallet


class TopUpsClosed(RequestFailed):
    pass


class PaymentGone(RequestFailed):
    pass


@dataclass
class StarsInUse(RequestFailed):
    """The Stars stay; nothing was moved. `free` and `kept_aside` are in micro-units of `currency`."""

    free: int
    kept_aside: int
    currency: str


class StatementUnread(RequestFailed):
    pass


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


class LastOwner(RequestFailed):
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


class BroadcastGone(RequestFailed):
    pass


class BroadcastUnderWay(RequestFailed):
    pass


class AudienceChanged(RequestFailed):
    pass


class TooManyServiceMessages(RequestFailed):
    pass


class CaseGone(RequestFailed):
    pass


@dataclass
class CaseClosed(RequestFailed):
    """Nothing was passed on. `order_id` is the order that the case is about, if any."""

    case_id: int
    order_id: int | None


@dataclass
class TooManyCases(RequestFailed):
    """The person has `most` open cases already."""

    most: int


@dataclass
class TooManyMessages(RequestFailed):
    """The person wrote `most` messages to support within a day. The next may come in `wait` ms."""

    most: int
    wait: int


class BackupNotMade(RequestFailed):
    pass


class AlreadyDecided(RequestFailed):
    pass


class NoSuchPerson(RequestFailed):
    pass


class NoSuchPanelOrder(RequestFailed):
    pass


@dataclass
class DecideFirst(RequestFailed):
    """The order `order_id` of the same person is in doubt: a number that is not known here may be its own."""

    order_id: int


class PanelAsleep(RequestFailed):
    pass
