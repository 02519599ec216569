"""What messages of the outbox are about, who gets them, and which go first."""

from enum import IntEnum, StrEnum


class Event(StrEnum):
    """The subject of a message. The comments have in brackets whose id `subject_id` is."""

    ORDER_CARD = "order_card"  # (order) its card is out of date
    ORDER_SUBMITTED = "order_submitted"  # (order) the outcome of sending it: placed, failed or unconfirmed
    ORDER_DECIDED = "order_decided"  # (order) the operator found out whether it exists
    ORDER_PROBLEM = "order_problem"  # (order) the panel reports a problem, for the customer
    ORDER_ENDED = "order_ended"  # (order)
    ORDER_CORRECTED = "order_corrected"  # (order) the panel tells another end than before
    REFUND_DECIDED = "refund_decided"  # (order) an operator decided about its money
    MASS_ORDER = "mass_order"  # (mass order) how far it is
    MASS_UNSENT = "mass_unsent"  # (mass order) orders of it were not sent, because the bot was away
    TOPUP = "topup"  # (top-up) Stars were paid, and their money is in the wallet
    INVOICE_EXPIRED = "invoice_expired"  # (invoice) its time is over; its message goes
    REVIEW_AGAIN = "review_again"  # (invoice) it was paid, but its order was not placed
    STARS_RETURNED = "stars_returned"  # (top-up) its Stars went back
    STARS_KEPT = "stars_kept"  # (top-up) Telegram refused to give its Stars back; the money is in the wallet
    CHARGED_BACK = "charged_back"  # (top-up) Telegram took its Stars back, for the payer
    CHARGEBACK = "chargeback"  # (top-up) likewise, for the operator
    UNMATCHED_PAYMENT = "unmatched_payment"  # (top-up) a payment without an invoice of ours, for the operator
    REFUND_QUESTION = "refund_question"  # (order) how much of its money comes back, for the operator
    MOVED_BY_HAND = "moved_by_hand"  # (transfer) an operator moved a person's money; the payload: a line
    MOVED_BY_OPERATOR = "moved_by_operator"  # likewise, for the other operators
    REFILL_SUBMITTED = "refill_submitted"  # (refill)
    REFILL_DECIDED = "refill_decided"  # (refill)
    REFILL_ENDED = "refill_ended"  # (refill)
    CANCEL_SUBMITTED = "cancel_submitted"  # (cancel)
    CASE_ANSWER = "case_answer"  # (message of a case) an operator's answer, for the person
    CASE_CLOSED = "case_closed"  # (case) an operator closed it, for the person
    CASE_MESSAGE = "case_message"  # (message of a case) by the person or another operator, for an operator
    CASE_OVER = "case_over"  # (case) the person or another operator closed it, for an operator
    CASE_UNREAD = "case_unread"  # (message of a case) the person has blocked the bot, for who answered
    DECIDE_ORDER = "decide_order"  # (order) the operator's card with the evidence
    DECIDE_REFILL = "decide_refill"  # (refill) likewise
    PROBLEM = "problem"  # (order) the panel reports a problem, for the operator
    SLOW = "slow"  # orders that are slower than usual, in the payload, for the operator
    HOLD = "hold"  # (hold) the panel took several times what was quoted, for the operator
    KNOCK = "knock"  # (user) somebody asks the operator to be let in
    KNOCK_CARD = "knock_card"  # (message) the operator's message about strangers is out of date
    LET_IN = "let_in"  # (user)
    NOT_LET_IN = "not_let_in"  # (user) an operator refused
    ROLE_GIVEN = "role_given"  # (user) an owner changed what this person may do as an operator
    ORDERS_STOPPED = "orders_stopped"  # (user) an operator blocked this person, or lets them order again
    LETTER = "letter"  # (user) an operator writes to this person; the payload has the text
    INVITE_USED = "invite_used"  # (user) somebody opened an operator's link
    BACKUP = "backup"  # (user) a copy of the database for this owner; the payload has the file
    ALERT = "alert"  # the payload has the condition and its detail
    REFUSALS = "refusals"  # the payload has the panel's refusals


FOR_OPERATORS = frozenset({
    Event.DECIDE_ORDER, Event.DECIDE_REFILL, Event.PROBLEM, Event.SLOW, Event.HOLD, Event.KNOCK,
    Event.KNOCK_CARD, Event.INVITE_USED, Event.ALERT, Event.REFUSALS, Event.REFUND_QUESTION,
    Event.MOVED_BY_OPERATOR,
    Event.CHARGEBACK, Event.UNMATCHED_PAYMENT,
})  # fmt: skip
"""Messages for the operators who get alerts."""

FOR_SUPPORT = frozenset({Event.CASE_MESSAGE, Event.CASE_OVER, Event.CASE_UNREAD})
"""Messages for the operators who answer cases of support."""


class Rank(IntEnum):
    """The priority of a message, in a chat and among chats. Within a rank the oldest goes first."""

    ANSWERS = 0  # the results of a person's actions, also about their money
    DECISIONS = 1  # for operators, to know or to decide
    NEWS = 2
    KNOCKS = 3


_BY_RANK = {
    Rank.ANSWERS: (
        Event.ORDER_SUBMITTED, Event.ORDER_DECIDED, Event.REFUND_DECIDED, Event.MOVED_BY_HAND, Event.TOPUP,
        Event.REVIEW_AGAIN, Event.STARS_RETURNED, Event.STARS_KEPT, Event.CHARGED_BACK,
        Event.REFILL_SUBMITTED, Event.REFILL_DECIDED, Event.CANCEL_SUBMITTED, Event.CASE_ANSWER,
        Event.CASE_CLOSED, Event.LET_IN, Event.ROLE_GIVEN, Event.ORDERS_STOPPED, Event.LETTER,
        Event.NOT_LET_IN, Event.MASS_ORDER, Event.MASS_UNSENT,
    ),
    Rank.DECISIONS: (
        Event.CASE_MESSAGE, Event.CASE_OVER, Event.CASE_UNREAD, Event.DECIDE_ORDER, Event.DECIDE_REFILL,
        Event.PROBLEM, Event.REFUND_QUESTION, Event.MOVED_BY_OPERATOR, Event.CHARGEBACK,
        Event.UNMATCHED_PAYMENT, Event.SLOW, Event.HOLD, Event.ALERT, Event.REFUSALS,
    ),
    Rank.NEWS: (
        Event.INVOICE_EXPIRED, Event.ORDER_CARD, Event.ORDER_PROBLEM, Event.ORDER_ENDED,
        Event.ORDER_CORRECTED, Event.REFILL_ENDED, Event.INVITE_USED, Event.BACKUP,
    ),
    Rank.KNOCKS: (
        Event.KNOCK, Event.KNOCK_CARD,
    ),
}  # fmt: skip
RANKS = {event: rank for rank, events in _BY_RANK.items() for event in events}
"""The messages about one order stay in sequence: its cards and its end have one rank, after its outcome."""
