"""Our words for states, failures and fields; the panel's own words are shown to the operator only."""

from panel.service_types import Field
from storage.cancels import Cancel, CancelStatus
from storage.orders import Order, OrderStatus
from storage.refills import Refill, RefillStatus
from views.language import N_, _
from views.text import cut

STATUSES = {
    OrderStatus.RESERVED: N_("Sending…"),
    OrderStatus.SUBMITTING: N_("Sending…"),
    OrderStatus.UNCONFIRMED: N_("Being checked"),
    OrderStatus.FAILED: N_("Not placed"),
    OrderStatus.PENDING: N_("Pending"),
    OrderStatus.PROCESSING: N_("Processing"),
    OrderStatus.IN_PROGRESS: N_("In progress"),
    OrderStatus.COMPLETED: N_("Completed"),
    OrderStatus.PARTIAL: N_("Partial"),
    OrderStatus.CANCELED: N_("Canceled"),
}

MARKS = {
    OrderStatus.RESERVED: "📤",
    OrderStatus.SUBMITTING: "📤",
    OrderStatus.UNCONFIRMED: "❔",
    OrderStatus.FAILED: "✖️",
    OrderStatus.PENDING: "🕓",
    OrderStatus.PROCESSING: "🕓",
    OrderStatus.IN_PROGRESS: "▶️",
    OrderStatus.COMPLETED: "✅",
    OrderStatus.PARTIAL: "◐",
    OrderStatus.CANCELED: "↩️",
}

FAILURES = {
    "key": N_("The panel does not take our key at the moment. The operator has been told."),
    "funds": N_("The panel account does not have enough money for it. The operator has been told."),
    "service": N_("The panel does not sell this service at the moment. Choose another one."),
    "link": N_("The panel does not take this link. Check that it is public and of the right kind."),
    "duplicate_link": N_("An order on this link is still open. Order again when it is finished."),
    "quantity": N_("The panel does not take this quantity. Its limits may have changed."),
    "order": N_("The panel does not do this for the order now."),
    "rate_limit": N_("The panel is busy. Try again in a minute."),
    "not_sent": N_("The panel could not be reached. Try again later."),
    "never_existed": N_("It was checked: the panel does not have it."),
    "other": N_("The panel refused it. Try again later or choose another service."),
}

REFILLS = {
    RefillStatus.RESERVED: N_("Refill: asking…"),
    RefillStatus.SUBMITTING: N_("Refill: asking…"),
    RefillStatus.UNCONFIRMED: N_("Refill: being checked, the panel did not answer"),
    RefillStatus.FAILED: N_("Refill: not possible"),
    RefillStatus.PENDING: N_("Refill: asked for"),
    RefillStatus.IN_PROGRESS: N_("Refill: in progress"),
    RefillStatus.COMPLETED: N_("Refill: done"),
    RefillStatus.REJECTED: N_("Refill: rejected by the panel"),
    RefillStatus.CANCELED: N_("Refill: canceled"),
    RefillStatus.ERROR: N_("Refill: failed at the panel"),
}

CANCELS = {
    CancelStatus.RESERVED: N_("Cancel: asking…"),
    CancelStatus.SUBMITTING: N_("Cancel: asking…"),
    CancelStatus.ASKED: N_("Cancel: asked for, not yet done"),
    CancelStatus.FAILED: N_("Cancel: not possible"),
    CancelStatus.UNCONFIRMED: N_("Cancel: not known whether the panel heard it"),
}

FIELDS = {
    Field.LINK: N_("Link"),
    Field.QUANTITY: N_("Quantity"),
    Field.RUNS: N_("Runs"),
    Field.INTERVAL: N_("Minutes between runs"),
    Field.COMMENTS: N_("Comments"),
    Field.USERNAMES: N_("Usernames"),
    Field.HASHTAGS: N_("Hashtags"),
    Field.HASHTAG: N_("Hashtag"),
    Field.USERNAME: N_("Username"),
    Field.MEDIA: N_("Media link"),
    Field.ANSWER_NUMBER: N_("Answer number"),
    Field.GROUPS: N_("Groups"),
    Field.MIN: N_("Least per post"),
    Field.MAX: N_("Most per post"),
    Field.POSTS: N_("New posts"),
    Field.OLD_POSTS: N_("Old posts"),
    Field.DELAY: N_("Delay in minutes"),
    Field.EXPIRY: N_("Ends on"),
    Field.KEYWORDS: N_("Keywords"),
    Field.COUNTRY: N_("Country"),
    Field.DEVICE: N_("Device"),
    Field.TYPE_OF_TRAFFIC: N_("Kind of traffic"),
    Field.GOOGLE_KEYWORD: N_("Search keyword"),
    Field.REFERRING_URL: N_("Referring link"),
}


def status(order: Order) -> str:
    """The state in our words; a word of the panel's that nobody knows is shown as it is."""
    if order.status.placed and order.status_word and _unknown(order):
        return cut(order.status_word, 40)
    return _(STATUSES[order.status])


def _unknown(order: Order) -> bool:
    letters = "".join(filter(str.isalpha, order.status_word.casefold()))
    return letters not in KNOWN


KNOWN = frozenset({"pending", "awaiting", "processing", "inprogress", "active", "paused"})


def failure(reason: str | None) -> str:
    return _(FAILURES.get(reason or "", FAILURES["other"]))


def refill(it: Refill) -> str:
    return _(REFILLS[it.status])


def cancel(it: Cancel) -> str:
    return _(CANCELS[it.status])


def field(name: Field) -> str:
    return _(FIELDS[name])
