"""Who may see a message of the outbox. It is checked when the message is sent."""

from enum import Enum, auto

from storage.events import Event
from storage.outbox import OutboxMessage
from usecases.people.access import Person
from usecases.people.roles import Action


class Audience(Enum):
    OPERATORS = auto()
    """The operators who get alerts."""
    SUPPORT = auto()
    """The operators who answer cases."""
    BACKUPS = auto()
    """The operators who may get backups."""
    OWNER = auto()
    """The owner of the order, even if they may no longer order: it is about their money."""
    LET_IN = auto()
    STRANGERS = auto()


AUDIENCE = {
    Event.ORDER_CARD: Audience.OWNER,
    Event.ORDER_SUBMITTED: Audience.OWNER,
    Event.ORDER_DECIDED: Audience.OWNER,
    Event.ORDER_PROBLEM: Audience.OWNER,
    Event.ORDER_ENDED: Audience.OWNER,
    Event.ORDER_CORRECTED: Audience.OWNER,
    Event.REFUND_DECIDED: Audience.OWNER,
    Event.MASS_ORDER: Audience.OWNER,
    Event.MASS_UNSENT: Audience.OWNER,
    Event.REFUND_QUESTION: Audience.OPERATORS,
    Event.MOVED_BY_HAND: Audience.OWNER,
    Event.MOVED_BY_OPERATOR: Audience.OPERATORS,
    Event.TOPUP: Audience.OWNER,
    Event.INVOICE_EXPIRED: Audience.OWNER,
    Event.REVIEW_AGAIN: Audience.OWNER,
    Event.STARS_RETURNED: Audience.OWNER,
    Event.STARS_KEPT: Audience.OWNER,
    Event.CHARGED_BACK: Audience.OWNER,
    Event.CHARGEBACK: Audience.OPERATORS,
    Event.UNMATCHED_PAYMENT: Audience.OPERATORS,
    Event.REFILL_SUBMITTED: Audience.OWNER,
    Event.REFILL_DECIDED: Audience.OWNER,
    Event.REFILL_ENDED: Audience.OWNER,
    Event.CANCEL_SUBMITTED: Audience.OWNER,
    Event.CASE_ANSWER: Audience.OWNER,
    Event.CASE_CLOSED: Audience.OWNER,
    Event.CASE_MESSAGE: Audience.SUPPORT,
    Event.CASE_OVER: Audience.SUPPORT,
    Event.CASE_UNREAD: Audience.SUPPORT,
    Event.DECIDE_ORDER: Audience.OPERATORS,
    Event.DECIDE_REFILL: Audience.OPERATORS,
    Event.PROBLEM: Audience.OPERATORS,
    Event.SLOW: Audience.OPERATORS,
    Event.HOLD: Audience.OPERATORS,
    Event.KNOCK: Audience.OPERATORS,
    Event.KNOCK_CARD: Audience.OPERATORS,
    Event.LET_IN: Audience.LET_IN,
    Event.ROLE_GIVEN: Audience.LET_IN,
    Event.ORDERS_STOPPED: Audience.OWNER,
    Event.LETTER: Audience.OWNER,
    Event.BACKUP: Audience.BACKUPS,
    Event.NOT_LET_IN: Audience.STRANGERS,
    Event.INVITE_USED: Audience.OPERATORS,
    Event.ALERT: Audience.OPERATORS,
    Event.REFUSALS: Audience.OPERATORS,
}


def may_see(message: OutboxMessage, person: Person) -> bool:
    match AUDIENCE[message.event]:
        case Audience.OPERATORS:
            return person.may(Action.GET_ALERTS)
        case Audience.SUPPORT:
            return person.may(Action.ANSWER)
        case Audience.BACKUPS:
            return person.may(Action.GET_BACKUPS)
        case Audience.LET_IN:
            return person.role is not None
        case Audience.STRANGERS:
            return person.role is None
    return True  # OWNER is checked where the order is read
